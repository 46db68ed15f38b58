"""The database itself refuses to change a fact of the plan, and verify_records says when it no longer would."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from abitare.records.integrity import verify
from abitare.records.triggers import trigger_names
from actions.models import DueChange, StepStateChange, Update
from tests.factories.actions import TODAY, ActionFactory, StepFactory

pytestmark = pytest.mark.django_db

MODELS = (DueChange, StepStateChange, Update)


@pytest.fixture
def facts(db):
    action = ActionFactory()
    step = StepFactory(action=action)
    return {
        DueChange: DueChange.objects.create(
            step=step, new_due=TODAY, reason="primo termine", source="seduta", decided_on=TODAY
        ),
        StepStateChange: StepStateChange.objects.create(step=step, state="started", happened_on=TODAY),
        Update: Update.objects.create(
            plan=action.plan, action=action, done="fatto", author_label="Anna Prova, Settore", happened_on=TODAY
        ),
    }


@pytest.mark.parametrize("model", MODELS)
def test_a_fact_is_neither_changed_nor_deleted(facts, model):
    before = model.objects.values().get()
    column = "decided_on" if model is DueChange else "happened_on"
    for act in (lambda: model.objects.update(**{column: date(2030, 1, 1)}), facts[model].delete):
        with pytest.raises(IntegrityError, match="Un fatto registrato non si modifica"), transaction.atomic():
            act()
    assert model.objects.values().get() == before


@pytest.mark.parametrize("model", MODELS)
def test_a_missing_trigger_is_found(model):
    table = model._meta.db_table
    for name in trigger_names(table):
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    findings = {(finding.code, finding.sentence) for finding in verify().findings}
    assert findings == {
        ("missing_trigger", f"Il database non ha più la protezione «{name}»: il registro si può modificare.")
        for name in trigger_names(table)
    }
