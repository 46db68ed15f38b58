"""Acts and what is inside them: clauses, mandate points, presences, votes, relations."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.citations import citation
from abitare.records.enums import (
    ActKind,
    DatePrecision,
    Level,
    MarkerKind,
    OfficialRole,
    Organ,
    PointKind,
    RelationKind,
    Section,
    TextState,
)


class ActQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Acts name persons: staff only, by permission (DESIGN section 5)."""
        return self if user.can(Permission.VIEW_ACTS) else self.none()

    def in_register_order(self):
        return self.order_by(F("date").desc(nulls_last=True), "-year", "-pk")

    def without_text(self):
        return self.filter(text_state=TextState.MISSING)


class Act(models.Model):
    """One act of an organ: what it is, when, by whom, and whether its text has been acquired.

    ``year`` is kept apart from ``date`` because some acts are known by their year only. ``valid_to`` is the end of the
    period an act speaks of (a plan, a mandate), never its repeal.
    """

    logged = True  # verify_records expects a chain for every row

    organ = models.CharField("organo", max_length=20, choices=Organ)
    kind = models.CharField("tipo", max_length=20, choices=ActKind)
    number = models.CharField("numero", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("anno")
    date = models.DateField("data", null=True, blank=True)
    title = models.CharField("oggetto", max_length=500)
    short_title = models.CharField("nome breve", max_length=80)
    municipality = models.CharField("ente", max_length=120, blank=True)
    session_place = models.CharField("sede della seduta", max_length=200, blank=True)
    unit_name = models.CharField("settore proponente", max_length=200, blank=True)
    service_name = models.CharField("servizio proponente", max_length=200, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name="ufficio proponente"
    )
    protocol = models.CharField("protocollo", max_length=40, blank=True)
    protocol_date = models.DateField("data di protocollo", null=True, blank=True)
    immediate = models.BooleanField("immediatamente eseguibile", default=False)
    executable_from = models.DateField("esecutiva dal", null=True, blank=True)
    signed_digitally = models.BooleanField("l’originale dichiara la firma digitale", default=False)
    valid_from = models.DateField("riferimento dal", null=True, blank=True)
    valid_to = models.DateField("riferimento fino al", null=True, blank=True)
    valid_to_precision = models.CharField(
        "precisione del termine", max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )
    text_state = models.CharField("testo", max_length=10, choices=TextState, default=TextState.MISSING)
    note = models.CharField("nota", max_length=500, blank=True)
    recorded_at = models.DateTimeField("registrato il", auto_now_add=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = "atto"
        verbose_name_plural = "atti"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "kind", "number", "year"],
                condition=~Q(number=""),
                name="act_number_once",
                violation_error_message="Un atto con questo organo, tipo, numero e anno è già nel registro.",
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True) | Q(date__year=F("year")),
                name="act_year_of_date",
                violation_error_message="L’anno non è quello della data dell’atto.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="act_validity_ordered",
                violation_error_message="La fine del periodo di riferimento precede l’inizio.",
            ),
            models.CheckConstraint(condition=Q(organ__in=Organ.values), name="act_organ_known"),
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="act_kind_known"),
            models.CheckConstraint(condition=Q(text_state__in=TextState.values), name="act_text_state_known"),
        ]

    def __str__(self):
        return self.short_title

    def get_absolute_url(self):
        return reverse("acts:detail", args=[self.pk])

    @property
    def text_missing(self):
        return self.text_state == TextState.MISSING

    @property
    def text_acquired(self):
        return self.text_state == TextState.ACQUIRED


class ActClauseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_ACTS) else self.none()

    def in_reading_order(self):
        """Sections as an act prints them, then the path, whose zero-padded form sorts as its numbers do."""
        sections = models.Case(*(models.When(section=s, then=i) for i, s in enumerate(Section.values)))
        levels = models.Case(*(models.When(level=v, then=i) for i, v in enumerate(Level.values)))
        return self.order_by("act_id", levels, sections, "path")


class ActClause(models.Model):
    """One numbered paragraph, letter or dash of an act.

    ``path`` is the position in its section, counted from one and zero-padded (``004.002`` = second bullet of number
    4). ``official_text`` is empty until acquired and is never typographically corrected; ``summary`` is ours.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="clauses", verbose_name="atto")
    level = models.CharField("livello", max_length=10, choices=Level)
    section = models.CharField("sezione", max_length=10, choices=Section)
    path = models.CharField("posizione", max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="clausola superiore"
    )
    marker = models.CharField("segno stampato", max_length=10)
    marker_kind = models.CharField("tipo di segno", max_length=10, choices=MarkerKind)
    summary = models.TextField("sintesi", blank=True)
    official_text = models.TextField("testo ufficiale", blank=True)
    version = models.PositiveIntegerField("versione", default=1)

    objects = ActClauseQuerySet.as_manager()

    class Meta:
        verbose_name = "clausola"
        verbose_name_plural = "clausole"
        constraints = [
            models.UniqueConstraint(
                fields=["act", "level", "section", "path"],
                name="clause_place_once",
                violation_error_message="In questa posizione dell’atto c’è già una clausola.",
            ),
            models.CheckConstraint(
                condition=~Q(summary="", official_text=""),
                name="clause_says_something",
                violation_error_message="Una clausola ha una sintesi, un testo ufficiale o tutti e due.",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="clause_level_known"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="clause_section_known"),
        ]

    def __str__(self):
        return f"{self.act.short_title}, {self.citation}"

    def get_absolute_url(self):
        return f"{reverse('acts:detail', args=[self.act_id])}#{self.anchor}"

    @property
    def positions(self):
        """The path as numbers: ``004.002`` -> (4, 2)."""
        return tuple(int(part) for part in self.path.split("."))

    @property
    def anchor(self):
        return f"{self.level}-{self.section}-{self.path.replace('.', '-')}"

    @property
    def citation(self):
        """How the act itself would be quoted: «punto 5, secondo trattino»."""
        return citation(self.level, self.section, self.positions, self.markers)

    @property
    def markers(self):
        """Kind and sign of each step of the path. Only a clause three levels deep has to ask for those above it."""
        depth, own = len(self.positions), (self.marker_kind, self.marker)
        if depth > 2 and self.parent_id:
            return (*self.parent.markers, own)
        return (("dash", "-"),) * (depth - 1) + (own,)

    @property
    def coordinate(self):
        """Our short coordinate on screen («5.b», «G 1»): never printed as the act's own."""
        number, *rest = self.positions
        prefix = "G " if self.level == Level.GIUNTA else ""
        return prefix + ".".join([str(number), *(chr(96 + n) if n <= 26 else str(n) for n in rest)])

    @property
    def is_official(self):
        return bool(self.official_text)

    @property
    def text(self):
        return self.official_text or self.summary


class MandatePointQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()

    def of_proposal(self):
        return self.filter(clause__level=Level.PROPOSAL)


class MandatePoint(models.Model):
    """A leaf of the dispositivo: something decided, to be traced to what executes it.

    ``responsible`` is empty when the act names nobody («da individuare»); ``responsible_note`` keeps the words the act
    uses instead of a name («Settori competenti»).
    """

    clause = models.OneToOneField(ActClause, models.PROTECT, related_name="point", verbose_name="clausola")
    kind = models.CharField("natura", max_length=15, choices=PointKind, default=PointKind.UNCLASSIFIED)
    responsible = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="mandate_points", verbose_name="responsabile"
    )
    responsible_note = models.CharField("come l’atto indica chi risponde", max_length=200, blank=True)
    due_on = models.DateField("termine scritto nell’atto", null=True, blank=True)

    objects = MandatePointQuerySet.as_manager()

    class Meta:
        verbose_name = "punto del dispositivo"
        verbose_name_plural = "punti del dispositivo"
        constraints = [models.CheckConstraint(condition=Q(kind__in=PointKind.values), name="point_kind_known")]

    def __str__(self):
        return str(self.clause)


class ActRelation(models.Model):
    """An act stands to an earlier act: n. 156 *attua* n. 154. ``where`` is the place of the later act that says so."""

    source = models.ForeignKey(Act, models.PROTECT, related_name="relations", verbose_name="atto")
    target = models.ForeignKey(Act, models.PROTECT, related_name="inverse_relations", verbose_name="atto collegato")
    kind = models.CharField("relazione", max_length=12, choices=RelationKind)
    where = models.CharField("dove lo dice", max_length=80, blank=True)
    in_thread = models.BooleanField("nel filo degli atti", default=False)

    class Meta:
        verbose_name = "relazione fra atti"
        verbose_name_plural = "relazioni fra atti"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="relation_once",
                violation_error_message="Questi due atti sono già collegati in questo modo.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="relation_between_two",
                violation_error_message="Un atto non può essere collegato a sé stesso.",
            ),
        ]

    def __str__(self):
        return f"{self.source} {self.get_kind_display()} {self.target}"


class Attendance(models.Model):
    """One row of the presence table, as printed: the name stays one string, because surname and name are not marked."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="attendances", verbose_name="atto")
    position = models.PositiveSmallIntegerField("riga")
    name = models.CharField("cognome e nome", max_length=120)
    title = models.CharField("qualifica", max_length=80)
    present = models.BooleanField("presente")
    remote = models.BooleanField("da remoto", default=False)
    status = models.CharField("come stampato", max_length=60, blank=True)

    class Meta:
        verbose_name = "presenza"
        verbose_name_plural = "presenze"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "position"],
                name="attendance_row_once",
                violation_error_message="Questa riga della tabella delle presenze c’è già.",
            ),
            models.CheckConstraint(
                condition=Q(present=True) | Q(remote=False),
                name="attendance_absent_not_remote",
                violation_error_message="Chi è assente non può essere collegato da remoto.",
            ),
        ]

    def __str__(self):
        return self.name


class Official(models.Model):
    """Who chaired, took the minutes, assisted or handled the file, as the act prints the name."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="officials", verbose_name="atto")
    position = models.PositiveSmallIntegerField("posizione")
    role = models.CharField("ruolo", max_length=10, choices=OfficialRole)
    name = models.CharField("nome come stampato", max_length=160)
    title = models.CharField("qualifica", max_length=120, blank=True)
    signs = models.BooleanField("firma l’originale", default=False)

    class Meta:
        verbose_name = "persona citata dall’atto"
        verbose_name_plural = "persone citate dall’atto"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "position"],
                name="official_place_once",
                violation_error_message="In questa posizione c’è già una persona citata dall’atto.",
            )
        ]

    def __str__(self):
        return self.name


class Vote(models.Model):
    """The vote on one point of the organ's level. Counts are empty when the act states only «voto unanime»."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="votes", verbose_name="atto")
    position = models.PositiveSmallIntegerField("punto")
    unanimous = models.BooleanField("unanime")
    open = models.BooleanField("palese", default=True)
    favour = models.PositiveSmallIntegerField("favorevoli", null=True, blank=True)
    against = models.PositiveSmallIntegerField("contrari", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("astenuti", null=True, blank=True)
    note = models.CharField("come stampato", max_length=300, blank=True)

    class Meta:
        verbose_name = "voto"
        verbose_name_plural = "voti"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "position"], name="vote_once", violation_error_message="Il voto su questo punto c’è già."
            )
        ]

    def __str__(self):
        return f"{self.act}, voto {self.position}"
