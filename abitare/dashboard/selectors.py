"""What the dashboard and the public page read: the plan, the register of acts, what expires."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from abitare.records.enums import TextState
from abitare.records.models import Act, ActRelation
from abitare.records.selectors import FileCounts, act_files, count_files
from abitare.ui.components import DatedItem
from actions.selectors import current_plan, deadlines, read_plan, thread_of


@dataclass(frozen=True)
class Dashboard:
    """The first screen: everything it says comes from these facts."""

    plan: object
    acts_by_text: tuple
    named_without_text: tuple
    files: tuple
    counts: FileCounts
    deadlines: tuple
    thread: tuple

    @property
    def deadline_items(self):
        return [deadline.item(settings.EXPIRY_WARNING_DAYS) for deadline in self.deadlines]

    @property
    def next_deadline(self):
        """The nearest deadline still to come, None when there is none."""
        return next((d for d in self.deadlines if d.days is not None and d.days >= 0), None)

    @property
    def expired(self):
        return [d for d in self.deadlines if d.expired]

    @property
    def to_ask(self):
        """The questions the register cannot answer: what an office must find or decide, each a row with its link."""
        plan = self.plan
        rows = []
        missing = len(plan.proposal_points) - len(plan.with_responsible)
        mandate = plan.plan.mandate.get_absolute_url()
        if plan.plan.mandate.text_missing:
            rows.append(DatedItem(title="Importare il testo della deliberazione", when="testo", href=mandate))
        if missing:
            title = f"Individuare chi risponde di {missing} punti su {len(plan.proposal_points)}"
            rows.append(DatedItem(title=title, when="chi", href=f"{mandate}?mostra=senza-responsabile"))
        if plan.proposed_links:
            title = f"Validare al tavolo {plan.proposed_links} legami fra punti e Azioni"
            rows.append(DatedItem(title=title, when="legami", href=f"{mandate}?mostra=da-validare"))
        rows += [
            DatedItem(
                title=f"Fissare passi e termini: {a.label}, {a.action.short_title}",
                when="termini",
                href=a.action.get_absolute_url(),
            )
            for a in plan.actions
            if not a.steps
        ]
        return rows


def read_dashboard(today):
    """``Dashboard`` at ``today``, or None before a plan is loaded. Its queries do not grow with the plan."""
    plan = current_plan()
    if plan is None:
        return None
    view = read_plan(plan, today)
    cited = ActRelation.objects.filter(source=plan.mandate).select_related("target").order_by("pk")
    named = tuple(r.target for r in cited if r.target.text_missing)
    files = tuple(act_files(plan.mandate))
    return Dashboard(
        plan=view,
        acts_by_text=_acts_by_text(),
        named_without_text=tuple(sorted(dict.fromkeys(named), key=lambda act: (act.date is None, act.date))),
        files=files,
        counts=count_files(files),
        deadlines=tuple(deadlines(today, view.steps)),
        thread=tuple(thread_of(plan.mandate)),
    )


@dataclass(frozen=True)
class PublicPage:
    """What the public page says: the plan and the thread of its acts, nothing of the work behind them."""

    plan: object
    thread: tuple


def read_public_page(today):
    """``PublicPage`` at ``today``, or None before a plan is loaded."""
    plan = current_plan()
    return PublicPage(plan=read_plan(plan, today), thread=tuple(thread_of(plan.mandate))) if plan else None


def _acts_by_text():
    """Triples (state, its words, how many acts), every state listed even when empty."""
    counted = dict(Act.objects.values_list("text_state").annotate(count=Count("pk")))
    return tuple((state.value, state.label, counted.get(state.value, 0)) for state in TextState)
