import logging
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from abitare.ui import components as ui
from abitare.ui import options
from tests.ui.rendering import soup, words

NB = "\u00a0"
HASH = "A1B2C3D4" * 8


@pytest.mark.parametrize("kind", options.BADGES)
def test_a_badge_is_colour_icon_and_word(kind):
    badge = soup("{% badge kind 'In linea' %}", kind=kind).select_one(".ab-badge")
    tone, icon = options.BADGES[kind]
    assert f"ab-badge--{tone}" in badge["class"]
    assert badge.select_one("svg use")["href"].endswith(f"#{icon}")
    assert badge.svg["aria-hidden"] == "true"
    assert words(badge) == "In linea"


def test_the_icons_of_the_badges_exist_and_states_do_not_share_one():
    assert {icon for _, icon in options.BADGES.values()} <= options.icon_names()
    state = {kind: options.BADGES[kind][1] for kind in ("ok", "risk", "late", "unknown", "stale", "running")}
    assert len(set(state.values())) == len(state)


@pytest.mark.parametrize(
    "source",
    [
        "{% badge 'verde' 'x' %}",
        "{% badge 'ok' 'x' size='xl' %}",
        "{% badge 'ok' 'x' icon='it-unicorno' %}",
        "{% icon 'it-unicorno' %}",
        "{% icon 'it-pa' size='xxl' %}",
        "{% count 3 'rosso' %}",
        "{% ladder 5 'oltre' %}",
        "{% stat 'a' 1 tone='rosso' %}",
        "{% progress 1 1 size='xl' %}",
        "{% progress 1 1 tone='rosso' %}",
        "{% verdict 'boh' 'a' 'b' %}",
        "{% verdict 'ok' 'a' 'b' level=7 %}",
        "{% health 'boh' 'a' %}",
        "{% facts items layout='tabella' %}",
        "{% fingerprint '' 'sparita' %}",
        "{% thread nodes %}",
        "{% dated_list wrong %}",
        "{% confirm 'a' '/' tone='viola' %}",
        "{% panel 'a' kind='nuvola' %}{% endpanel %}",
        "{% sort_header 'data' 'Data' %}",
    ],
)
def test_a_wrong_option_stops_the_page(source):
    with pytest.raises(ImproperlyConfigured):
        soup(source, items=(), nodes=[{"title": "n. 1", "state": "perso"}], wrong=[{"titolo": "refuso"}])


def test_outside_strict_mode_a_wrong_option_is_logged_and_the_plain_form_drawn(settings, caplog):
    settings.COMPONENTS_STRICT = False
    with caplog.at_level(logging.ERROR):
        badge = soup("{% badge 'verde' 'In linea' %}").select_one(".ab-badge")
    assert "ab-badge--unknown" in badge["class"]
    assert words(badge) == "In linea"
    assert "verde" in caplog.text


def test_labels_are_escaped():
    page = soup("{% badge 'ok' label %}{% stat label 1 %}{% dated_list items %}", label="<b>x</b>",
                items=[{"title": "<i>y</i>"}])  # fmt: skip
    assert page.b is None
    assert page.i is None


def test_an_icon_with_a_title_speaks():
    svg = soup("{% icon 'it-calendar' title='Scadenza' %}").svg
    assert (svg["role"], svg["aria-label"]) == ("img", "Scadenza")
    assert "aria-hidden" not in svg.attrs


def test_a_stat_links_its_number():
    link = soup("{% stat 'Passi in ritardo' 1234 unit='di 33' note='al 3 giugno' href='/passi/' tone='late' %}").a
    assert link["href"] == "/passi/"
    assert "ab-stat--late" in link["class"]
    assert words(link) == "Passi in ritardo 1.234 di 33 al 3 giugno"


def test_a_stat_without_address_is_not_a_link():
    assert soup("{% stat 'Passi' None %}").a is None
    assert words(soup("{% stat 'Passi' None %}")) == "Passi —"


def test_progress_behind_draws_the_missing_part_and_says_it_in_words():
    page = soup("{% progress done expected href='/passi/' %}", done=Fraction(421, 1000), expected=Fraction(535, 1000))
    assert page.select_one("rect.done")["width"] == "42.1%"
    assert (page.select_one("rect.gap")["x"], page.select_one("rect.gap")["width"]) == ("42.1%", "11.4%")
    assert page.select_one("svg svg")["x"] == "53.5%"
    assert words(page.p) == f"42,1{NB}% fatto · 53,5{NB}% atteso · −11,4 punti"
    assert page.select_one(".ab-t-late")
    assert page.p.a["href"] == "/passi/"


def test_progress_ahead_has_no_missing_part():
    page = soup("{% progress 0.538 0.466 %}")
    assert page.select_one("rect.gap") is None
    assert words(page.select_one(".ab-t-ok")) == "+7,2 punti"


