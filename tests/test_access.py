"""Who reaches which address: every URL of the project against every kind of visitor, written by hand."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from abitare.people.models import User
from abitare.people.roles import Role
from abitare.people.services import invite
from abitare.records.act_source import read_act
from abitare.records.services.attachments import acquire_file, declare
from abitare.records.services.uploads import keep_upload
from actions.models import ActionParticipation, BudgetLine, Override, StepDependency
from tests.factories.actions import DECLARED, TODAY, make_plan, points_of
from tests.factories.indicators import JUNE, IndicatorFactory, observe
from tests.factories.people import MembershipFactory, OfficeFactory, RoleGrantFactory, make_user
from tests.factories.records import act_text
from tests.factories.table import AssignmentFactory, ItemFactory, MeetingFactory, TableFactory

pytestmark = pytest.mark.django_db

# Visitors: nobody, an ente, the Giunta, the editor of the office of the step, the coordination, a dirigente, the
# auditor, the administrator of the accounts.
# 302 the entrance (or away from it) · 403 known but not theirs · 404 as if it were not there · 405 not that way.
GET = {
    "account_change_password": (302, 200, 200, 200, 200, 200, 200, 200),
    "account_confirm_email": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_email": (302, 200, 200, 200, 200, 200, 200, 200),
    "account_email_verification_sent": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_inactive": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_login": (200, 302, 302, 302, 302, 302, 302, 302),
    "account_logout": (302, 200, 200, 200, 200, 200, 200, 200),
    "account_reauthenticate": (302, 200, 200, 200, 200, 200, 200, 200),
    "account_reset_password": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_reset_password_done": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_reset_password_from_key": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_reset_password_from_key_done": (200, 200, 200, 200, 200, 200, 200, 200),
    "account_set_password": (302, 302, 302, 302, 302, 302, 302, 302),
    "account_signup": (200, 302, 302, 302, 302, 302, 302, 302),
    "actions:action_nothing_new": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:action_update": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:action_updates": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:agenda": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:assignment_perform": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:attendance": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:budget_change": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:budget_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:budget_strike": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:detail": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:indicator": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:indicator_baseline": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:indicator_retire": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:indicator_use": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:indicators": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:item": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:item_correct": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:item_decide": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:item_move": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:item_remove": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:link_perform": (302, 404, 403, 403, 200, 200, 403, 403),
    "actions:list": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:measure_propose": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:meeting": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:meeting_calendar": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:meeting_change": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:meeting_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:meeting_minutes": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:meeting_perform": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:observation_compute": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:observation_correct": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:observation_create": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:observation_import": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:observation_perform": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:override_declare": (302, 404, 403, 403, 200, 200, 403, 403),
    "actions:override_withdraw": (302, 404, 403, 403, 200, 200, 403, 403),
    "actions:point_nothing_new": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:point_update": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:search": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:step": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:step_change": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:step_evidence": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_nothing_new": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:step_perform": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_postpone": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_unwait": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_update": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_wait": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:table": (302, 404, 200, 200, 200, 200, 200, 403),
    "actions:table_change": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:target_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:clause_correct": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:detail": (302, 404, 200, 200, 200, 200, 200, 403),
    "acts:document": (302, 404, 200, 200, 200, 200, 200, 403),
    "acts:import": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:import_preview": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:list": (302, 404, 200, 200, 200, 200, 200, 403),
    "dashboard:index": (302, 404, 200, 200, 200, 200, 200, 403),
    "dashboard:status": (302, 404, 200, 200, 200, 200, 200, 403),
    "health": (200, 200, 200, 200, 200, 200, 200, 200),
    "home": (200, 200, 200, 200, 200, 200, 200, 200),
    "mfa_activate_totp": (302, 302, 302, 302, 302, 302, 302, 302),
    "mfa_authenticate": (302, 302, 302, 302, 302, 302, 302, 302),
    "mfa_deactivate_totp": (302, 404, 404, 404, 404, 404, 404, 404),
    "mfa_download_recovery_codes": (302, 404, 404, 404, 404, 404, 404, 404),
    "mfa_generate_recovery_codes": (302, 302, 302, 302, 302, 302, 302, 302),
    "mfa_index": (302, 200, 200, 200, 200, 200, 200, 200),
    "mfa_reauthenticate": (302, 302, 302, 302, 302, 302, 302, 302),
    "mfa_view_recovery_codes": (302, 404, 404, 404, 404, 404, 404, 404),
    "people:grant_create": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:grant_revoke": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:invitation_accept": (200, 403, 403, 403, 403, 403, 403, 403),
    "people:invitation_withdraw": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:invite": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:message_preferences": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:office_create": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:office_list": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:office_update": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:profile": (302, 200, 200, 200, 200, 200, 200, 200),
    "people:second_factor_reset": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:session": (302, 200, 200, 200, 200, 200, 200, 200),
    "people:staff_detail": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:staff_list": (302, 404, 403, 403, 403, 403, 403, 200),
    "records:attachment_acquire": (302, 404, 403, 403, 200, 403, 403, 403),
    "records:attachment_download": (302, 404, 200, 200, 200, 200, 200, 404),
    "records:log": (302, 404, 403, 403, 200, 200, 200, 403),
    "ui:gallery": (200, 200, 200, 200, 200, 200, 200, 200),
}
# The addresses of ours; allauth tests its own.
POST = {
    "actions:action_nothing_new": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:action_update": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:action_updates": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:agenda": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:assignment_perform": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:attendance": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:budget_change": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:budget_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:budget_strike": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:detail": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:indicator": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:indicator_baseline": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:indicator_retire": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:indicator_use": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:indicators": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:item": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:item_correct": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:item_decide": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:item_move": (302, 404, 403, 403, 302, 403, 403, 403),
    "actions:item_remove": (302, 404, 403, 403, 302, 403, 403, 403),
    "actions:link_perform": (302, 404, 403, 403, 302, 302, 403, 403),
    "actions:list": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:measure_propose": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:meeting": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:meeting_calendar": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:meeting_change": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:meeting_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:meeting_minutes": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:meeting_perform": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:observation_compute": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:observation_correct": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:observation_create": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:observation_import": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:observation_perform": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:override_declare": (302, 404, 403, 403, 200, 200, 403, 403),
    "actions:override_withdraw": (302, 404, 403, 403, 302, 302, 403, 403),
    "actions:point_nothing_new": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:point_update": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:search": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:step": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:step_change": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:step_evidence": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_nothing_new": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:step_perform": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:step_postpone": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_unwait": (302, 404, 403, 302, 302, 403, 403, 403),
    "actions:step_update": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:step_wait": (302, 404, 403, 200, 200, 403, 403, 403),
    "actions:table": (302, 405, 405, 405, 405, 405, 405, 405),
    "actions:table_change": (302, 404, 403, 403, 200, 403, 403, 403),
    "actions:target_create": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:clause_correct": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:detail": (302, 405, 405, 405, 405, 405, 405, 405),
    "acts:document": (302, 405, 405, 405, 405, 405, 405, 405),
    "acts:import": (302, 404, 403, 403, 200, 403, 403, 403),
    "acts:import_preview": (302, 404, 403, 403, 302, 403, 403, 403),
    "acts:list": (302, 405, 405, 405, 405, 405, 405, 405),
    "dashboard:index": (302, 405, 405, 405, 405, 405, 405, 405),
    "dashboard:status": (302, 405, 405, 405, 405, 405, 405, 405),
    "health": (405, 405, 405, 405, 405, 405, 405, 405),
    "home": (405, 405, 405, 405, 405, 405, 405, 405),
    "people:grant_create": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:grant_revoke": (302, 404, 403, 403, 403, 403, 403, 302),
    "people:invitation_accept": (200, 403, 403, 403, 403, 403, 403, 403),
    "people:invitation_withdraw": (302, 404, 403, 403, 403, 403, 403, 302),
    "people:invite": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:message_preferences": (302, 404, 302, 302, 302, 302, 302, 302),
    "people:office_create": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:office_list": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:office_update": (302, 404, 403, 403, 403, 403, 403, 200),
    "people:profile": (302, 200, 200, 200, 200, 200, 200, 200),
    "people:second_factor_reset": (302, 404, 403, 403, 403, 403, 403, 302),
    "people:session": (302, 200, 200, 200, 200, 200, 200, 200),
    "people:staff_detail": (302, 405, 405, 405, 405, 405, 405, 405),
    "people:staff_list": (302, 405, 405, 405, 405, 405, 405, 405),
    "records:attachment_acquire": (302, 404, 403, 403, 200, 403, 403, 403),
    "records:attachment_download": (302, 405, 405, 405, 405, 405, 405, 405),
    "records:log": (302, 405, 405, 405, 405, 405, 405, 405),
}
# What the address of each needs: the number of an Azione, a step, the code of an indicator.
BY_NUMBER = [
    f"actions:{name}"
    for name in ("action_nothing_new", "action_update", "action_updates", "budget_create", "override_declare")
]
BY_STEP = [f"actions:step_{name}" for name in ("evidence", "nothing_new", "postpone", "update", "wait")]
BY_CODE = [
    f"actions:{name}"
    for name in (
        "indicator",
        "indicator_baseline",
        "indicator_retire",
        "indicator_use",
        "measure_propose",
        "observation_compute",
        "observation_create",
        "target_create",
    )
]
PUBLIC = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "health",
    "home",
    "people:invitation_accept",  # the token of the link is the key
    "ui:gallery",  # only where SHOW_GALLERY
}


def names(entries, prefix=""):
    for entry in entries:
        if isinstance(entry, URLPattern):
            yield prefix + (entry.name or str(entry.pattern))
        else:
            yield from names(entry.url_patterns, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


@pytest.fixture
def visitors(db, time_machine):
    time_machine.move_to(TODAY)
    office = OfficeFactory()
    return {
        "anonymous": None,
        "ente": MembershipFactory().user,
        "giunta": make_user(Role.GIUNTA),
        "editor": make_user(Role.EDITOR, office),
        "coordinator": make_user(Role.COORDINATOR),
        "manager": make_user(Role.MANAGER),
        "auditor": make_user(Role.AUDITOR),
        "administrator": make_user(Role.ADMINISTRATOR),
    }


@pytest.fixture
def address(visitors):
    """``address(name)``: the URL with a sample object, the same for every visitor."""
    plan = make_plan()
    step = plan.steps.get(title="Contare le corti")
    step.office = visitors["editor"].current_grants[0].office
    step.save()
    declared, _ = declare(plan.mandate, kind="annex", title="Carta", declared_hash=DECLARED)
    acquired = acquire_file(
        plan.mandate, kind="annex", title="Mappa", data=b"mappa", name="m.pdf", media_type="application/pdf", by=None
    )
    upload = keep_upload(*read_act(act_text(), "atto.txt"), by=visitors["coordinator"])
    grant = RoleGrantFactory()
    invitation, token = invite(email="nuova@prova.example", role=Role.GIUNTA, by=visitors["administrator"])
    meeting = MeetingFactory(table=TableFactory(plan=plan, offices=[step.office]), number=1, date=TODAY)
    item = ItemFactory(meeting=meeting)
    assignment = AssignmentFactory(table=meeting.table, office=step.office)
    action, point = step.action, points_of(plan)["1.a"]
    ActionParticipation.objects.create(action=action, office=step.office, role="lead")
    line = BudgetLine.objects.create(action=action, label="Lavori")
    today = {"declared_on": TODAY, "expires_on": TODAY + timedelta(days=9)}
    override = Override.objects.create(action=action, health="late", reason="cantiere fermo", **today)
    waiting = plan.steps.get(title="Aprire la prima corte")
    waiting.office = step.office
    waiting.save()
    StepDependency.objects.create(step=waiting, predecessor=step)
    indicator = IndicatorFactory(action=action, code="B1", office=step.office)
    figure = observe(indicator, JUNE, 4)
    arguments = {
        **dict.fromkeys(BY_NUMBER, [1]),
        **dict.fromkeys(BY_STEP, [step.pk]),
        **dict.fromkeys(BY_CODE, ["B1"]),
        "actions:budget_change": [line.pk],
        "actions:budget_strike": [line.pk],
        "actions:observation_correct": [figure.pk],
        "actions:observation_perform": [figure.pk, "verify"],
        "actions:override_withdraw": [override.pk],
        "actions:point_nothing_new": [point.pk],
        "actions:point_update": [point.pk],
        "actions:step_unwait": [waiting.pk, step.pk],
        "actions:agenda": [1],
        "actions:assignment_perform": [assignment.pk, "complete"],
        "actions:attendance": [1],
        "actions:item": [item.pk],
        "actions:item_correct": [item.pk],
        "actions:item_decide": [item.pk],
        "actions:item_move": [item.pk, "su"],
        "actions:item_remove": [item.pk],
        "actions:meeting": [1],
        "actions:meeting_calendar": [1],
        "actions:meeting_change": [1],
        "actions:meeting_minutes": [1],
        "actions:meeting_perform": [1, "cancel"],
        "account_confirm_email": ["chiave-inventata"],
        "account_reset_password_from_key": ["1", "chiave-inventata"],
        "actions:detail": [1],
        "actions:link_perform": [plan.links.first().pk, "validate"],
        "actions:step": [step.pk],
        "actions:step_change": [step.pk],
        "actions:step_create": [1],
        "actions:step_perform": [step.pk, "start"],
        "acts:clause_correct": [points_of(plan)["3"].clause_id],
        "acts:detail": [plan.mandate_id],
        "acts:document": [plan.mandate_id],
        "acts:import_preview": [upload.token],
        "people:grant_create": [grant.user_id],
        "people:grant_revoke": [grant.pk],
        "people:invitation_accept": [token],
        "people:invitation_withdraw": [invitation.pk],
        "people:office_update": [OfficeFactory().pk],
        "people:second_factor_reset": [grant.user_id],
        "people:staff_detail": [grant.user_id],
        "records:attachment_acquire": [declared.pk],
        "records:attachment_download": [acquired.pk],
    }
    return lambda name: reverse(name, args=arguments.get(name, []))


def statuses(client, method, visitors, url):
    """The status each visitor gets; what a visitor changes is put back before the next one."""
    seen = []
    for visitor in visitors.values():
        with transaction.atomic():
            response = getattr(client.enter(visitor), method)(url)
            list(response)  # a download read to the end closes its file
            seen.append(response.status_code)
            transaction.set_rollback(True)
    return tuple(seen)


def test_every_address_is_in_the_table():
    assert sorted(names(get_resolver().url_patterns)) == sorted(GET)
    ours = {name for name in GET if not name.startswith(("account_", "mfa_")) and name != "ui:gallery"}
    assert ours == set(POST)


@pytest.mark.parametrize("name", GET)
def test_reading(client, visitors, address, name):
    """The client refuses every write: each of these pages is read without changing anything."""
    assert statuses(client, "get", visitors, address(name)) == GET[name]


@pytest.mark.parametrize("name", POST)
def test_sending(client, visitors, address, name):
    assert statuses(client, "post", visitors, address(name)) == POST[name]


def test_what_is_public():
    assert {name for name, row in GET.items() if row[0] == 200} == PUBLIC


def test_everything_else_asks_to_sign_in_first(client, address):
    for name in set(GET) - PUBLIC - {"account_logout", "mfa_authenticate", "mfa_reauthenticate"}:
        url = address(name)
        response = client.get(url)
        assert response.status_code == 302, name
        assert response["Location"].split("?")[0] == reverse("account_login"), name


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_page_knows_another_method(client, visitors, address, method):
    client.enter(visitors["coordinator"])
    assert {name: getattr(client, method)(address(name)).status_code for name in POST} == dict.fromkeys(POST, 405)


def test_the_gallery_is_not_in_production(client, settings):
    settings.SHOW_GALLERY = False
    assert client.get(reverse("ui:gallery")).status_code == 404


def test_a_preview_belongs_to_who_uploaded(client, visitors, address):
    other = make_user(Role.COORDINATOR)
    url = address("acts:import_preview")
    assert client.enter(other).get(url).status_code == client.enter(other).post(url).status_code == 404


def test_who_is_invited_and_has_no_role_sees_nothing_of_the_plan(client, address):
    client.enter(make_user(is_staff=True))
    readable = [name for name, row in GET.items() if name.split(":")[0] in ("actions", "acts") and row[1] != 405]
    seen = {name: client.get(address(name)).status_code for name in readable}
    assert set(seen.values()) == {403}


def test_a_role_that_is_over_opens_nothing(client, visitors, address):
    coordinator = visitors["coordinator"]
    coordinator.role_grants.update(valid_from=TODAY - timedelta(days=9), valid_to=TODAY - timedelta(days=1))
    assert client.enter(coordinator).get(address("dashboard:index")).status_code == 403


def test_an_account_that_is_closed_is_outside(client, visitors, address):
    client.enter(visitors["coordinator"])
    User.objects.update(is_active=False)
    assert client.get(address("dashboard:index")).status_code == 302
