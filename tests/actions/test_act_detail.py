"""The page of an act: each point beside what executes it."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from abitare.records.enums import Level, PointKind, Section
from abitare.records.models import Attendance
from abitare.records.services.acts import Tally, relate
from abitare.records.services.attachments import acquire_file, declare
from abitare.records.services.log import log
from actions.models import Step
from tests.factories.actions import (
    DECLARED,
    TODAY,
    LinkFactory,
    StepFactory,
    add_point,
    make_plan,
    make_plan_of,
    points_of,
)
from tests.factories.records import ActFactory, ClauseFactory
from tests.html import fact, hrefs, panel, parse, rows, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)


@pytest.fixture
def plan(db):
    return make_plan()


def page_of(client, plan, **query):
    return client.get(plan.mandate.get_absolute_url(), query)


def shown(response):
    """Coordinates of the points and introductions of the dispositivo, in the order of the page."""
    found = panel(response, "dispositivo").select("[id^=proposal-decision], [id^=giunta-decision]")
    return [words(element).split(" ")[0] if element["id"][0] == "p" else words(element)[:3] for element in found]


def beside(response, point):
    return words(parse(response, f"#{point.clause.anchor}"))


def test_the_dispositivo_in_reading_order(client, plan):
    response = page_of(client, plan)
    assert shown(response) == ["1", "1.a", "1.b", "2", "3", "G 1"]
    assert texts(panel(response, "dispositivo"), "h3") == ["Proposta", "Livello dell’organo"]


def test_the_tracing_beside_each_point(client, plan):
    points = points_of(plan)
    response = page_of(client, plan)
    assert "Passo 1.1: esegue · proposta del 4 mag 2031, da validare" in beside(response, points["1.a"])
    both = beside(response, points["1.b"])
    assert "Azione 2: esegue, dedotto · proposta del 4 mag 2031, da validare" in both
    assert "Azione 3: esegue, dedotto · validato il 20 nov 2031" in both
    assert "Coordinamento: esegue" in beside(response, points["2"])
    assert "Nessun passo, nessun indicatore." in beside(response, points["3"])
    assert "da individuare («Settori interessati»)" in beside(response, points["3"])


def test_every_trace_leads_to_what_it_names(client, plan):
    points, response = points_of(plan), page_of(client, plan)
    step = Step.objects.get(title="Contare le corti")
    assert step.get_absolute_url() in hrefs(parse(response, f"#{points['1.a'].clause.anchor}"))
    assert hrefs(parse(response, f"#{points['1.b'].clause.anchor}")) == ["/azioni/2/", "/azioni/3/"]
    assert hrefs(parse(response, f"#{points['2'].clause.anchor}")) == ["/azioni/0/"]


def test_the_state_of_a_point_follows_its_steps(client, plan):
    point = points_of(plan)["3"]
    assert "Non coperto" in beside(page_of(client, plan), point)
    step = StepFactory(action=plan.actions.get(number=4), position=1)
    LinkFactory(step=step, point=point)
    for state, words_of_it in (("to_start", "Da avviare"), ("started", "In corso"), ("done", "Attuato")):
        Step.objects.filter(pk=step.pk).update(state=state, done_on=TODAY, evidence_note="verbale")
        assert words_of_it in beside(page_of(client, plan), point)


def test_the_organ_s_own_point_takes_effect_by_itself(client, plan):
    response = page_of(client, plan)
    organ = words(parse(response, "[id^=giunta-decision]"))
    assert "Effetto dal 4 mag 2031" in organ
    assert "Nessun passo: il punto ha effetto con l’atto." in organ
    assert "da individuare" not in organ


@pytest.mark.parametrize(
    ("show", "points", "count"),
    [
        ("", ["1", "1.a", "1.b", "2", "3", "G 1"], "Tutti 4"),
        ("con-responsabile", ["2"], "Con responsabile 1"),
        ("senza-responsabile", ["1", "1.a", "1.b", "3"], "Senza responsabile 3"),
        ("con-termine", ["1", "1.b"], "Con un termine 1"),
        ("con-legame", ["1", "1.a", "1.b", "2"], "Con un legame 3"),
        ("senza-legame", ["3"], "Senza legame 1"),
        ("da-validare", ["1", "1.a", "1.b", "2"], "Legame da validare 3"),
        ("attuati", [], "Attuati 0"),
    ],
)
def test_filters(client, plan, show, points, count):
    """The introduction of a point stays with it; the points of the organ are shown with all of them only."""
    rents = points_of(plan)["1.b"]
    rents.due_on = date(2032, 1, 1)
    rents.save()
    response = page_of(client, plan, mostra=show)
    assert [key for key in shown(response) if show == "" or key[0] != "G"] == points
    [current] = panel(response, "dispositivo").select("[aria-current=true]")
    assert words(current) == count


def test_the_filters_lead_to_themselves(client, plan):
    response = page_of(client, plan)
    chips = panel(response, "dispositivo").select("ul[aria-label] a")
    counts = {}
    for chip in chips:
        url = plan.mandate.get_absolute_url() + chip["href"].split("#")[0]
        counts[words(chip)] = len([k for k in shown(client.get(url)) if k[0] != "G" and k != "1"])
    assert all(name.endswith(f" {count}") for name, count in counts.items())
    assert len(counts) == 8


def test_an_unknown_filter_shows_everything(client, plan):
    response = page_of(client, plan, mostra="<script>")
    assert len(shown(response)) == 6
    assert "<script>" not in str(panel(response, "dispositivo"))


def test_the_figures(client, plan):
    figures = texts(parse(page_of(client, plan), "main"), "ul[aria-label='Il dispositivo in cifre'] li")
    assert figures == [
        "Con almeno un legame 3 di 4",
        "Attuati 0 di 4",
        "Con un responsabile 1 di 4 gli altri da individuare",
        "Con un termine 0 di 4 scritto nell’atto",
        "Impronte verificate 0 di 0",
    ]


def test_what_the_text_is(client, plan):
    response = page_of(client, plan)
    assert "Il testo ufficiale non è acquisito: le parole sono una sintesi nostra." in words(
        panel(response, "dispositivo")
    )
    clause = points_of(plan)["3"].clause
    clause.official_text = "di scrivere, entro l'anno, la carta dei custodi;"
    clause.save()
    plan.mandate.text_state = "acquired"
    plan.mandate.save()
    response = page_of(client, plan)
    assert "sintesi nostra" not in words(panel(response, "dispositivo"))
    assert clause.official_text in beside(response, points_of(plan)["3"])


def test_the_other_sections(client, plan):
    ClauseFactory(act=plan.mandate, section=Section.PREMISES, official_text="Le corti sono di tutti.")
    details = parse(page_of(client, plan), "#dispositivo > details")
    assert words(details.summary) == "Premesse (1)"
    assert "Le corti sono di tutti." in words(details)


def test_files_and_fingerprints(client, plan):
    declare(plan.mandate, kind="technical_opinion", title="Parere tecnico", declared_hash=DECLARED)
    acquire_file(
        plan.mandate,
        kind="annex",
        title="Carta",
        data=b"carta",
        name="carta.pdf",
        media_type="application/pdf",
        by=None,
    )
    files = panel(page_of(client, plan), "file")
    assert texts(files, "h3") == ["Parere tecnico", "Carta"]
    assert "Dichiarata, file non acquisito" in words(files)
    assert "Scarica carta.pdf" in words(files)


def test_only_who_may_is_offered_to_acquire_and_correct(client, plan, coordinator):
    attachment, _ = declare(plan.mandate, kind="annex", title="Carta", declared_hash=DECLARED)
    doors = {reverse("records:attachment_acquire", args=[attachment.pk]), reverse("acts:import")}
    doors |= {reverse("acts:clause_correct", args=[point.clause_id]) for point in points_of(plan).values()}
    assert not doors & set(hrefs(parse(page_of(client, plan), "main")))
    client.force_login(coordinator)
    assert doors <= set(hrefs(parse(page_of(client, plan), "main")))


def test_the_thread_of_acts(client, plan):
    before = ActFactory(number="12", date=date(2030, 1, 2))
    relate(Tally(), source=plan.mandate, target=before, kind="implements", where="premessa 3", in_thread=True)
    thread = panel(page_of(client, plan), "filo")
    nodes = texts(thread, "ol li")
    assert ["DGC n. 12/2030" in nodes[0], str(plan.mandate) in nodes[1]] == [True, True]
    assert nodes[1].startswith("attua ")
    assert words(thread.select_one("[aria-current=true]")) == nodes[1]
    assert "Attua: DGC n. 12/2030 (premessa 3)" in words(thread)


def test_presences_as_printed(client, plan):
    Attendance.objects.create(
        act=plan.mandate,
        position=1,
        name="TAGLIAFERRO BRIGIDA",
        title="Assessora",
        present=True,
        remote=True,
        status="Presente",
    )
    page = page_of(client, plan)
    assert rows(panel(page, "presenze").table) == [("TAGLIAFERRO BRIGIDA", "Assessora", "Presente, da remoto")]
    assert fact(parse(page, "main"), "Organo") == "Giunta comunale 1 presenti su 1"


@pytest.mark.parametrize(("who", "reads"), [("auditor", True), ("manager", True), ("giunta", False), ("editor", False)])
def test_the_history_is_for_who_may_read_the_log(client, plan, request, who, reads):
    log(plan.mandate, "register", by=None, reason="prova")
    client.force_login(request.getfixturevalue(who))
    assert bool(parse(page_of(client, plan)).select("#storia")) is reads


def test_an_act_without_points(client):
    act = ActFactory(text_state="missing")
    page = words(panel(client.get(act.get_absolute_url()), "dispositivo"))
    assert "Nessun punto tracciato" in page


def test_the_tracing_as_csv(client, plan):
    response = page_of(client, plan, formato="csv")
    table = list(csv.DictReader(StringIO(response.content.decode()), delimiter=";"))
    assert [(row["Livello"], row["Punto"], row["Azione o passo"], row["Legame"]) for row in table] == [
        ("livello dell’organo", "G 1", "", ""),
        ("proposta", "1.a", "1.1", "proposto"),
        ("proposta", "1.b", "Azione 2", "proposto"),
        ("proposta", "1.b", "Azione 3", "validato"),
        ("proposta", "2", "T", "proposto"),
        ("proposta", "3", "", ""),
    ]
    assert {row["Citazione"] for row in table if row["Punto"] == "1.b"} == {"punto 1, secondo trattino"}
    assert table[-1]["Stato"] == "Non coperto"


def test_an_act_that_is_not_there(client):
    assert client.get(reverse("acts:detail", args=[0])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("administrator", 403), ("ente_user", 404), ("stranger", 404)])
def test_acts_name_persons_so_not_everybody_reads_them(client, plan, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert page_of(client, plan).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, coordinator, count, django_assert_num_queries):
    client.force_login(coordinator)  # who sees everything the page can show
    plan = make_plan_of(count)
    for number in range(count):
        add_point(plan.mandate, number + 1, level=Level.GIUNTA, kind=PointKind.APPROVAL)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(17):
        page_of(client, plan)
