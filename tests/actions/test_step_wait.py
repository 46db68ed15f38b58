"""Steps that wait for other steps: no circles, no start before, and the health that knows."""

from datetime import date

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from abitare.records.workflow import TransitionRefused, perform
from actions.enums import StepState
from actions.models import Step, StepDependency
from actions.services.dependencies import add_dependency
from actions.transitions import STEP_TRANSITIONS
from tests.factories.actions import TODAY, ActionFactory, PlanFactory, StepFactory
from tests.html import errors, hrefs, messages, panel, parse, texts, words

pytestmark = pytest.mark.django_db

START = next(t for t in STEP_TRANSITIONS if t.name == "start")


@pytest.fixture
def steps(office):
    """Four steps 3.1 … 3.4 of ``office``."""
    action = ActionFactory(number=3)
    return [StepFactory(action=action, position=n, title=f"Passo n. {n}", office=office) for n in range(1, 5)]


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


def url(step):
    return reverse("actions:step_wait", args=[step.pk])


def remove_url(step, predecessor):
    return reverse("actions:step_unwait", args=[step.pk, predecessor.pk])


def test_it_works_and_both_pages_say_it(client, steps, coordinator):
    first, second, *_ = steps
    response = client.post(url(second), {"predecessor": first.pk}, follow=True)
    assert messages(response) == ["Il passo 3.2 aspetta 3.1."]
    assert "Non avviabile prima di 3.1 Passo n. 1 da avviare" in words(panel(response, "attese"))
    assert "Lo aspettano 3.2 Passo n. 2 da avviare" in words(panel(client.get(first.get_absolute_url()), "attese"))
    [entry] = LogEntry.objects.for_object(second)
    assert (entry.verb, entry.actor) == ("add_dependency", coordinator)
    assert entry.changes == [["non avviabile prima di", "", "3.1 Passo n. 1"]]


def test_only_the_other_open_steps_of_the_plan_are_offered(client, steps):
    StepFactory(action=steps[0].action, position=9, state=StepState.DONE)
    StepFactory(action=ActionFactory(plan=PlanFactory(), number=1), title="Di un altro piano")
    options = parse(client.get(url(steps[1])), "select[name=predecessor]").select("option")
    assert [words(option)[:3] for option in options] == ["sce", "3.1", "3.3", "3.4"]


def test_it_does_not_start_before(client, steps, coordinator):
    first, second, third, _ = steps
    add_dependency(second, first, by=coordinator)
    add_dependency(second, third, by=coordinator)
    response = client.post(reverse("actions:step_perform", args=[second.pk, "start"]))
    assert messages(response) == ["Non avviabile: aspetta 3.1, 3.3."]
    Step.objects.filter(pk=first.pk).update(state=StepState.DONE, done_on=TODAY, evidence_note="verbale")
    Step.objects.filter(pk=third.pk).update(state=StepState.CANCELLED)  # no longer to be done: nothing to wait for
    assert perform(START, second, by=coordinator).state == "started"


def test_a_late_predecessor_is_a_reason_of_the_health(client, steps, coordinator):
    first, second, *_ = steps
    Step.objects.filter(pk=first.pk).update(
        due=date(2031, 11, 10), first_due=date(2031, 11, 10), due_source="seduta", action=None
    )
    add_dependency(second, Step.objects.get(pk=first.pk), by=coordinator)
    health = parse(client.get(reverse("actions:detail", args=[3])), "section[aria-labelledby=salute]")
    assert "A rischio" in words(health)
    assert "Passo 3.2: aspetta il passo T.1, in ritardo di 10 giorni" in texts(health, "li")


def test_a_circle_is_refused_with_the_way_it_goes(client, steps, coordinator):
    first, second, third, _ = steps
    add_dependency(second, first, by=coordinator)
    add_dependency(third, second, by=coordinator)
    response = client.post(url(first), {"predecessor": third.pk})
    said = "Il passo 3.3 aspetta già 3.1 (3.3 → 3.2 → 3.1): si aspetterebbero a vicenda."
    assert errors(response) == [f"Non avviabile prima di: {said}"]
    assert StepDependency.objects.count() == 2


def test_two_ways_to_the_same_step_are_not_a_circle(steps, coordinator):
    first, second, third, fourth = steps
    for step, predecessor in ((second, first), (third, first), (fourth, second), (fourth, third)):
        add_dependency(step, predecessor, by=coordinator)
    assert StepDependency.objects.count() == 4


def test_what_cannot_be(steps, coordinator):
    first, second, third, fourth = steps
    add_dependency(second, first, by=coordinator)
    Step.objects.filter(pk=fourth.pk).update(state=StepState.CANCELLED)
    other_plan = StepFactory(action=ActionFactory(plan=PlanFactory(), number=1))
    refused = {
        "Un passo non può attendere sé stesso.": (first, first),
        "Il passo 3.2 aspetta già 3.1.": (second, first),
        "Il passo 3.4 è «annullato»: non c’è più niente da attendere.": (third, Step.objects.get(pk=fourth.pk)),
        f"Il passo {other_plan.code} è di un altro piano.": (first, other_plan),
    }
    for sentence, (step, predecessor) in refused.items():
        with pytest.raises(TransitionRefused) as refusal:
            add_dependency(step, predecessor, by=coordinator)
        assert refusal.value.failures == (sentence,)
    assert StepDependency.objects.count() == 1


def test_a_wait_taken_away_leaves_its_trace(client, steps, coordinator):
    first, second, *_ = steps
    add_dependency(second, first, by=coordinator)
    assert "3.2 Passo n. 2 aspetta 3.1 Passo n. 1." in words(parse(client.get(remove_url(second, first)), "main"))
    response = client.post(remove_url(second, first), follow=True)
    assert messages(response) == ["Il passo 3.2 non aspetta più 3.1."]
    assert not StepDependency.objects.exists()
    entry = LogEntry.objects.for_object(second).get(verb="remove_dependency")
    assert (entry.actor, entry.changes) == (coordinator, [["non avviabile prima di", "3.1 Passo n. 1", ""]])
    assert client.post(remove_url(second, first)).status_code == 404


def test_an_office_writes_its_own_waits(client, steps, editor):
    client.force_login(editor)
    assert client.post(url(steps[1]), {"predecessor": steps[0].pk}).status_code == 302
    assert client.post(remove_url(steps[1], steps[0])).status_code == 302


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, steps, coordinator, request, who):
    add_dependency(steps[1], steps[0], by=coordinator)
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(steps[2]), {"predecessor": steps[0].pk}).status_code == 403
    assert client.post(remove_url(steps[1], steps[0])).status_code == 403
    assert StepDependency.objects.count() == 1


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, steps, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(steps[0])).status_code == client.post(url(steps[0])).status_code == 404


def test_readers_see_the_waits_and_no_button(client, steps, coordinator, giunta):
    add_dependency(steps[1], steps[0], by=coordinator)
    client.force_login(giunta)
    assert hrefs(panel(client.get(steps[1].get_absolute_url()), "attese")) == [steps[0].get_absolute_url()]
    assert parse(client.get(steps[2].get_absolute_url())).select("#attese") == []


def test_wrong_method_and_wrong_step(client, steps):
    assert client.put(url(steps[0])).status_code == 405
    assert client.get(reverse("actions:step_wait", args=[0])).status_code == 404
    assert client.get(remove_url(steps[0], steps[1])).status_code == 404
