"""Indicators: what is measured, what was promised and on whose word, what was observed and who certifies it."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.models import Act
from abitare.ui import formats
from actions.achievement import period_words
from actions.enums import Direction, ObservationState
from actions.models.plan import Action, Plan

PERCENT = "%"


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()


class FactQuerySet(IndicatorQuerySet):
    """Targets and observations: a correction is a new row, the old one stays."""

    def current(self):
        return self.filter(current=True)

    def known_at(self, instant):
        """What Abitare held as good at an instant: recorded by then and not yet replaced then."""
        replaced = Q(superseded_by__isnull=False, superseded_by__recorded_at__lte=instant)
        return self.filter(recorded_at__lte=instant).exclude(replaced)


class Indicator(models.Model):
    """One indicator of the catalogue.

    ``source_key`` names a computed source that an upper app registers. ``factor`` makes it a ratio: the value is
    factor × numerator / denominator (100 for a percentage); None, the value is observed as it is.
    """

    logged = True  # verify_records expects a chain for every row

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators", verbose_name="piano")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="Azione"
    )
    code = models.CharField("codice", max_length=10)
    name = models.CharField("nome", max_length=200)
    unit = models.CharField("unità", max_length=30)
    places = models.PositiveSmallIntegerField("decimali", default=0)
    direction = models.CharField("direzione voluta", max_length=5, choices=Direction)
    formula = models.CharField("come si calcola", max_length=300, blank=True)
    source = models.CharField("fonte", max_length=200, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="ufficio che rileva"
    )
    months = models.PositiveSmallIntegerField("mesi fra due rilevazioni", default=12)
    lag_days = models.PositiveSmallIntegerField("giorni concessi dopo il periodo", default=30)
    min_cell = models.PositiveSmallIntegerField("numero minimo pubblicabile", default=3)
    key = models.BooleanField("indicatore chiave", default=False)
    in_use = models.BooleanField("in uso", default=False)
    source_key = models.CharField("fonte calcolata", max_length=60, blank=True)
    factor = models.PositiveSmallIntegerField("moltiplicatore del rapporto", null=True, blank=True)
    baseline = models.DecimalField("valore di partenza", max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField("valore di partenza al", null=True, blank=True)
    baseline_source = models.CharField("fonte del valore di partenza", max_length=200, blank=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)
    version = models.PositiveIntegerField("versione", default=1)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indicatore"
        verbose_name_plural = "indicatori"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="indicator_code_once",
                violation_error_message="C’è già un indicatore con questo codice.",
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True, baseline_source="")
                | (Q(baseline__isnull=False, baseline_on__isnull=False) & ~Q(baseline_source="")),
                name="indicator_baseline_dated",
                violation_error_message="Il valore di partenza ha la sua data e la sua fonte.",
            ),
            models.CheckConstraint(
                condition=Q(factor__isnull=True) | Q(factor__gte=1),
                name="indicator_factor_positive",
                violation_error_message="Il moltiplicatore è almeno uno.",
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="indicator_direction_known"),
            models.CheckConstraint(
                condition=Q(months__gte=1),
                name="indicator_months_positive",
                violation_error_message="Fra due rilevazioni passa almeno un mese.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self):
        return reverse("actions:indicator", args=[self.code])

    def figure(self, value):
        """A value with the decimals of this indicator, and its sign when it is a percentage."""
        words = formats.number(value, self.places)
        return f"{words}{formats.NBSP}%" if self.unit == PERCENT and value is not None else words


class IndicatorUse(models.Model):
    """A fact: from that instant the indicator is in use, or not any more."""

    append_only = True  # the database refuses to change or delete a row

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="uses", verbose_name="indicatore")
    in_use = models.BooleanField("in uso")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    class Meta:
        verbose_name = "uso di un indicatore"
        verbose_name_plural = "usi degli indicatori"
        ordering = ["recorded_at", "pk"]

    def __str__(self):
        return f"{self.indicator.code}: {'in uso' if self.in_use else 'non in uso'}"


class Baseline(models.Model):
    """A fact: where an indicator starts, as known from that instant; the last one is also on the indicator."""

    append_only = True  # the database refuses to change or delete a row

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="baselines", verbose_name="indicatore")
    value = models.DecimalField("valore di partenza", max_digits=16, decimal_places=4)
    on = models.DateField("valore di partenza al")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    class Meta:
        verbose_name = "valore di partenza"
        verbose_name_plural = "valori di partenza"
        ordering = ["recorded_at", "pk"]

    def __str__(self):
        return f"{self.indicator.code}: {self.value}"


class Target(models.Model):
    """A value promised for a day, by an act or by a meeting: never without its source.

    A new promise for the same day is a new row that ``supersedes`` the old one.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="indicatore")
    on = models.DateField("entro il")
    value = models.DecimalField("obiettivo", max_digits=16, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField("da", max_digits=16, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField("a", max_digits=16, decimal_places=4, null=True, blank=True)
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atto")
    meeting = models.ForeignKey(
        "actions.Meeting", models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="seduta"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="sostituisce"
    )
    current = models.BooleanField("in vigore", default=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "obiettivo"
        verbose_name_plural = "obiettivi"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"],
                condition=Q(current=True),
                name="target_day_once",
                violation_error_message="Per questo giorno c’è già un obiettivo.",
            ),
            models.CheckConstraint(
                condition=Q(act__isnull=False) | Q(meeting__isnull=False),
                name="target_has_source",
                violation_error_message="Un obiettivo cita l’atto o la seduta che lo fissa.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, minimum__isnull=True, maximum__isnull=True)
                | Q(value__isnull=True, minimum__isnull=False, maximum__isnull=False),
                name="target_value_or_band",
                violation_error_message="Scrivi un valore, oppure i due estremi di una fascia.",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__gte=F("minimum")),
                name="target_band_ordered",
                violation_error_message="La fascia finisce prima di cominciare.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code}, {self.promise}"

    @property
    def wanted(self):
        """«60 %», or «fra 430 e 480»."""
        if self.value is not None:
            return self.indicator.figure(self.value)
        return f"fra {self.indicator.figure(self.minimum)} e {self.indicator.figure(self.maximum)}"

    @property
    def promise(self):
        return f"{self.wanted} {formats.dated(self.on, 'al')}"


class Observation(models.Model):
    """A value observed over a period. A correction is a new row that ``supersedes`` the old one."""

    logged = True  # verify_records expects a chain for every row

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations", verbose_name="indicatore")
    period_from = models.DateField("dal")
    period_to = models.DateField("al")
    dimension = models.CharField("per", max_length=80, blank=True)
    value = models.DecimalField("valore", max_digits=16, decimal_places=4)
    numerator = models.DecimalField("numeratore", max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("denominatore", max_digits=16, decimal_places=4, null=True, blank=True)
    state = models.CharField("stato", max_length=10, choices=ObservationState, default=ObservationState.DRAFT)
    source = models.CharField("fonte", max_length=200, blank=True)
    note = models.CharField("nota", max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="verificata da"
    )
    verified_on = models.DateField("verificata il", null=True, blank=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="certificata da"
    )
    certified_on = models.DateField("certificata il", null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="sostituisce"
    )
    current = models.BooleanField("in vigore", default=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "rilevazione"
        verbose_name_plural = "rilevazioni"
        ordering = ["period_to", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period_from", "period_to", "dimension"],
                condition=Q(current=True),
                name="observation_period_once",
                violation_error_message="Per questo periodo c’è già una rilevazione: correggila.",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="observation_period_ordered",
                violation_error_message="Il periodo finisce prima di cominciare.",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(denominator=0),
                name="observation_denominator_not_zero",
                violation_error_message="Il denominatore non può essere zero.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ObservationState.CERTIFIED) | Q(certified_on__isnull=False),
                name="observation_certified_dated",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="observation_ratio_whole",
                violation_error_message="Numeratore e denominatore vanno insieme.",
            ),
            models.CheckConstraint(condition=Q(state__in=ObservationState.values), name="observation_state_known"),
        ]

    def __str__(self):
        of = f", {self.dimension}" if self.dimension else ""
        return f"{self.indicator.code}, {self.period}{of}"

    def get_absolute_url(self):
        return f"{self.indicator.get_absolute_url()}#rilevazione-{self.pk}"

    @property
    def office_id(self):
        """The office that gathers the figure: it may verify its own."""
        return self.indicator.office_id

    @property
    def exact(self):
        """The value as an exact ``Fraction``: that of the ratio when its terms are known, never rounded."""
        if self.denominator and self.indicator.factor:
            return self.indicator.factor * Fraction(self.numerator) / Fraction(self.denominator)
        return Fraction(self.value)

    @property
    def hidden(self):
        """Whether it counts fewer people than may be shown. Nothing that is shown or exported may tell its value."""
        least = self.indicator.min_cell
        shown = (self.value,) if self.denominator is None else (self.numerator, self.denominator)
        return bool(least) and any(value < least for value in shown)

    @property
    def shown(self):
        """The value as anybody may read it."""
        return f"meno di {self.indicator.min_cell}" if self.hidden else self.indicator.figure(self.exact)

    @property
    def terms(self):
        """«412 su 1.312», empty when there are no terms or when they may not be shown."""
        if self.denominator is None or self.hidden:
            return ""
        return f"{_plain(self.numerator)} su {_plain(self.denominator)}"

    @property
    def period(self):
        return period_words(self.period_from, self.period_to)


def _plain(value):
    """A figure with the decimals it has: 412, 412,5."""
    return formats.number(value, max(0, -value.normalize().as_tuple().exponent))
