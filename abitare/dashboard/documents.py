"""Model -> typed document: the «Stato di attuazione», from what the dashboard reads."""

from dataclasses import replace

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from abitare.dashboard.selectors.tasks import open_tasks
from abitare.dashboard.status_method import ladder, method_note, sources
from abitare.documents.document import Fact
from abitare.documents.status import (
    StatusAction,
    StatusDocument,
    StatusIndicator,
    StatusItem,
    StatusPoint,
    StatusState,
    StatusStep,
)
from abitare.records.models import LogEntry
from abitare.ui import formats
from actions.documents import act_title
from actions.enums import LinkHow, ObservationState, StepState
from actions.known import end_of_day
from actions.progress import FreshnessKind

NOT_ASSESSABLE = "non valutabile"
NOT_SAID = "da individuare"
STATE_KINDS = {"bad": "off"}  # the badges of the screen whose shape on paper has another name
OWN_APPS = Q(chain__key__startswith="actions.") | Q(chain__key__startswith="records.")


def status_document(board, *, municipality, demo):
    """The ``StatusDocument`` of a ``Dashboard`` read without filters, live or at a date.

    ``created`` is the instant of the newest fact in the register by the end of that day, so the same data always give
    the same bytes. Two queries beyond those of the dashboard.
    """
    plan, mandate = board.plan, board.plan.plan.mandate
    created, known = _known(plan)
    tasks = open_tasks(board)
    when = f" {formats.dated(mandate.date, 'del')}" if mandate.date else ""
    place = municipality.removeprefix("Comune di ")
    return StatusDocument(
        municipality=municipality,
        author=municipality,
        place=place if place != municipality else "",
        unit=" – ".join(filter(None, [mandate.unit_name, mandate.service_name])),
        title="Stato di attuazione del Piano",
        subtitle=f"Situazione {formats.dated(plan.today, 'al')}",
        subject=f"{plan.plan}: attuazione della {act_title(mandate).lower()}{when}.",
        created=created,
        known=known,
        demo=demo,
        day=plan.today,
        notice=_notice(plan),
        facts=_facts(board, tasks),
        state=_state(plan.badge, plan.progress.health.kind.label),
        verdict=plan.verdict_sentence,
        coverage=plan.coverage_note,
        mandate=f"I {len(plan.proposal_points)} punti della proposta approvata, {mandate}",
        points=tuple(_point(view) for view in plan.proposal_points),
        organ_points=tuple(_point(view) for view in plan.organ_points),
        actions=tuple(_action(view) for view in plan.columns if view.action or view.steps),
        timeline=_without_addresses(board.timeline),
        late=tuple(_late(item) for item in board.late),
        silent=tuple(_silence(row) for row in board.silent),
        indicators=tuple(_indicator(view) for view in plan.indicators),
        tasks=tuple(_task(row) for row in tasks),
        method=method_note(plan.thresholds, rebuilt=plan.instant is not None),
        ladder=ladder(),
        sources=sources(board),
    )


def _known(plan):
    """The instant the document speaks for, and its words for the foot."""
    end = end_of_day(plan.today)
    last = LogEntry.objects.filter(OWN_APPS, recorded_at__lte=end).aggregate(last=Max("recorded_at"))["last"]
    if last is None:
        return end, f"Dai fatti noti alla fine del {formats.long_date(plan.today)}"
    return timezone.localtime(last), f"Ultimo fatto registrato: {formats.instant(last)}"


def _notice(plan):
    if plan.instant is None:
        return ""
    return f"Situazione ricostruita dai fatti com’erano noti {formats.dated(plan.today, 'al')}."