@pytest.mark.parametrize(
    ("done", "text"),
    [(Fraction(175, 1000), f"17,5{NB}% fatto · atteso non calcolabile"), (None, "avanzamento non valutabile")],
)
def test_progress_without_expectation_is_dashed_not_zero(done, text):
    page = soup("{% progress done %}", done=done)
    assert page.select_one("rect.none")
    assert page.select_one("rect.done") is None
    assert words(page.p) == text


def test_progress_past_the_whole_stays_inside_its_bar_but_prints_the_truth():
    page = soup("{% progress done expected %}", done=Decimal("1.2"), expected=Decimal("-0.1"))
    assert page.select_one("rect.done")["width"] == "100%"
    assert "120,0" in words(page.p)


def test_hidden_words_of_progress_stay_for_who_listens():
    assert "visually-hidden" in soup("{% progress 0.5 0.5 words=False %}").p["class"]


def test_health_gives_each_reason_its_own_icon_and_link():
    reasons = [
        SimpleNamespace(text="38 giorni oltre", href="#p", kind="late"),
        {"text": "Manca un atto", "kind": "risk"},
    ]
    page = soup("{% health 'late' 'In ritardo' reasons %}", reasons=reasons)
    first, second = page.select("li")
    assert first.a["href"] == "#p"
    assert first.use["href"].endswith("#it-clock")
    assert second.use["href"].endswith("#it-warning-circle")
    assert words(page.h3) == "Perché"


def test_health_without_reasons_has_no_heading():
    assert soup("{% health 'ok' 'In linea' %}").h3 is None


@pytest.mark.parametrize(
    ("days", "kind", "text"),
    [
        (0, "ok", "Fresche aggiornate oggi"),
        (60, "ok", "Fresche aggiornate 60 giorni fa"),
        (61, "stale", "Fermo da 61 giorni aggiornate 61 giorni fa"),
        (None, "stale", "Nessuna notizia attese ogni 60 giorni"),
    ],
)
def test_freshness(days, kind, text):
    page = soup("{% freshness days limit=60 %}", days=days)
    assert page.select_one(f".ab-badge--{kind}")
    assert words(page) == text


def test_freshness_dates_the_news_for_machines_too():
    time = soup("{% freshness 10 updated_on=day %}", day=date(2026, 11, 8)).time
    assert (time["datetime"], words(time)) == ("2026-11-08", "l’8 novembre 2026")


def test_completeness_counts_and_offers_the_remedy():
    checks = [ui.Check(label="Capofila", ok=True), ui.Check(label="Obiettivi", ok=False, href="/ind/", action="fissa")]
    page = soup("{% completeness checks %}", checks=checks)
    assert words(page.p) == "1 controllo su 2"
    passed, failed = page.select("li")
    assert passed.svg["aria-label"] == "Sì"
    assert failed.svg["aria-label"] == "No"
    assert (failed.a["href"], words(failed.a)) == ("/ind/", "fissa : Obiettivi")


def test_a_dated_list_drops_the_year_of_today():
    items = [ui.DatedItem(when=date(2026, 11, 30), title="a"), ui.DatedItem(when=date(2027, 1, 1), title="b"),
             ui.DatedItem(when="scaduto", title="c", tone="late")]  # fmt: skip
    page = soup("{% dated_list items today=today %}", items=items, today=date(2026, 11, 22))
    assert [words(when) for when in page.select(".ab-dated-when")] == ["30 nov", "1º gen 2027", "scaduto"]
    assert "ab-t-late" in page.select(".ab-dated-when")[2]["class"]


@pytest.mark.parametrize("tag", ["dated_list", "work_list", "decide_list", "feed"])
def test_an_empty_list_says_so_and_draws_no_list(tag):
    page = soup("{% " + tag + " items empty='Niente qui.' %}", items=[])
    assert words(page) == "Niente qui."
    assert page.select("ul, ol") == []


def test_a_work_list_counts_days_in_words():
    items = [
        {"days": 1, "title": "a"},
        {"days": 1038, "title": "b", "href": "/b/"},
        {"days": "mai", "title": "c", "kind": "stale"},
    ]
    page = soup("{% work_list items %}", items=items)
    assert [words(days) for days in page.select(".ab-work-days")] == ["1 giorno", "1.038 giorni", "mai"]
    assert page.select_one("li:nth-child(2) a")["href"] == "/b/"


def test_the_thread_says_the_state_of_each_act_and_marks_the_present_one():
    nodes = [
        ui.Node(organ="Giunta", title="n. 12", when=date(2030, 6, 18), state="missing"),
        ui.Node(organ="Giunta", title="n. 34", href="/atti/2/", relation="attua", current=True),
        ui.Node(organ="Convenzione", title="da firmare", relation="conclude", state="expected"),
    ]
    page = soup("{% thread nodes note='Richiama una legge.' %}", nodes=nodes)
    states = [words(badge) for badge in page.select(".ab-badge")]
    assert states == ["Testo da acquisire", "Testo acquisito", "Atteso"]
    assert [li.get("aria-current") for li in page.select("ol > li")] == [None, "true", None]
    assert [words(rel) for rel in page.select(".ab-thread-rel")] == ["attua", "conclude"]
    assert words(page.select_one(".ab-note")) == "Richiama una legge."


