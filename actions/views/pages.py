"""What the pages with one form have in common."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from actions.selectors.plan import current_plan


def plan_or_404():
    plan = current_plan()
    if plan is None:
        raise Http404
    return plan


def refuse(form, refusal, field=None):
    """Every reason of a ``TransitionRefused`` on the form, together."""
    for failure in refusal.failures:
        form.add_error(field, failure)


def form_page(request, form, heading, intro, submit, back, crumbs):
    """One form (None: a confirmation) with its heading, what it will do, and the way back to ``back``.

    crumbs: pairs (text, address).
    """
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "submit": submit,
        "back": back.get_absolute_url(),
        "crumbs": crumbs,
    }
    return render(request, "actions/work_form.html", context)


def action_crumb(action):
    """The crumb of an Azione; None is the coordination."""
    if action is None:
        return ("Coordinamento", reverse("actions:detail", args=[0]))
    return (f"Azione {action.number}", action.get_absolute_url())


def step_crumbs(step):
    return [action_crumb(step.action), (step.code, step.get_absolute_url())]
