import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from abitare.territory.models import Neighbourhood
from abitare.territory.outlines import outline_mistake, rings_of

SQUARE = [[10.0, 45.0], [10.1, 45.0], [10.1, 45.1], [10.0, 45.0]]


def geojson(kind, coordinates):
    return json.dumps({"type": kind, "coordinates": coordinates})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (geojson("Polygon", [SQUARE]), 1),
        (geojson("Polygon", [SQUARE, SQUARE]), 2),
        (geojson("MultiPolygon", [[SQUARE], [SQUARE, SQUARE]]), 3),
    ],
)
def test_rings_of_an_outline(text, count):
    rings = rings_of(text)
    assert len(rings) == count
    assert rings[0][1] == (10.1, 45.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "non è JSON"),
        ("[]", "Polygon o un MultiPolygon"),
        (geojson("Point", [10, 45]), "Polygon o un MultiPolygon"),
        (geojson("Polygon", []), "vuoto"),
        (geojson("Polygon", None), "vuoto"),
        (geojson("MultiPolygon", [[]]), "vuoto"),
        (geojson("MultiPolygon", [3]), "almeno quattro punti"),
        (geojson("Polygon", [SQUARE[:3]]), "almeno quattro punti"),
        (geojson("Polygon", [[*SQUARE[:3], [9, 9]]]), "si chiude"),
        (geojson("Polygon", [[[10, 95], [1, 1], [1, 2], [10, 95]]]), "in gradi"),
        (geojson("Polygon", [[["a", 1], [1, 1], [1, 2], ["a", 1]]]), "in gradi"),
        (geojson("Polygon", [[[True, 1], [1, 1], [1, 2], [True, 1]]]), "in gradi"),
    ],
)
def test_what_is_wrong_with_an_outline(text, words):
    assert words in outline_mistake(text)


@pytest.mark.django_db
def test_a_neighbourhood_with_its_outline_is_fine():
    place = Neighbourhood(name="  Borgo   prova ", slug="borgo-prova", outline=geojson("Polygon", [SQUARE]))
    place.full_clean()
    place.save()
    assert str(Neighbourhood.objects.visible_to(None).get()) == "Borgo prova"


@pytest.mark.django_db
def test_a_wrong_outline_is_refused_with_its_field():
    with pytest.raises(ValidationError) as refusal:
        Neighbourhood(name="Borgo", slug="borgo", outline="{").full_clean()
    assert list(refusal.value.message_dict) == ["outline"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"latitude": 45},
        {"longitude": 10},
        {"latitude": 91, "longitude": 10},
        {"latitude": 45, "longitude": -181},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
    ],
)
def test_the_database_refuses(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Neighbourhood.objects.create(name="Borgo", slug="borgo", **fields)


@pytest.mark.django_db
def test_one_open_neighbourhood_for_each_name():
    Neighbourhood.objects.create(name="Borgo", slug="borgo-1", valid_to=date(2020, 1, 1))
    Neighbourhood.objects.create(name="Borgo", slug="borgo-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Neighbourhood.objects.create(name="Borgo", slug="borgo-3")
    assert [place.slug for place in Neighbourhood.objects.current()] == ["borgo-2"]
    assert [place.slug for place in Neighbourhood.objects.valid_on(date(2019, 1, 1))] == ["borgo-1", "borgo-2"]
