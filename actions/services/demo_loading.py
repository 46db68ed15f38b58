"""Demo facts: steps, dates, meetings and figures invented to show every view, written with the instants of their story.

The rows are facts with their own ``recorded_at``, so that the state at a date can be shown; the log says
when, and that, they were loaded.
"""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from abitare.people.enums import OfficeKind
from abitare.people.models import Office
from abitare.records.models import Appointment, MandatePoint
from abitare.records.services.acts import Tally, path_of, register_act
from abitare.records.services.log import log
from abitare.records.workflow import perform
from abitare.ui.formats import long_date
from actions.enums import AttendanceState, MeetingState, ObservationState, ParticipationRole, StepState, UpdateKind
from actions.models import (
    ActionParticipation,
    AgendaItem,
    Assignment,
    Baseline,
    BudgetLine,
    Decision,
    DueChange,
    Indicator,
    IndicatorUse,
    MandateLink,
    Meeting,
    MeetingAttendance,
    Observation,
    Override,
    Step,
    StepDependency,
    StepStateChange,
    Target,
    Update,
)
from actions.transitions import LINK_TRANSITIONS

ROME = ZoneInfo("Europe/Rome")
LINKS = {transition.name: transition for transition in LINK_TRANSITIONS}
REASON = "dati dimostrativi"
FIRST_DATES = "primo termine"
HUNDRED = Decimal(100)


def _at(day, hour=10):
    """A demo fact is recorded at ten in the morning of its day."""
    return datetime.combine(day, time(hour), tzinfo=ROME)


def _meeting_state(row):
    if "closed_on" in row:
        return MeetingState.CLOSED
    return MeetingState.CONVENED if "convened_on" in row else MeetingState(row["state"])


