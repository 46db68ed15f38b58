"""The board: the plan, what it asks to decide, the register of acts, what expires, what changed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count

from abitare.dashboard.selectors.changes import changes_between, default_since
from abitare.dashboard.selectors.offices import office_rows
from abitare.records.enums import AttachmentKind, TextState
from abitare.records.models import Act, ActRelation, Attachment
from abitare.records.selectors import FileCounts, act_files, count_files
from abitare.ui import formats
from abitare.ui.charts import Timeline, TimelineGroup, TimelineRow
from abitare.ui.components import DatedItem, Decision, WorkItem
from actions.enums import StepKind
from actions.selectors import current_plan, deadlines, read_plan, thread_of
from actions.selectors.agenda import silent_subjects
from actions.selectors.table import table_summary

BEFORE, AFTER = timedelta(days=183), timedelta(days=366)  # the eighteen months of the timeline


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
    def columns(self):
        """The Azioni that the filter leaves in sight."""
        return [c for c in self.plan.columns if self.action_number in (None, c.number)]

    @property
    def late(self):
        """Late steps that the filters leave in sight, the oldest first, as rows of a work list."""
        return [_late_item(view) for view in self.plan.late_steps if self._wanted(view)]

    @property
    def silent_items(self):
        return [WorkItem(title=row.title, href=row.href, why=row.facts, days="", kind="stale") for row in self.silent]

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
        title = "Diciotto mesi: atti, traguardi, passi in ritardo o spostati"
        return Timeline(title=title, start=start, end=end, today=self.today, groups=tuple(groups))

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


def read_dashboard(today, *, as_known=False, since=None, action_number=None, office_id=None):
    """``Dashboard`` at ``today``, or None before a plan is loaded. Its queries do not grow with the plan.

    as_known: rebuilt as Abitare knew it on that day. since: the day from which to say what changed, by default that of
    the last closed meeting. action_number, office_id: the filters of the lists.
    """
    plan = current_plan()
    if plan is None:
        return None
    view = read_plan(plan, today, as_known=as_known)
    table = table_summary(plan, today)
    since = since or default_since(plan, today)
    later = _texts_acquired_after(view.instant)
    cited = ActRelation.objects.filter(source=plan.mandate).select_related("target").order_by("pk")
    named = tuple(r.target for r in cited if r.target.text_missing or r.target.pk in later)
    files = tuple(_files_as_known(act_files(plan.mandate), view.instant))
    return Dashboard(
        plan=view,
        acts_by_text=_acts_by_text(later),
        named_without_text=tuple(sorted(dict.fromkeys(named), key=lambda act: (act.date is None, act.date))),
        files=files,
        counts=count_files(files),
        deadlines=tuple(deadlines(today, view.steps)),
        thread=tuple(thread_of(plan.mandate)),
        table=table,
        silent=tuple(silent_subjects(view, today)),
        offices=office_rows(view),
        changes=changes_between(plan, since, today),
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
    plan = current_plan()
    return PublicPage(plan=read_plan(plan, today), thread=tuple(thread_of(plan.mandate))) if plan else None


def _texts_acquired_after(instant):
    """Keys of the acts whose text was not there yet at an instant."""
    if instant is None:
        return frozenset()
    texts = Attachment.objects.filter(kind=AttachmentKind.ACT_TEXT, uploaded_at__gt=instant)
    return frozenset(texts.values_list("object_id", flat=True))


def _files_as_known(files, instant):
    """The files as they were at an instant: one acquired later was only a declared fingerprint."""
    for file in files:
        if instant and file.uploaded_at and file.uploaded_at > instant:
            file.file, file.computed_hash = "", ""
    return files


def _acts_by_text(later):
    """Triples (state, its words, how many acts), every state listed even when empty."""
    counted = dict(Act.objects.values_list("text_state").annotate(count=Count("pk")))
    for state, change in ((TextState.ACQUIRED, -len(later)), (TextState.MISSING, len(later))):
        counted[state] = counted.get(state, 0) + change
    return tuple((state.value, state.label, counted.get(state.value, 0)) for state in TextState)
