from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from abitare.territory.outlines import outline_mistake


class NeighbourhoodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The names and outlines of the neighbourhoods are public."""
        return self

    def valid_on(self, day: date):
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def current(self):
        return self.valid_on(timezone.localdate())


class Neighbourhood(models.Model):
    """A quartiere. Its centre or its outline may be unknown: maps then leave it out and say so.

    Coordinates are degrees, WGS 84. `valid_to` is the first day on which the quartiere no longer exists.
    """

    name = models.CharField("nome", max_length=100)
    slug = models.SlugField("nome nell’indirizzo", max_length=100, unique=True)
    latitude = models.DecimalField("latitudine del centro", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("longitudine del centro", max_digits=9, decimal_places=6, null=True, blank=True)
    outline = models.TextField(
        "contorno", blank=True, help_text="GeoJSON, Polygon o MultiPolygon. Vuoto se non è noto."
    )
    valid_from = models.DateField("valido dal", null=True, blank=True)
    valid_to = models.DateField(
        "non più valido dal",
        null=True,
        blank=True,
        help_text="Primo giorno in cui non vale più. Vuoto finché vale.",
    )

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        verbose_name = "quartiere"
        verbose_name_plural = "quartieri"
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                name="territory_neighbourhood_period",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="La fine precede l’inizio.",
            ),
            models.CheckConstraint(
                name="territory_neighbourhood_centre",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # isnull said aloud: a comparison with NULL is neither true nor false, and a CHECK lets it pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=(
                    "Il centro si indica con latitudine (da −90 a 90) e longitudine (da −180 a 180), insieme."
                ),
            ),
            models.UniqueConstraint(
                name="territory_neighbourhood_one_open_name",
                fields=("name",),
                condition=Q(valid_to__isnull=True),
                violation_error_message="Esiste già un quartiere con questo nome.",
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        self.name = " ".join(self.name.split())
        if self.outline and (mistake := outline_mistake(self.outline)):
            raise ValidationError({"outline": mistake})
