"""Correcting a clause: with its trace, with a reason, and nobody's words lost when two people save."""

import pytest
from django.db import connection
from django.urls import reverse

from abitare.people.roles import Role
from abitare.records.enums import PointKind
from abitare.records.integrity import verify
from abitare.records.models import Act, ActClause, LogEntry, MandatePoint
from abitare.records.services.clauses import StaleVersion, correct_clause
from tests.factories.people import OfficeFactory, make_user
from tests.factories.records import ClauseFactory, import_text
from tests.html import control, errors, messages, parse, rows, texts, words
from tests.records.racing import race

pytestmark = pytest.mark.django_db

BEFORE = "un avviso pubblico;"
AFTER = "un avviso pubblico per le corti;"


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


@pytest.fixture
def clause(db):
    """Point 2, letter a) of an imported act."""
    import_text()
    return ActClause.objects.get(section="decision", path="002.001")


def url(clause):
    return reverse("acts:clause_correct", args=[clause.pk])


def sent(clause, **changes):
    """What the form sends: what the page showed, and the changes."""
    point = MandatePoint.objects.filter(clause=clause).first()
    values = {"opened_version": clause.version, "official_text": clause.official_text, "summary": clause.summary}
    if point:
        values |= {"kind": point.kind, "responsible": point.responsible_id or ""}
    return values | {"reason": "refuso"} | changes


def corrections(act=None):
    return LogEntry.objects.filter(verb="correct_clause").order_by("seq")


# --- works -----------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_clause_as_it_is(client, clause):
    page = parse(client.get(url(clause)), "main")
    assert words(page.h1) == "Correggi punto 2, lettera a"
    assert control(page, "official_text").get_text().strip() == BEFORE
    assert control(page, "kind").select_one("[selected]")["value"] == "unclassified"


def test_a_correction_is_saved_and_traced_on_the_act(client, clause, coordinator):
    response = client.post(url(clause), sent(clause, official_text=AFTER), follow=True)
    saved = ActClause.objects.get(pk=clause.pk)
    assert response.redirect_chain == [(saved.get_absolute_url(), 302)]
    assert messages(response) == ["Corretto: punto 2, lettera a."]
    assert (saved.official_text, saved.version) == (AFTER, 2)
    entry = corrections().get()
    assert (entry.chain.key, entry.actor, entry.reason) == (f"records.act:{clause.act_id}", coordinator, "refuso")
    assert entry.changes == [["punto 2, lettera a: testo ufficiale", BEFORE, AFTER]]
    assert verify().findings == ()


def test_nature_and_responsible_of_the_point(client, clause):
    office = OfficeFactory(name="Settore Case")
    client.post(url(clause), sent(clause, kind=PointKind.CRITERION, responsible=office.pk, summary="In breve"))
    point = MandatePoint.objects.get(clause=clause)
    assert (point.kind, point.responsible) == ("criterion", office)
    assert corrections().get().changes == [
        ["punto 2, lettera a: sintesi", "", "In breve"],
        ["punto 2, lettera a: natura", "da classificare", "criterio"],
        ["punto 2, lettera a: responsabile", "", "Settore Case"],
    ]


def test_a_clause_that_is_no_point_has_no_nature_to_correct(client, clause):
    premise = ActClause.objects.get(section="premises", path="001")
    page = parse(client.get(url(premise)), "main")
    assert page.select("[name=kind], [name=responsible]") == []
    client.post(url(premise), sent(premise, official_text="Corretto.", kind="criterion"))
    premise.refresh_from_db()
    assert premise.official_text == "Corretto."
    assert not MandatePoint.objects.filter(clause=premise).exists()


def test_nothing_changed_nothing_logged(client, clause):
    response = client.post(url(clause), sent(clause))
    assert response.status_code == 302
    clause.refresh_from_db()
    assert (clause.version, corrections().count()) == (1, 0)