class DemoStory:
    """Writes the demo facts of one plan, in the order in which they refer to each other."""

    def __init__(self, plan, data, author, certifier):
        self.plan, self.data, self.tally = plan, data, Tally()
        self.author, self.certifier = author, certifier
        self.start = data["start"]
        self.offices = {office.name: office for office in Office.objects.all()}
        self.actions = {action.number: action for action in plan.actions.all()}
        points = MandatePoint.objects.of_proposal().filter(clause__act=plan.mandate).select_related("clause")
        self.points = {point.clause.path: point for point in points}
        self.steps, self.meetings, self.moves = {}, {}, {}
        self.items, self.assignments = {}, {}

    @transaction.atomic
    def write(self):
        """Everything or nothing; returns the ``Tally``. A plan that has steps already is left as it is."""
        if self.plan.steps.exists():
            return self.tally
        self._meetings()
        for row in self.data["steps"]:
            self._step(row)
        self._dependencies()
        self._decided_links()
        self._incarico()
        for row in self.data["meetings"]:
            if "items" in row:
                self._agenda(row)
        for row in self.data["updates"]:
            self._update(row)
        for row in self.data["indicators"]:
            self._indicator(row)
        self._money_and_overrides()
        return self.tally

    def _office(self, name):
        """The office of this name; one that the plan does not name is made, and says that it is a demo."""
        if not name:
            return None
        if name not in self.offices:
            self.offices[name] = self._created(Office.objects.create(name=name, kind=OfficeKind.SERVICE))
        return self.offices[name]

    def _created(self, obj, verb="create"):
        self.tally.count(obj, True, False)
        if getattr(obj, "logged", False):
            log(obj, verb, by=None, reason=REASON)
        return obj

    # Steps ------------------------------------------------------------------------------------------------------

    def _step(self, row):
        section, _, position = row["code"].partition(".")
        states = row.get("states", [])
        first_due = row.get("first_due", row.get("due"))
        step = Step.objects.create(
            plan=self.plan,
            action=self.actions[int(section)] if section.isdigit() else None,
            position=int(position),
            title=row["title"],
            kind=row["kind"],
            weight=row["weight"],
            office=self._office(row.get("office")),
            start=row.get("start"),
            first_start=row.get("first_start", row.get("start")),
            due=row.get("due"),
            first_due=first_due,
            due_source=self._due_source(row),
            state=states[-1][0] if states else StepState.TO_START,
            done_on=row.get("done_on"),
            evidence_note=row.get("evidence", ""),
            recorded_at=_at(self.start),
        )
        self.steps[row["code"]] = self._created(step)
        for state, day in states:
            StepStateChange.objects.create(step=step, state=state, happened_on=day, recorded_at=_at(day))
        if first_due:
            self._move(step, None, first_due, FIRST_DATES, "stima dell’ufficio", self.start)
        for move in row.get("moves", []):
            meeting = self.meetings[move["meeting"]]
            source = f"{meeting} del {meeting.date:%d/%m/%Y}"
            change = self._move(step, move["old"], move["new"], move["reason"], source, meeting.date)
            self.moves[row["code"], meeting.number] = change
        for positions in row.get("points", []):
            self._link(step, self.points[path_of(positions)])

    def _due_source(self, row):
        moves = row.get("moves", [])
        if moves:
            return str(self.meetings[moves[-1]["meeting"]])
        return "stima dell’ufficio" if "due" in row else ""

    def _move(self, step, old, new, reason, source, day):
        return DueChange.objects.create(
            step=step,
            old_due=old,
            new_due=new,
            reason=reason,
            source=source,
            decided_on=day,
            recorded_at=_at(day, 12 if old else 10),
        )

    def _link(self, step, point):
        link = MandateLink.objects.create(
            plan=self.plan,
            point=point,
            action=step.action,
            step=step,
            proposed_note=REASON,
            proposed_on=self.start,
            recorded_at=_at(self.start),
        )
        self._created(link, "propose")

    def _decided_links(self):
        """What the table has said of the first proposals: one rejected, the others of those points validated."""
        for row in self.data["link_decisions"]:
            day = self.meetings[row["meeting"]].date
            links = MandateLink.objects.filter(plan=self.plan, step=self.steps[row["step"]], proposed_note=REASON)
            for link in links:
                decided = {"decided_by": self.author, "decided_on": day, "decided_recorded_at": _at(day, 12)}
                transition = LINKS["reject" if row["rejected"] else "validate"]
                perform(transition, link, by=None, reason=row.get("reason", ""), happened_at=_at(day, 12), **decided)

    def _incarico(self):
        """An incarico that ends soon with nothing after it, so that its warning can be seen."""
        row = self.data["appointment"]
        act = register_act(self.tally, reason=REASON, **row["act"])
        office = self._office(row["office"])
        appointment = Appointment.objects.create(
            title=row["title"], office=office, act=act, valid_from=row["valid_from"], valid_to=row["valid_to"]
        )
        self.tally.count(appointment, True, False)
        participation = ActionParticipation.objects.create(
            action=self.actions[row["action"]], office=office, role=ParticipationRole.CONTRIBUTES, source=REASON
        )
        self.tally.count(participation, True, False)

    def _dependencies(self):
        for row in self.data["steps"]:
            for code in row.get("after", []):
                StepDependency.objects.create(
                    step=self.steps[row["code"]], predecessor=self.steps[code], recorded_at=_at(self.start)
                )

    # The table --------------------------------------------------------------------------------------------------

    def _meetings(self):
        table = self.plan.table
        table.offices.set([self._office(name) for name in self.data["table"]["offices"]])
        for row in self.data["meetings"]:
            closed = row.get("closed_on")
            meeting = Meeting.objects.create(
                table=table,
                number=row["number"],
                date=row["date"],
                starts_at=time.fromisoformat(row["time"]),
                place=row["place"],
                state=_meeting_state(row),
                convened_on=row.get("convened_on"),
                closed_on=closed,
                recorded_at=_at(row.get("convened_on") or row["planned_on"]),
            )
            self.meetings[row["number"]] = self._created(meeting)
            for name in self.data["table"]["offices"] if closed else []:
                state = AttendanceState(row.get("absences", {}).get(name, AttendanceState.PRESENT))
                office = self._office(name)
                MeetingAttendance.objects.create(meeting=meeting, office=office, office_name=office.name, state=state)

    def _agenda(self, row):
        meeting = self.meetings[row["number"]]
        for position, item_row in enumerate(row["items"], 1):
            item = AgendaItem.objects.create(
                meeting=meeting,
                position=position,
                origin=item_row["origin"],
                title=item_row["title"],
                facts=item_row.get("facts", ""),
                minutes=item_row.get("minutes", ""),
                step=self.steps.get(item_row.get("step")),
                action=self.actions.get(item_row.get("action")),
                assignment=self.assignments.get(item_row.get("assignment")),
                corrects=self.items.get(tuple(item_row.get("corrects", ()))),
                recorded_at=_at(row["convened_on"]),
            )
            self.items[meeting.number, position] = item
            for decision_row in item_row.get("decisions", []):
                self._decision(meeting, item, decision_row)

    def _decision(self, meeting, item, row):
        decision = Decision.objects.create(
            item=item,
            text=row["text"],
            due_change=self.moves.get((row.get("move"), meeting.number)),
            effect=self._effect(row, meeting),
            recorded_at=_at(meeting.date, 12),
        )
        self.tally.count(decision, True, False)
        if "assignment" in row:
            task = row["assignment"]
            done, dropped = task.get("done_on"), task.get("dropped_on")
            assignment = Assignment.objects.create(
                table=meeting.table,
                decision=decision,
                text=task["text"],
                office=self._office(task["office"]),
                office_name=task["office"],
                due=task.get("due"),
                state="done" if done else "dropped" if dropped else "open",
                done_on=done or dropped,
                done_note=task.get("done_note", ""),
                recorded_at=_at(meeting.date, 12),
            )
            self.assignments[task["text"]] = self._created(assignment)

    def _effect(self, row, meeting):
        change = self.moves.get((row.get("move"), meeting.number))
        if change:
            return (
                f"termine del passo {change.step.code} dal {long_date(change.old_due)} al {long_date(change.new_due)}"
            )
        return f"compito a {row['assignment']['office']}" if "assignment" in row else ""

    # What the offices say and measure ---------------------------------------------------------------------------

    def _update(self, row):
        words = {name: row.get(name, "") for name in ("done", "obstacles", "next_steps", "ask")}
        update = Update.objects.create(
            plan=self.plan,
            action=self.actions.get(row.get("action")),
            step=self.steps.get(row.get("step")),
            point=self.points[path_of(row["point"])] if "point" in row else None,
            kind=UpdateKind.NEWS if any(words.values()) else UpdateKind.NOTHING_NEW,
            office=self._office(row["office"]),
            author_label=f"{row['office']} ({REASON})",
            happened_on=row["on"],
            recorded_at=_at(row["on"]),
            **words,
        )
        self.tally.count(update, True, False)

    def _indicator(self, row):
        indicator = Indicator.objects.get(plan=self.plan, code=row["code"])
        indicator.in_use = True
        indicator.baseline = row.get("baseline")
        indicator.baseline_on = row.get("baseline_on")
        indicator.baseline_source = REASON if "baseline" in row else ""
        indicator.office = indicator.office or self._office(self.data["table"]["offices"][1])
        indicator.save()
        days = [self.meetings[target["meeting"]].date for target in row.get("targets", [])]
        days += [observation["on"] for observation in row["observations"]]
        entry = {"by": None, "reason": REASON, "happened_at": _at(min(days))}
        IndicatorUse.objects.create(indicator=indicator, in_use=True, recorded_at=_at(min(days)))
        log(indicator, "put_in_use", label="messo in uso", **entry)
        if "baseline" in row:
            start = {"value": row["baseline"], "on": row["baseline_on"]}
            Baseline.objects.create(indicator=indicator, recorded_at=_at(min(days)), **start)
            log(indicator, "set_baseline", label="valore di partenza registrato", **entry)
        for target in row.get("targets", []):
            meeting = self.meetings[target["meeting"]]
            Target.objects.create(
                indicator=indicator,
                on=target["on"],
                value=target.get("value"),
                minimum=target.get("min"),
                maximum=target.get("max"),
                meeting=meeting,
                recorded_at=_at(meeting.date, 12),
            )
        for values in row["observations"]:
            self._observation(indicator, values)

    def _observation(self, indicator, row):
        value = row["value"] if "value" in row else HUNDRED * row["num"] / row["den"]
        draft, certified = row["state"] == ObservationState.DRAFT, row["state"] == ObservationState.CERTIFIED
        observation = Observation.objects.create(
            indicator=indicator,
            period_from=row["from"],
            period_to=row["to"],
            value=round(Decimal(value), 4),
            numerator=row.get("num"),
            denominator=row.get("den"),
            state=row["state"],
            author=self.author,
            verified_by=None if draft else self.author,
            verified_on=None if draft else row["on"],
            certified_by=self.certifier if certified else None,
            certified_on=row["on"] if certified else None,
            source=REASON,
            recorded_at=_at(row["on"]),
        )
        self._created(observation)

    def _money_and_overrides(self):
        for row in self.data["budget"]:
            values = {name: value for name, value in row.items() if name not in ("action", "on")}
            line = BudgetLine.objects.create(action=self.actions[row["action"]], recorded_at=_at(row["on"]), **values)
            self._created(line)
        for row in self.data["overrides"]:
            values = {name: value for name, value in row.items() if name != "action"}
            recorded_at = _at(row["declared_on"])
            override = Override.objects.create(
                action=self.actions[row["action"]], author=self.author, recorded_at=recorded_at, **values
            )
            self.tally.count(override, True, False)


def load_demo_story(plan, data, *, author, certifier):
    """Write the demo facts ``data`` (see ``actions/data/dimostrazione.toml``) for ``plan``; returns a ``Tally``.

    author: the user who signs what a person must sign; certifier: another, who certifies what the first measured.
    """
    return DemoStory(plan, data, author, certifier).write()