def _facts(board, tasks):
    plan = board.plan
    measured = sum(view.last is not None for view in plan.indicators)
    overdue = sum(bool(row.days_late) for row in tasks)
    return (
        Fact(label="Dalla delibera", value=formats.days(plan.days_since_mandate), note=str(plan.plan.mandate)),
        Fact(label="Punti attuati", value=f"{len(plan.executed)} {plan.of_points}", note=plan.executed_note),
        Fact(label="Passi in ritardo", value=str(len(plan.late_steps)), note=plan.late_note),
        Fact(label="Indicatori", value=f"{len(plan.indicators)} in uso", note=f"{measured} con almeno un dato"),
        Fact(label="Compiti aperti", value=str(len(tasks)), note=f"{overdue} oltre il termine"),
    )


def _state(badge, words):
    return StatusState(kind=STATE_KINDS.get(badge, badge), words=words)


# --- points ---------------------------------------------------------------------------------------------------------


def _point(view):
    point = view.point
    return StatusPoint(
        citation=view.clause.citation,
        summary=view.clause.summary,
        state=_state(view.badge, view.state_label),
        executed_by=tuple(_executed_by(view)),
        responsible=view.responsible_label if view.asks_for_responsible else "agisce con il voto",
        due=formats.short_date(point.due_on) if point.due_on else "nessuno nell’atto",
    )


def _executed_by(view):
    """«Esegue: Azione 3, passi 3.5, 3.6», a line for each way, then how many links the table has to validate."""
    for how in LinkHow:
        if links := [link for link in view.links if link.how == how]:
            yield f"{how.label.capitalize()}: {_targets(links)}"
    if view.effect_on:
        yield "Ha effetto con il voto"
    if not view.links and not view.effect_on:
        yield "Nessun passo, nessuna Azione"
    if proposed := len(view.proposed):
        yield formats.counted(proposed, "legame da validare,legami da validare")


def _targets(links):
    """The Azioni, then the steps and the indicators by code, each once."""
    steps = [link.step.code for link in links if link.step_id]
    indicators = [link.indicator.code for link in links if link.indicator_id]
    words = [_owner(link) for link in links if not link.step_id and not link.indicator_id]
    words += [f"{'passi' if len(steps) > 1 else 'passo'} {', '.join(steps)}"] if steps else []
    words += [f"{'indicatori' if len(indicators) > 1 else 'indicatore'} {', '.join(indicators)}"] if indicators else []
    return ", ".join(words)


def _owner(link):
    return f"Azione {link.action.number}" if link.action_id else "coordinamento"


# --- Azioni and steps -----------------------------------------------------------------------------------------------


def _action(view):
    progress, comparable = view.progress, view.comparable
    return StatusAction(
        label=view.label,
        name=view.short_title,
        title=view.action.title if view.action else "",
        state=_state(view.badge, view.health.kind.label),
        done=_percent(view.shown_done),
        expected=_percent(view.shown_expected),
        gap=f"{formats.points(progress.gap)} punti" if comparable else "",
        expected_first=_percent(progress.expected_with_first_dates) if comparable else "",
        basis=_basis(view),
        done_permille=_permille(view.shown_done),
        expected_permille=_permille(view.shown_expected),
        reasons=tuple(reason.text for reason in view.reasons),
        declared=_declared(view.override),
        facts=_action_facts(view),
        missing=tuple(check.label[0].lower() + check.label[1:] for check in view.missing),
        remarks=tuple(filter(None, [view.coverage_sentence if view.steps else "", view.budget.holes_sentence])),
        steps=tuple(_step(step) for step in view.steps),
    )


def _percent(ratio):
    return NOT_ASSESSABLE if ratio is None else formats.percent(ratio)


def _permille(ratio):
    return None if ratio is None else formats.rounded(ratio, 3)


def _basis(view):
    if view.shown_done is None:
        return "nessun passo da misurare"
    return "sui passi con un termine" if view.comparable else "su tutti i passi"


def _declared(override):
    return f"Salute dichiarata: {override.label}, {override.sentence}" if override else ""


