"""The intersectoral table: meetings, agenda, attendance, decisions, assignments."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.models import Act, MandatePoint
from actions.enums import AgendaOrigin, AssignmentState, AttendanceState, MeetingState
from actions.models.plan import Action, Plan
from actions.models.step_facts import DueChange
from actions.models.steps import Step


class TableQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()

    def known_at(self, instant):
        return self.filter(recorded_at__lte=instant)


class CoordinationTable(models.Model):
    """A table of offices that follows a plan."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="table", verbose_name="piano")
    name = models.CharField("nome", max_length=120, default="Tavolo intersettoriale")
    set_up_by = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="istituito da"
    )
    offices = models.ManyToManyField(
        Office, related_name="tables", blank=True, verbose_name="uffici che ne fanno parte"
    )

    class Meta:
        verbose_name = "tavolo"
        verbose_name_plural = "tavoli"

    def __str__(self):
        return self.name


class Meeting(models.Model):
    """A meeting of the table, numbered from one. Closed, its minutes do not change any more."""

    logged = True  # verify_records expects a chain for every row

    table = models.ForeignKey(CoordinationTable, models.PROTECT, related_name="meetings", verbose_name="tavolo")
    number = models.PositiveSmallIntegerField("seduta n.")
    date = models.DateField("giorno")
    starts_at = models.TimeField("ora", null=True, blank=True)
    place = models.CharField("luogo", max_length=200, blank=True)
    state = models.CharField("stato", max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    convened_on = models.DateField("convocata il", null=True, blank=True)
    closed_on = models.DateField("chiusa il", null=True, blank=True)
    notes = models.TextField("apertura e comunicazioni", blank=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)
    version = models.PositiveIntegerField("versione", default=1)

    objects = TableQuerySet.as_manager()

    class Meta:
        verbose_name = "seduta"
        verbose_name_plural = "sedute"
        ordering = ["-date", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "number"],
                name="meeting_number_once",
                violation_error_message="C’è già una seduta con questo numero.",
            ),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CLOSED) | Q(closed_on__isnull=False), name="meeting_closed_dated"
            ),
        ]

    def __str__(self):
        return f"seduta {self.number}"

    def get_absolute_url(self):
        return reverse("actions:meeting", args=[self.number])

    @property
    def has_agenda(self):
        return self.agenda.exists()

    @property
    def offices_without_attendance(self):
        """Names of the member offices of which nobody has said whether they were there."""
        recorded = self.attendances.values("office")
        return [office.label for office in self.table.offices.exclude(pk__in=recorded).order_by("name")]

    @property
    def items_without_outcome(self):
        """Numbers of the points with neither a decision nor minutes."""
        silent = self.agenda.filter(minutes="", decisions=None)
        return list(silent.order_by("position").values_list("position", flat=True))

    def is_under_way(self, today):
        """Convened, and its day has come: attendance, minutes and decisions can be written."""
        return self.state == MeetingState.CONVENED and self.date <= today


class MeetingAttendance(models.Model):
    """Whether an office was at a meeting and who spoke for it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name="seduta")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="ufficio")
    state = models.CharField("presenza", max_length=10, choices=AttendanceState)
    represented_by = models.CharField("rappresentato da", max_length=120, blank=True)
    # As it was called that day: a body renamed later does not change the minutes.
    office_name = models.CharField("denominazione di allora", max_length=200)

    class Meta:
        verbose_name = "presenza alla seduta"
        verbose_name_plural = "presenze alla seduta"
        ordering = ["office__name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "office"], name="meeting_attendance_once")]

    def __str__(self):
        return f"{self.office}: {self.get_state_display()}"


class AgendaItem(models.Model):
    """A point of the agenda, with where it comes from and the facts as they were when it was put there."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name="seduta")
    position = models.PositiveSmallIntegerField("punto")
    origin = models.CharField("origine", max_length=10, choices=AgendaOrigin, default=AgendaOrigin.MANUAL)
    title = models.CharField("titolo", max_length=200)
    facts = models.TextField("i fatti", blank=True)
    minutes = models.TextField("discussione", blank=True)
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    point = models.ForeignKey(MandatePoint, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    assignment = models.ForeignKey(
        "actions.Assignment", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="rettifica"
    )
    added_late = models.BooleanField("aggiunto dopo la convocazione", default=False)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)
    version = models.PositiveIntegerField("versione", default=1)

    objects = TableQuerySet.as_manager()

    class Meta:
        verbose_name = "punto all’ordine del giorno"
        verbose_name_plural = "punti all’ordine del giorno"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_once",
                violation_error_message="Nell’ordine del giorno c’è già un punto con questo numero.",
            )
        ]

    def __str__(self):
        return f"{self.position}. {self.title}"


class Decision(models.Model):
    """What the table decided on a point of the agenda, with the step or the postponement it produced."""

    append_only = True  # the database refuses to change or delete a row

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions", verbose_name="punto")
    text = models.TextField("decisione")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="decided_by")
    due_change = models.OneToOneField(DueChange, models.PROTECT, null=True, blank=True, related_name="decision")
    # The effect in words, as it was that day: a step renamed later does not change the minutes.
    effect = models.CharField("che cosa è diventata", max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = TableQuerySet.as_manager()

    class Meta:
        verbose_name = "decisione"
        verbose_name_plural = "decisioni"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="decision_says_something",
                violation_error_message="Scrivi che cosa si è deciso.",
            )
        ]

    def __str__(self):
        return self.text[:80]


class Assignment(models.Model):
    """A compito given by the table to an office; carried to the next agenda until done."""

    logged = True  # verify_records expects a chain for every row

    table = models.ForeignKey(CoordinationTable, models.PROTECT, related_name="assignments", verbose_name="tavolo")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="assignment", verbose_name="decisione"
    )
    text = models.CharField("compito", max_length=300)
    office = models.ForeignKey(Office, models.PROTECT, related_name="assignments", verbose_name="ufficio")
    office_name = models.CharField("denominazione di allora", max_length=200)
    due = models.DateField("entro il", null=True, blank=True)
    state = models.CharField("stato", max_length=10, choices=AssignmentState, default=AssignmentState.OPEN)
    done_on = models.DateField("fatto il", null=True, blank=True)
    done_note = models.CharField("come, o perché no", max_length=300, blank=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = TableQuerySet.as_manager()

    class Meta:
        verbose_name = "compito"
        verbose_name_plural = "compiti"
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.DONE) | Q(done_on__isnull=False),
                name="assignment_done_dated",
                violation_error_message="Un compito fatto ha la sua data.",
            )
        ]

    def __str__(self):
        return self.text

    def days_late(self, today):
        """Days past its day while still open, otherwise 0."""
        late = self.state == AssignmentState.OPEN and self.due is not None and self.due < today
        return (today - self.due).days if late else 0
