"""The house itself: foreign keys against the floors, names people read, who sees what, triggers, state tables."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, get_resolver

from abitare.dashboard.state_tables import page, state_tables
from abitare.people.models import Invitation, Office, RoleGrant, User
from abitare.records import triggers
from abitare.records.models import Act, ActClause, ActUpload, Attachment, MandatePoint
from actions.models import (
    Action,
    AgendaItem,
    Assignment,
    BudgetLine,
    Indicator,
    MandateLink,
    Meeting,
    Observation,
    Override,
    Step,
)
from tests.repository import PACKAGES, ROOT

FLOORS = {
    "abitare.ui": 0,
    "abitare.people": 1,
    "abitare.territory": 1,
    "abitare.records": 2,
    "abitare.documents": 3,
    "actions": 4,
    "coprogettazione": 5,
    "patrimonio": 5,
    "tutor_condominio": 6,
    "abitare.dashboard": 7,
    "abitare.reports": 7,
}
# A name starts with a capital only if its first word does wherever it is written.
ACRONYMS = {
    "Azione",
    "Azioni",
    "CF",
    "CIG",
    "CUP",
    "ERP",
    "ETS",
    "IBAN",
    "ID",
    "ISEE",
    "P.IVA",
    "PEC",
    "REA",
    "RUNTS",
    "RUP",
    "SAP",
}

# What the addresses that carry a key look up.
ADDRESSES_OF = {
    Act: "acts:detail acts:document",
    ActClause: "acts:clause_correct",
    ActUpload: "acts:import_preview",
    Action: "actions:action_nothing_new actions:action_update actions:action_updates actions:budget_create "
    "actions:detail actions:override_declare actions:step_create",
    AgendaItem: "actions:item actions:item_correct actions:item_decide actions:item_move actions:item_remove",
    Assignment: "actions:assignment_perform",
    Attachment: "records:attachment_acquire records:attachment_download",
    BudgetLine: "actions:budget_change actions:budget_strike",
    Indicator: "actions:indicator actions:indicator_baseline actions:indicator_retire actions:indicator_use "
    "actions:measure_propose actions:observation_compute actions:observation_create actions:target_create",
    Invitation: "people:invitation_withdraw",
    MandateLink: "actions:link_perform",
    MandatePoint: "actions:point_nothing_new actions:point_update",
    Meeting: "actions:agenda actions:attendance actions:meeting actions:meeting_calendar actions:meeting_change "
    "actions:meeting_minutes actions:meeting_perform",
    Observation: "actions:observation_correct actions:observation_perform",
    Office: "people:office_update",
    Override: "actions:override_withdraw",
    RoleGrant: "people:grant_revoke",
    Step: "actions:step actions:step_change actions:step_evidence actions:step_nothing_new actions:step_perform "
    "actions:step_postpone actions:step_unwait actions:step_update actions:step_wait",
    User: "people:grant_create people:second_factor_reset people:staff_detail",
}
# A file is for whoever may see what it is attached to: its view asks that object, which this floor does not know.
ASKS_ITS_SUBJECT = {Attachment}
# Keys that are secrets of their own: whoever holds the message may follow it, signed in or not.
SECRET_KEYS = {"account_confirm_email", "account_reset_password_from_key", "people:invitation_accept"}


def our_apps():
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]


def our_models():
    return [model for config in our_apps() for model in config.get_models()]


def floor_of(model):
    return FLOORS.get(model._meta.app_config.name)


def test_every_app_has_its_floor():
    assert {config.name for config in our_apps()} - set(FLOORS) == set()


def test_foreign_keys_go_down():
    upstairs = [
        str(field)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
        and (above := floor_of(field.related_model)) is not None
        and (
            above > floor_of(model)
            or (above == floor_of(model) and field.related_model._meta.app_config != model._meta.app_config)
        )
    ]
    assert upstairs == []


def test_history_is_never_cascaded():
    """An object that the log, an act or a file speaks of is not taken away together with something else."""
    kept = {Act, Attachment, User, Office, *(m for m in our_models() if m._meta.model_name in {"logentry", "logchain"})}
    cascading = [
        str(field)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and model in kept and field.remote_field.on_delete is models.CASCADE
    ]
    assert cascading == []


def spoken_names():
    for model in our_models():
        yield f"{model._meta.label}", str(model._meta.verbose_name)
        yield f"{model._meta.label} (plural)", str(model._meta.verbose_name_plural)
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and field.name != "id":
                yield str(field), str(field.verbose_name)


def test_names_are_lower_case():
    capital = {
        label: name
        for label, name in spoken_names()
        if name[0].isupper() and name.split()[0].strip("«»") not in ACRONYMS
    }
    assert capital == {}


def addresses(patterns, prefix=""):
    """Pairs (name, pattern) of every address, with its namespaces."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or ""), pattern
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)


def test_every_address_with_a_key_says_what_it_looks_up():
    keyed = {name for name, p in addresses(get_resolver().url_patterns) if p.pattern.regex.groups}
    assert keyed - SECRET_KEYS == {name for names in ADDRESSES_OF.values() for name in names.split()}


def test_what_has_an_address_knows_who_may_see_it():
    blind = {model for model in ADDRESSES_OF if not hasattr(model.objects.all(), "visible_to")}
    assert blind == ASKS_ITS_SUBJECT


@pytest.mark.django_db
def test_a_fresh_database_has_the_append_only_triggers():
    assert {"records_logentry", "actions_duechange", "actions_stepstatechange", "actions_update"} <= set(
        triggers.append_only_tables()
    )
    assert triggers.missing_triggers() == []


def test_every_state_table_starts_somewhere_and_leaves_no_state_unreachable():
    for model, field, table in state_tables():
        reachable = {field.default}
        for _ in table:
            reachable |= {t.target for t in table if t.sources & reachable}
        assert reachable == set(dict(field.flatchoices)), model


def test_the_state_tables_found_are_all_there_are():
    written = set()
    for config in our_apps():
        try:
            module = import_module(f"{config.name}.transitions")
        except ModuleNotFoundError:
            continue
        written |= {name for name in vars(module) if re.fullmatch(r"[A-Z_]+_TRANSITIONS", name)}
    assert len(written) == len(list(state_tables())) > 0


def test_the_page_of_states_is_what_the_tables_say():
    assert (ROOT / "docs" / "stati.md").read_text() == page(), "stale: run «make docs»"
