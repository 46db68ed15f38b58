"""Indicators: the list, the page of one, and what the office writes about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.services.clauses import StaleVersion
from abitare.ui.exports import export
from abitare.ui.pagination import PAGE_PARAM, PER_PAGE, SORT_PARAM, Listing
from actions.forms import ReasonForm
from actions.forms.indicators import BaselineForm, IndicatorFilter, MeasureForm, TargetForm, UseForm
from actions.models import Indicator
from actions.rules import can_edit_plan, can_observe
from actions.selectors.indicator import indicator_page
from actions.selectors.indicators import SORTS, choose, read_indicators
from actions.selectors.plan import current_plan
from actions.services.indicators import propose_measure, put_in_use, set_baseline, set_target, take_out_of_use
from actions.sources import source_of
from actions.transitions import OBSERVATION_TRANSITIONS
from actions.views.plan import plan_or_404

HEADER = ["Codice", "Indicatore", "Azione", "In uso", "Unità", "Direzione", "Ultimo dato", "Periodo", "Numeratore"]
HEADER += ["Denominatore", "Stato del dato", "Certificato da", "Obiettivo", "Entro il", "Fonte dell’obiettivo", "Esito"]
HEADER += ["Prossimo dato entro il", "Ufficio che rileva"]
SAVED_NOW = "Qualcuno ha salvato in questo momento: controlla e salva di nuovo."


def indicator_or_404(user, code):
    """The indicator of the plan in force with this code."""
    rows = Indicator.objects.visible_to(user).select_related("plan__mandate", "action", "office")
    return get_object_or_404(rows, plan=plan_or_404(), code=code)


@require_GET
@permission_required(Permission.VIEW_PLAN)
def indicator_list(request):
    plan = current_plan()
    views = read_indicators(plan, timezone.localdate()) if plan else ()
    chosen = IndicatorFilter(request.GET, actions=plan.actions.order_by("number") if plan else ())
    rows, sort = _sorted(choose(views, **chosen.chosen), request.GET.get(SORT_PARAM, ""))
    download = export(request, "indicatori", HEADER, map(_row, rows))
    if download:
        return download
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "form": chosen,
        "listing": Listing(page=page, rows=rows, sort=sort, fields=tuple(SORTS)),
        "total": len(views),
        "in_use": sum(view.indicator.in_use for view in views),
        "can_edit": can_edit_plan(request.user),
        "can_import": bool(views) and (can_edit_plan(request.user) or request.user.can(Permission.EDIT_OWN_STEPS)),
    }
    return render(request, "actions/indicator_list.html", context)


def _sorted(views, asked):
    """The views in the order asked for and its key; an unknown key is the default: in use first."""
    key = asked if asked.removeprefix("-") in SORTS else "uso"
    return sorted(views, key=SORTS[key.removeprefix("-")], reverse=key.startswith("-")), key


@require_GET
@permission_required(Permission.VIEW_PLAN)
def indicator_detail(request, code):
    indicator = indicator_or_404(request.user, code)
    page = indicator_page(indicator, timezone.localdate(), request.user, OBSERVATION_TRANSITIONS)
    context = {
        "page": page,
        "view": page.view,
        "indicator": indicator,
        "can_edit": can_edit_plan(request.user),
        "can_observe": can_observe(request.user, indicator),
        "source": source_of(indicator),
    }
    return render(request, "actions/indicator_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def indicator_use(request, code):
    indicator = indicator_or_404(request.user, code)
    form = UseForm(request.POST or None, instance=indicator)
    if form.is_valid():
        try:
            put_in_use(indicator, by=request.user, version=indicator.version, **form.values)
        except StaleVersion:
            form.add_error(None, SAVED_NOW)
        else:
            messages.success(request, f"{indicator.code}: i suoi dati ora sono attesi.")
            return redirect(indicator)
    return _form_page(request, form, indicator, "Modifica l’uso" if indicator.in_use else "Metti in uso")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def indicator_retire(request, code):
    indicator = indicator_or_404(request.user, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        take_out_of_use(indicator, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{indicator.code}: tolto dall’uso. I dati rilevati restano.")
        return redirect(indicator)
    return _form_page(request, form, indicator, "Togli dall’uso")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def indicator_baseline(request, code):
    indicator = indicator_or_404(request.user, code)
    form = BaselineForm(request.POST or None, instance=indicator)
    if form.is_valid():
        try:
            set_baseline(
                indicator,
                value=form.cleaned_data["baseline"],
                on=form.cleaned_data["baseline_on"],
                source=form.cleaned_data["baseline_source"],
                by=request.user,
                today=timezone.localdate(),
                version=indicator.version,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except StaleVersion:
            form.add_error(None, SAVED_NOW)
        else:
            messages.success(request, f"{indicator.code}: valore di partenza registrato.")
            return redirect(indicator)
    return _form_page(request, form, indicator, "Valore di partenza")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def target_create(request, code):
    indicator = indicator_or_404(request.user, code)
    form = TargetForm(request.POST or None, indicator=indicator, user=request.user)
    if form.is_valid():
        try:
            target = set_target(indicator, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"{indicator.code}: obiettivo {target.promise}.")
            return redirect(indicator)
    return _form_page(request, form, indicator, "Fissa un obiettivo")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def measure_propose(request, code):
    indicator = indicator_or_404(request.user, code)
    form = MeasureForm(request.POST or None, indicator=indicator)
    if form.is_valid():
        link = propose_measure(indicator, point=form.cleaned_data["point"], by=request.user, today=timezone.localdate())
        messages.success(request, f"Legame proposto: {link}. Lo valida il tavolo.")
        return redirect(indicator)
    return _form_page(request, form, indicator, "Proponi un punto che misura")


def _form_page(request, form, indicator, title):
    context = {"form": form, "indicator": indicator, "title": title, "back": indicator.get_absolute_url()}
    return render(request, "actions/indicator_form.html", context)


def _row(view):
    indicator, last, target = view.indicator, view.last, view.target
    shown = last if last and not last.hidden else None
    yield from (indicator.code, indicator.name, indicator.action.number if indicator.action else None)
    yield from (indicator.in_use, indicator.unit, indicator.get_direction_display())
    yield from (shown.exact if shown else last.shown if last else None, last.period if last else "")
    yield from (shown.numerator if shown else None, shown.denominator if shown else None)
    yield from (last.get_state_display() if last else "", str(last.certified_by or "") if last else "")
    yield from (target.wanted if target else "", target.on if target else None)
    yield from (str(target.act or target.meeting) if target else "", view.status_label)
    yield from (view.due.on, str(indicator.office or "da individuare"))