def test_a_long_thread_stands_upright():
    node = ui.Node(title="n. 1")
    assert not soup("{% thread nodes %}", nodes=[node] * 7).select(".ab-thread--upright")
    assert soup("{% thread nodes %}", nodes=[node] * 8).select(".ab-thread--upright")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("declared", "File non acquisito"),
        ("acquired", "Acquisito"),
        ("verified", "Verificata"),
        ("mismatch", "Non corrisponde"),
    ],
)
def test_a_fingerprint_has_its_state_a_short_form_and_the_whole(state, text):
    page = soup("{% fingerprint value state label='dichiarata' %}", value=HASH, state=state)
    assert words(page.select_one(".ab-badge")) == text
    assert words(page.select_one("p code")) == "A1B2 C3D4 … A1B2 C3D4"
    assert words(page.select_one("details code")).replace(" ", "") == HASH


def test_a_fingerprint_that_is_not_there_is_said():
    page = soup("{% fingerprint '' 'acquired' %}")
    assert page.details is None
    assert "nessuna impronta" in words(page)


def test_money_that_nobody_quantified_is_never_zero():
    assert words(soup("{% money None %}")) == "non quantificato"
    assert words(soup("{% money 0 %}")) == f"0,00{NB}€"


def test_facts_show_pairs_values_and_holes():
    items = [("Organo", "Giunta"), ui.Fact(term="Data", value=date(2026, 6, 3), href="/x/"), ("Vuoto", None)]
    page = soup("{% facts items layout='grid' %}", items=items)
    assert [words(dd) for dd in page.select("dd")] == ["Giunta", "3 giugno 2026", "—"]
    assert page.select_one("dd a")["href"] == "/x/"


def test_an_empty_state_says_what_to_do_next():
    page = soup("{% empty_state 'Nessun atto' 'Importa il primo.' href='/atti/importa/' action='Importa' %}")
    assert (page.a["href"], words(page.a)) == ("/atti/importa/", "Importa")


def test_a_panel_names_its_region_and_wraps_its_content():
    section = soup(
        "{% panel 'Passi' id='passi' count=13 side='tutti' side_href='/p/' %}<p id='in'>{{ x }}</p>{% endpanel %}",
        x="<",
    ).section
    assert words(section.find(id=section["aria-labelledby"])) == "Passi 13"
    assert words(section.find(id="in")) == "<"
    assert section.select_one(".ab-panel-head p a")["href"] == "/p/"


def test_a_panel_counts_zero_and_can_go_without_heading():
    assert words(soup("{% panel 'Passi' count=0 %}{% endpanel %}").h2) == "Passi 0"
    assert soup("{% panel %}x{% endpanel %}").h2 is None


def test_a_scroll_region_is_reachable_and_named():
    region = soup("{% scroll_region 'Tabella dei passi' %}<table></table>{% endscroll_region %}").div
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Tabella dei passi")
    assert region.table is not None


def test_confirm_posts_with_its_token_and_can_be_left():
    page = soup("{% confirm 'Importare?' '/atti/importa/' fields=fields facts=facts cancel_href='/atti/' %}",
                fields=[("run", "7")], facts=[("Punti", 17), ("Data", date(2026, 6, 3))])  # fmt: skip
    form = page.form
    assert (form["method"], form["action"]) == ("post", "/atti/importa/")
    assert form.find("input", {"name": "csrfmiddlewaretoken"})["value"]
    assert form.find("input", {"name": "run"})["value"] == "7"
    assert words(page.dl) == "Punti 17 Data 3 giugno 2026"
    assert form.a["href"] == "/atti/"


def test_the_stale_form_shows_both_versions_field_by_field():
    versions = ui.StaleVersions(
        fields=(
            ui.StaleField(label="Titolo", yours="Mio", saved="Suo"),
            ui.StaleField(label="Nota", yours="=", saved="=", changed=False),
        ),
        version="7",
        saved_by="Ufficio",
    )
    page = soup("{% stale_form versions keep_name='keep_mine' reload_href='/x/' %}", versions=versions)
    rows = [[words(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["Titolo diverso", "Mio", "Suo"], ["Nota", "=", "="]]
    assert (page.button["name"], page.button["value"]) == ("keep_mine", "7")
    assert page.select_one("a.btn")["href"] == "/x/"
    assert "Ufficio ha salvato" in words(page)


def test_objects_and_mappings_lend_only_what_they_have():
    class Step:
        title = "Passo"
        when = None
        save = "other attributes do not matter"

    assert ui.coerce(ui.DatedItem, Step()) == ui.DatedItem(title="Passo")
    assert ui.coerce(ui.DatedItem, {"title": "Passo", "note": "n"}).note == "n"


def test_an_item_without_its_required_name_is_refused():
    with pytest.raises(ImproperlyConfigured, match="manca title"):
        ui.coerce(ui.DatedItem, {"note": "senza titolo"})