def test_neighbours_are_untouched(client, clause):
    others = ActClause.objects.exclude(pk=clause.pk).order_by("pk")
    before = list(others.values())
    client.post(url(clause), sent(clause, official_text=AFTER))
    assert list(others.values()) == before


def test_twice_the_same_correction_is_one_entry(client, clause):
    client.post(url(clause), sent(clause, official_text=AFTER))
    clause.refresh_from_db()
    client.post(url(clause), sent(clause, official_text=AFTER))
    assert corrections().count() == 1


# --- bad input -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_required_and_what_was_written_stays(client, clause, reason):
    response = client.post(url(clause), sent(clause, official_text=AFTER, reason=reason))
    assert errors(response) == ["Perché lo correggi: Questo campo è obbligatorio."]
    assert control(parse(response), "official_text").get_text().strip() == AFTER
    clause.refresh_from_db()
    assert (clause.official_text, corrections().count()) == (BEFORE, 0)


def test_a_clause_cannot_be_emptied(client, clause):
    response = client.post(url(clause), sent(clause, official_text="", summary=""))
    assert errors(response) == ["Una clausola ha una sintesi, un testo ufficiale o tutti e due."]
    clause.refresh_from_db()
    assert clause.official_text == BEFORE


@pytest.mark.parametrize("changes", [{"kind": "altro"}, {"responsible": "999999"}])
def test_a_value_that_is_not_in_the_list_is_refused(client, clause, changes):
    response = client.post(url(clause), sent(clause, **changes))
    assert len(errors(response)) == 1
    assert corrections().count() == 0


# --- two people ------------------------------------------------------------------------------------------------------
@pytest.fixture
def stale(clause):
    """What the form sends after another person has saved."""
    old = sent(clause, official_text=AFTER, kind=PointKind.CRITERION)
    office = OfficeFactory(name="Settore Case")
    correct_clause(
        clause, by=make_user(Role.COORDINATOR), reason="altro", version=1,
        values={"official_text": "un altro avviso;"}, point_values={"kind": PointKind.MANDATE, "responsible": office},
    )  # fmt: skip
    return old


def test_a_stale_form_shows_both_versions_and_loses_nothing(client, clause, stale):
    response = client.post(url(clause), stale)
    assert response.status_code == 200
    page = parse(response, "main")
    compared = {row[0]: row[1:] for row in rows(page.select_one(".ab-stale-table"))}
    assert compared["Testo ufficiale diverso"] == (AFTER, "un altro avviso;")
    assert compared["Natura del punto diverso"] == ("criterio", "mandato")
    assert compared["Responsabile diverso"] == ("—", "Settore Case")
    assert compared["Sintesi"] == ("—", "—")
    assert control(page, "official_text").get_text().strip() == AFTER
    assert control(page, "reason")["value"] == "refuso"
    clause.refresh_from_db()
    assert (clause.official_text, corrections().count()) == ("un altro avviso;", 1)


def test_sending_the_stale_form_again_is_still_refused(client, clause, stale):
    client.post(url(clause), stale)
    assert client.post(url(clause), stale).status_code == 200
    clause.refresh_from_db()
    assert clause.official_text == "un altro avviso;"


def test_keeping_mine_is_a_choice_and_leaves_both_in_the_log(client, clause, stale):
    page = parse(client.post(url(clause), stale), "main")
    keep = control(page, "keep_mine")
    response = client.post(url(clause), stale | {"keep_mine": keep["value"]})
    assert response.status_code == 302
    clause.refresh_from_db()
    assert (clause.official_text, clause.version, clause.point.kind) == (AFTER, 3, "criterion")
    assert [entry.changes[0][1:] for entry in corrections()] == [
        [BEFORE, "un altro avviso;"],
        ["un altro avviso;", AFTER],
    ]


def test_keeping_mine_does_not_cover_a_third_person(client, clause, stale):
    keep = control(parse(client.post(url(clause), stale), "main"), "keep_mine")["value"]
    correct_clause(
        clause, by=make_user(Role.COORDINATOR), reason="terzo", version=2, values={"official_text": "un terzo avviso;"}
    )
    response = client.post(url(clause), stale | {"keep_mine": keep})
    assert texts(parse(response), ".ab-stale-table td")[1] == "un terzo avviso;"
    clause.refresh_from_db()
    assert clause.official_text == "un terzo avviso;"


