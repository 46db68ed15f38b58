"""«Le mie cose»: what waits for this person, from her offices and her permissions."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from abitare.people.roles import Permission
from abitare.ui import formats
from abitare.ui.components import DatedItem
from actions.enums import ObservationState

LIMIT = 12


def my_things(user, plan_view, table, today):
    """``DatedItem`` rows, the most urgent first, at most ``LIMIT``. No query beyond the grants of the person."""
    offices = {office.pk for office in user.offices_with(Permission.EDIT_OWN_STEPS)}
    everything = user.can(Permission.EDIT_PLAN)
    rows = [*_steps(plan_view, offices, today), *_assignments(table, offices, everything, today)]
    if user.can(Permission.VALIDATE_LINKS) and plan_view.proposed_links:
        mandate = plan_view.plan.mandate.get_absolute_url()
        title = f"Validare {formats.counted(plan_view.proposed_links, 'legame,legami')} fra punti e passi"
        rows.append((today, DatedItem(when="quando puoi", title=title, href=f"{mandate}?mostra=da-validare")))
    rows += _observations(plan_view, user, offices, everything, today)
    if everything and table and table.next_meeting:
        rows.append(_meeting(table, today))
    return [item for _, item in sorted(rows, key=lambda row: row[0])][:LIMIT]


def _steps(plan_view, offices, today):
    horizon = today + timedelta(days=settings.RISK_DUE_DAYS)
    for view in plan_view.open_steps:
        step = view.step
        if step.office_id in offices and step.due and step.due <= horizon:
            late = view.days_late
            note = f"{formats.days(late)} oltre il termine" if late else formats.distance((step.due - today).days)
            tone = "late" if late else ""
            yield (
                step.due,
                DatedItem(when=step.due, title=str(step), href=step.get_absolute_url(), note=note, tone=tone),
            )


def _assignments(table, offices, everything, today):
    for view in table.open_assignments if table else ():
        row = view.assignment
        if everything or row.office_id in offices:
            item = DatedItem(
                when=row.due or "senza termine",
                title=row.text,
                href=reverse("actions:table"),
                note=row.office.name,
                tone="late" if view.days_late else "",
            )
            yield row.due or today, item


def _observations(plan_view, user, offices, everything, today):
    rows = ((view.indicator, row) for view in plan_view.indicators for row in view.observations)
    for indicator, row in rows:
        mine = everything or indicator.office_id in offices
        if row.state == ObservationState.DRAFT and mine:
            verb = "Verificare"
        elif row.state == ObservationState.VERIFIED and user.can(Permission.VALIDATE_LINKS):
            verb = "Certificare"
        else:
            continue
        note = f"dato al {formats.long_date(row.period_to)}, in {row.get_state_display()}"
        title = f"{verb} {indicator.code} {indicator.name}"
        yield today, DatedItem(when="dato", title=title, href=indicator.get_absolute_url(), note=note)


def _meeting(table, today):
    meeting = table.next_meeting
    count = formats.counted(len(table.agenda_items), "punto,punti")
    note = f"{meeting.get_state_display()}, {count} all’ordine del giorno"
    item = DatedItem(when=meeting.date, title=f"Preparare la {meeting}", href=meeting.get_absolute_url(), note=note)
    return min(meeting.date, today), item
