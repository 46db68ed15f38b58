"""The board: the plan, what it asks to decide, the register of acts, what expires, what changed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from abitare.dashboard.selectors.changes import DAYS_BEFORE, changes_between
from abitare.dashboard.selectors.offices import office_rows
from abitare.dashboard.selectors.register import Register, read_register
from abitare.ui import formats
from abitare.ui.charts import Mark, Timeline, TimelineGroup, TimelineRow
from abitare.ui.components import DatedItem, Decision, WorkItem
from actions.enums import StepKind
from actions.known import end_of_day
from actions.selectors import deadlines, read_plan, thread_of
from actions.selectors.agenda import silent_subjects
from actions.selectors.facts import read_facts
from actions.selectors.plan import plan_with_actions
from actions.selectors.table import table_summary

BEFORE, AFTER = timedelta(days=183), timedelta(days=366)  # the eighteen months of the timeline


@dataclass(frozen=True)
class Dashboard:
    """The first screen: everything it says comes from these facts."""

    plan: object
    register: Register
    deadlines: tuple
    table: object
    silent: tuple
    offices: tuple
    changes: tuple
    since: date
    action_number: int | None = None
    office_id: int | None = None

    @property
    def today(self):
        return self.plan.today

    @property
    def since_words(self):
        return f"dal {formats.long_date(self.since)}"

    @property
    def decide_title(self):
        meeting = self.table.next_meeting
        return f"Da decidere {formats.weekday_date(meeting.date)}"

    @property
    def questions(self):
        """The agenda of the next meeting as numbered questions."""
        href = self.table.next_meeting.get_absolute_url()
        return [Decision(title=item.title, href=href, text=item.facts) for item in self.table.agenda_items]

    @property
    def open_assignments(self):
        """The compiti of the table still to be done; none without a table."""
        return self.table.open_assignments if self.table else ()

    @property
    def step_offices(self):
        """The offices that answer for a step, done or not."""
        return {view.step.office for view in self.plan.steps if view.step.office_id}

    @property
    def columns(self):
        """The Azioni that the filter leaves in sight."""
        return [c for c in self.plan.columns if self.action_number in (None, c.number)]

    @property
    def late(self):
        """Late steps that the filters leave in sight, the oldest first, as rows of a work list."""
        return [_late_item(view) for view in self.plan.late_steps if self._wanted(view)]

    @property
    def silent_items(self):
        """Azioni and points without news; a filter leaves out what is of another Azione, or of none."""
        wanted = [row for row in self.silent if self.action_number is None or self._of_action(row)]
        return [WorkItem(title=row.title, href=row.href, why=row.facts, days="", kind="stale") for row in wanted]

    def _of_action(self, row):
        return row.action is not None and row.action.number == self.action_number

    @property
    def indicators(self):
        """The indicators in use that the filter leaves in sight."""
        return [view for column in self.columns for view in column.indicators]

    @property
    def timeline(self):
        """Acts, milestones and late or moved steps over eighteen months; None without dates."""
        groups = [group for column in self.columns if (group := self._timeline_group(column))]
        if not groups:
            return None
        start, end = self.today - BEFORE, self.today + AFTER
        groups.insert(0, TimelineGroup(rows=(self._acts_row(start),)))
        title = "Diciotto mesi: atti, traguardi, passi in ritardo o spostati"
        return Timeline(title=title, start=start, end=end, today=self.today, groups=tuple(groups))

    def _acts_row(self, start):
        """The acts of the thread as diamonds on their days."""
        dated = [node for node in self.register.thread if isinstance(node.when, date) and start <= node.when]
        marks = tuple(Mark(day=node.when, label=node.title) for node in dated if node.when <= self.today)
        words = formats.counted(len(marks), "atto adottato,atti adottati")
        return TimelineRow(label="Atti", strong=True, marks=marks, words=words)

    def _timeline_group(self, column):
        rows = [_timeline_row(view) for view in column.steps if self._wanted(view) and _worth_drawing(view)]
        return TimelineGroup(rows=tuple(rows), title=column.title, href=column.href) if rows else None

    def _wanted(self, view):
        of_action = self.action_number in (None, view.step.action.number if view.step.action_id else 0)
        return of_action and self.office_id in (None, view.step.office_id)

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
        if self.register.mandate_missing:
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


def read_dashboard(plan, today, *, as_known=False, since=None, action_number=None, office_id=None):
    """``Dashboard`` of a plan at ``today``. Its queries do not grow with the plan.

    as_known: rebuilt as Abitare knew it on that day. since: the day from which to say what changed, by default that of
    the last closed meeting. action_number, office_id: the filters of the lists.
    """
    view = read_plan(plan, today, as_known=as_known, facts=read_facts(plan, end_of_day(today) if as_known else None))
    table = table_summary(plan, today, work=not as_known)
    since = since or (table and table.last_closed) or today - DAYS_BEFORE
    register = read_register(plan.mandate, view.instant)
    return Dashboard(
        plan=view,
        register=register,
        deadlines=tuple(deadlines(today, view.steps, register.ending)),
        table=table,
        silent=tuple(silent_subjects(view, today)),
        offices=office_rows(view),
        changes=changes_between(view, since, today),
        since=since,
        action_number=action_number,
        office_id=office_id,
    )


def _late_item(view):
    step = view.step
    why = f"Termine {formats.long_date(step.due)}, grado «{step.get_state_display()}»."
    if view.slipped_days:
        why += f" Il primo termine era il {formats.long_date(step.first_due)}."
    who = step.office.name if step.office_id else "responsabile da individuare"
    return WorkItem(title=str(step), days=view.days_late, href=step.get_absolute_url(), why=why, who=who)


def _worth_drawing(view):
    dated = view.step.due is not None and view.facts.counted
    return dated and (view.step.kind != StepKind.ACTIVITY or view.days_late > 0 or view.slipped_days > 0)


def _timeline_row(view):
    step = view.step
    return TimelineRow(
        code=step.code,
        label=step.title,
        href=step.get_absolute_url(),
        start=step.start,
        due=step.due,
        first_start=step.first_start,
        first_due=step.first_due,
        done_on=step.done_on,
        moment=step.kind != StepKind.ACTIVITY,
    )


@dataclass(frozen=True)
class PublicPage:
    """What the public page says: the plan and the thread of its acts, nothing of the work behind them."""

    plan: object
    thread: tuple


def read_public_page(today):
    """``PublicPage`` at ``today``, or None before a plan is loaded."""
    plan = plan_with_actions()
    return PublicPage(plan=read_plan(plan, today), thread=tuple(thread_of(plan.mandate))) if plan else None
