"""Loading a plan from its file: create what is missing, complete what is empty, overwrite nothing."""

from django.db import transaction

from abitare.people.models import Office
from abitare.records.enums import MarkerKind, Section
from abitare.records.models import Appointment, MandatePoint, Substitution
from abitare.records.services.acts import Tally, path_of, register_act, register_clause, relate
from abitare.records.services.attachments import declare
from abitare.records.services.log import log
from actions.enums import LinkHow
from actions.models import Action, ActionParticipation, CoordinationTable, Indicator, MandateLink, Plan

REASON = "caricamento iniziale del piano"


@transaction.atomic
def load_plan(data):
    """Write the plan described by ``data`` (see ``plan_file.read_plan``); returns a ``Tally``.

    Acts and links are logged as done by «sistema». Running it again changes nothing.
    """
    tally = Tally()
    offices = _load_offices(tally, data["offices"])
    acts = _load_acts(tally, data["acts"], offices)
    for row in data["relations"]:
        relate(tally, **row | {"source": acts[row["source"]], "target": acts[row["target"]]})
    mandate = acts[data["plan"]["mandate"]]
    _load_clauses(tally, data["clauses"], mandate, offices)
    for row in data["attachments"]:
        values = {name: value for name, value in row.items() if name != "act"}
        attachment, created = declare(acts[row["act"]], **values)
        tally.count(attachment, created, False)
    _load_appointments(tally, data, offices, acts)
    plan = _load_actions(tally, data, acts, offices)
    _load_links(tally, data["links"], plan)
    _load_table(tally, plan)
    _load_indicators(tally, data["indicators"], plan)
    return tally


def _load_offices(tally, rows):
    offices = {}
    for row in rows:
        office, created = Office.objects.get_or_create(
            name=row["name"],
            defaults={"kind": row["kind"], "parent": offices.get(row.get("parent"))},
        )
        tally.count(office, created, False)
        offices[row["key"]] = office
    return offices


def _load_acts(tally, rows, offices):
    acts = {}
    for row in rows:
        values = {name: value for name, value in row.items() if name != "key"}
        if "office" in values:
            values["office"] = offices[values["office"]]
        acts[row["key"]] = register_act(tally, reason=REASON, **values)
    return acts


def _load_clauses(tally, rows, mandate, offices):
    for row in rows:
        positions = tuple(row["path"])
        leaf = len(positions) > 1
        register_clause(
            tally,
            act=mandate,
            level=row["level"],
            section=Section.DECISION,
            positions=positions,
            marker="-" if leaf else f"{positions[0]}.",
            marker_kind=MarkerKind.DASH if leaf else MarkerKind.NUMBER,
            summary=row["summary"],
            kind=row.get("kind"),
            point={
                "responsible": offices.get(row.get("responsible")),
                "responsible_note": row.get("responsible_note", ""),
            },
        )


def _load_appointments(tally, data, offices, acts):
    for row in data["appointments"]:
        appointment, created = Appointment.objects.get_or_create(
            act=acts[row["act"]],
            title=row["title"],
            defaults={
                "office": offices.get(row.get("office")),
                "valid_from": row["valid_from"],
                "valid_to": row.get("valid_to"),
            },
        )
        tally.count(appointment, created, False)
    for row in data["substitutions"]:
        substitution, created = Substitution.objects.get_or_create(
            act=acts[row["act"]],
            office=offices[row["office"]],
            substitute_office=offices[row["substitute_office"]],
            defaults={"until_note": row.get("until_note", ""), "valid_to": row.get("valid_to")},
        )
        tally.count(substitution, created, False)


def _load_actions(tally, data, acts, offices):
    row = data["plan"]
    plan, created = Plan.objects.get_or_create(
        mandate=acts[row["mandate"]],
        defaults={
            "title": row["title"],
            "presented_on": row.get("presented_on"),
            "document": acts.get(row.get("document")),
            "previous_mandate": acts.get(row.get("previous_mandate")),
        },
    )
    tally.count(plan, created, False)
    if created:
        log(plan, "register", by=None, reason=REASON)
    for values in data["actions"]:
        action, created = Action.objects.get_or_create(plan=plan, number=values["number"], defaults=values)
        tally.count(action, created, False)
    for row in data["participations"]:
        for action in plan.actions.filter(number__in=row["actions"]):
            participation, created = ActionParticipation.objects.get_or_create(
                action=action,
                office=offices[row["office"]],
                defaults={"role": row["role"], "source": row.get("source", "")},
            )
            tally.count(participation, created, False)
    return plan


def _load_links(tally, data, plan):
    actions = {action.number: action for action in plan.actions.all()}
    points = {
        point.clause.path: point
        for point in MandatePoint.objects.of_proposal().filter(clause__act=plan.mandate).select_related("clause")
    }
    for item in data["items"]:
        for positions in item["points"]:
            link, created = MandateLink.objects.get_or_create(
                plan=plan,
                point=points[path_of(positions)],
                action=actions.get(item.get("action")),
                step=None,
                how=item.get("how", LinkHow.EXECUTES),
                defaults={
                    "inferred": item.get("inferred", False),
                    "proposed_on": data["proposed_on"],
                    "proposed_note": data["proposed_note"],
                },
            )
            tally.count(link, created, False)
            if created:
                log(link, "propose", by=None, reason=data["proposed_note"])


def _load_table(tally, plan):
    """The table of the plan: the offices that take part in the Azioni and the one that proposed the mandate."""
    table, created = CoordinationTable.objects.get_or_create(plan=plan)
    tally.count(table, created, False)
    if created:
        members = Office.objects.filter(participations__action__plan=plan)
        table.offices.set({*members, *filter(None, [plan.mandate.office])})


def _load_indicators(tally, rows, plan):
    """The catalogue. Nothing is put in use here: an office does, when it takes on the gathering of the figures."""
    actions = {action.number: action for action in plan.actions.all()}
    for row in rows:
        values = row | {"action": actions.get(row.get("action"))}
        indicator, created = Indicator.objects.get_or_create(plan=plan, code=row["code"], defaults=values)
        tally.count(indicator, created, False)
        if created:
            log(indicator, "register", by=None, reason=REASON)