def _action_facts(view):
    budget, news = view.budget, view.freshness
    spent = f"impegnato {budget.committed.words}, liquidato {budget.paid.words}"
    said = formats.long_date(view.last_news) if view.last_news else "mai"
    age = "" if news.days is None else formats.distance(-news.days)
    if news.kind == FreshnessKind.STALE:
        age += f": oltre i {view.fresh_limit} previsti"
    return (
        Fact(label="Capofila", value=view.lead.name if view.lead else NOT_SAID),
        Fact(label="Ultimo aggiornamento", value=said, note=age),
        Fact(label="Risorse stanziate", value=budget.allocated.words, note=spent),
        Fact(label="Completezza", value=f"{view.checks_passed} su {len(view.checks)}", note="controlli superati"),
    )


def _step(view):
    step = view.step
    return StatusStep(
        code=step.code,
        title=step.title,
        office=step.office.name if step.office_id else f"ufficio {NOT_SAID}",
        weight=formats.number(step.weight, 0 if step.weight == step.weight.to_integral_value() else 2),
        grade=step.get_state_display(),
        value=formats.number(view.facts.completion, 2) if view.facts.counted else "",
        due=formats.short_date(step.due) if step.due else "da fissare",
        first_due=formats.short_date(step.first_due),
        evidence=_evidence(step),
        late=f"{formats.days(view.days_late)} oltre" if view.days_late else "",
    )


def _evidence(step):
    if step.has_evidence:
        return ": ".join(filter(None, [str(step.evidence_act or ""), step.evidence_note]))
    return "manca" if step.state == StepState.DONE else formats.NONE


def _without_addresses(timeline):
    """The timeline without the addresses of the screen, which mean nothing on paper."""
    if timeline is None:
        return None
    groups = (
        replace(group, href="", rows=tuple(replace(row, href="") for row in group.rows)) for group in timeline.groups
    )
    return replace(timeline, groups=tuple(groups))


# --- lists ----------------------------------------------------------------------------------------------------------


def _late(item):
    return StatusItem(title=item.title, figure=formats.days(item.days), text=item.why, who=item.who)


def _silence(row):
    """As the agenda says it; the points by their citation, because the coordinates are ours and not of the act."""
    if not row.points:
        return StatusItem(title=row.title, text=row.facts)
    count = formats.counted(len(row.points), "punto,punti")
    names = ", ".join(point.clause.citation for point in row.points)
    limit = formats.days(settings.FRESH_POINT_DAYS)
    return StatusItem(title=row.title, text=f"{count} senza un aggiornamento da oltre {limit}: {names}.")


def _indicator(view):
    indicator, last, target = view.indicator, view.last, view.target
    judged = view.achievement
    return StatusIndicator(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        value=last.shown if last else "mai rilevato",
        period=_period(last) if last else "",
        voucher=_voucher(last) if last else formats.NONE,
        target=target.promise if target else "nessuno",
        state=_state(view.badge, view.status_label),
        due=view.due_label,
        why="" if judged.assessable else judged.why,
    )


def _period(row):
    return ", ".join(filter(None, [row.period, row.dimension, row.terms]))


def _voucher(row):
    """Who answers for a figure, in words: its state at that day decides, not what was signed later."""
    if row.state == ObservationState.CERTIFIED:
        return _signed("certificata", row.certified_on, row.certified_by)
    if row.state == ObservationState.VERIFIED:
        return f"{_signed('verificata', row.verified_on, row.verified_by)}, non certificata"
    return "bozza, né verificata né certificata"


def _signed(verb, day, person):
    when = f" {formats.dated(day, 'il')}" if day else ""
    return f"{verb}{when} da {person}" if person else f"{verb}{when}"


def _task(row):
    task = row.assignment
    late = StatusState(kind="late", words=f"{formats.days(row.days_late)} oltre") if row.days_late else None
    return StatusItem(
        title=task.text,
        who=task.office_name,
        figure=formats.short_date(task.due) if task.due else "senza termine",
        text=str(row.meeting) if row.meeting else formats.NONE,
        state=late,
    )