@pytest.mark.parametrize("version", ["", "0", "7", "uno"])
def test_a_form_without_the_right_version_saves_nothing(client, clause, version):
    assert client.post(url(clause), sent(clause, official_text=AFTER, opened_version=version)).status_code == 200
    assert corrections().count() == 0


def queries_before_the_lock(client, clause):
    """How many queries a correction makes before it locks the row."""
    made = []

    def count(execute, sql, params, many, context):
        made.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.post(url(clause), sent(clause, official_text=AFTER))
    return next(n for n, sql in enumerate(made, 1) if sql.startswith("SAVEPOINT"))


def test_whatever_the_instant_in_which_another_saves_nothing_is_lost(client, clause):
    other = ClauseFactory(act=clause.act, positions=(8,), official_text=BEFORE)
    for instant in range(1, queries_before_the_lock(client, clause) + 1):
        ActClause.objects.filter(pk=other.pk).update(official_text=BEFORE)
        other.refresh_from_db()
        response = post_while_another_saves(client, other, instant)
        other.refresh_from_db()
        assert (other.official_text, response.status_code) == (f"di un altro, {instant}", 200)
        assert "salvato" in words(parse(response, "main"))
        assert control(parse(response), "official_text").get_text().strip() == AFTER


def post_while_another_saves(client, clause, instant):
    values, seen = sent(clause, official_text=AFTER), []

    def meanwhile(execute, sql, params, many, context):
        seen.append(sql)
        if len(seen) == instant:
            theirs = {"official_text": f"di un altro, {instant}"}
            correct_clause(clause, by=None, reason="altro", version=clause.version, values=theirs)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        return client.post(url(clause), values)


def test_the_service_refuses_an_old_version_and_gives_the_current_row(clause):
    correct_clause(clause, by=None, reason="primo", version=1, values={"summary": "Prima"})
    with pytest.raises(StaleVersion) as refused:
        correct_clause(clause, by=None, reason="secondo", version=1, values={"summary": "Seconda"})
    assert (refused.value.current.summary, refused.value.current.version) == ("Prima", 2)


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_one_saves_and_seven_are_told(clause):
    def correct(n):
        return correct_clause(clause, by=None, reason=f"mano {n}", version=1, values={"summary": f"Sintesi {n}"})

    outcomes = race(8, correct)
    assert len([o for o in outcomes if isinstance(o, StaleVersion)]) == 7
    [saved] = [o for o in outcomes if isinstance(o, ActClause)]
    assert (ActClause.objects.get(pk=clause.pk).summary, corrections().count()) == (saved.summary, 1)


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200), ("editor", 403), ("manager", 403), ("giunta", 403), ("auditor", 403),
        ("administrator", 403), ("ente_user", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_only_the_coordination_corrects(client, clause, who, status, request):
    client.enter(request.getfixturevalue(who))
    assert client.get(url(clause)).status_code == status
    response = client.post(url(clause), sent(clause, official_text=AFTER))
    assert response.status_code == (302 if status == 200 else status)
    clause.refresh_from_db()
    assert clause.official_text == (AFTER if status == 200 else BEFORE)


def test_who_is_outside_is_sent_to_the_entrance(client, clause):
    client.enter(None)
    assert client.get(url(clause))["Location"].startswith("/accedi/?next=")
    assert client.post(url(clause), sent(clause, official_text=AFTER))["Location"].startswith("/accedi/?next=")
    assert corrections().count() == 0


def test_a_clause_that_is_not_there(client, clause):
    assert client.get(reverse("acts:clause_correct", args=[clause.pk + 1000])).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, clause, method):
    assert getattr(client, method)(url(clause)).status_code == 405
    assert Act.objects.count() == 1
