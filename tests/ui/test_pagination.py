import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.http import QueryDict
from django.test import RequestFactory

from abitare.ui.forms import FilterForm
from abitare.ui.pagination import Listing, order_by, paginate, query_with
from tests.ui.rendering import soup, words

SORT = {"nome": "name", "ordine": ("name", "-id")}


class Filters(FilterForm):
    text = forms.CharField(label="Cerca", required=False)
    state = forms.ChoiceField(label="Stato", required=False, choices=[("", "Tutti"), ("late", "In ritardo")])
    office = forms.MultipleChoiceField(label="Ufficio", required=False, choices=[("1", "Uno"), ("2", "Due")])


@pytest.fixture
def groups(db):
    return Group.objects.bulk_create(Group(name=f"G{number:02d}") for number in range(7))


def ask(query=""):
    return RequestFactory().get(f"/elenco/{query}")


def listing_of(*, number=1, sort="nome"):
    page = Paginator(range(1, 1235), 50).get_page(number)
    return Listing(page=page, rows=(), sort=sort, fields=("nome", "data"))


@pytest.mark.parametrize(
    ("query", "names", "key"),
    [
        ("", ["G00", "G01", "G02"], "nome"),
        ("?ordine=-nome", ["G06", "G05", "G04"], "-nome"),
        ("?ordine=nome&pagina=3", ["G06"], "nome"),
        ("?pagina=99", ["G06"], "nome"),
        ("?pagina=zero", ["G00", "G01", "G02"], "nome"),
        ("?ordine=password", ["G00", "G01", "G02"], "nome"),
        ("?ordine=-", ["G00", "G01", "G02"], "nome"),
        ("?ordine=--nome", ["G00", "G01", "G02"], "nome"),
    ],
)
def test_a_list_obeys_its_address_and_never_fails(groups, query, names, key):
    listing = paginate(ask(query), Group.objects.all(), sort=SORT, default="nome", per_page=3)
    assert [group.name for group in listing] == names
    assert listing.sort == key
    assert listing.count == 7
    assert len(listing) == len(names)


def test_equal_rows_are_told_apart_by_their_key(groups):
    queryset, _ = order_by(Group.objects.all(), {"tutti": ()}, "-tutti", "tutti")
    assert queryset.query.order_by == ("-pk",)
    queryset, _ = order_by(Group.objects.all(), SORT, "-ordine", "nome")
    assert queryset.query.order_by == ("-name", "id", "-pk")


def test_a_list_costs_two_queries(groups, django_assert_num_queries):
    with django_assert_num_queries(2):
        listing = paginate(ask(), Group.objects.all(), sort=SORT, default="nome", per_page=3)
        assert [len(list(listing)), listing.count] == [3, 7]


def test_the_export_sees_every_row_of_the_list(groups):
    listing = paginate(ask("?pagina=2&ordine=-nome"), Group.objects.all(), sort=SORT, default="nome", per_page=3)
    assert [group.name for group in listing.rows][:2] == ["G06", "G05"]
    assert listing.rows.count() == 7


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"pagina": 3}, "?a=1&a=2&pagina=3"),
        ({"pagina": None}, "?a=1&a=2"),
        ({"a": None, "pagina": None}, "/elenco/"),
        ({"a": ["2"], "pagina": None}, "?a=2"),
        ({"q": "è & più", "a": None, "pagina": None}, "?q=%C3%A8+%26+pi%C3%B9"),
    ],
)
def test_the_address_changes_only_what_is_asked(changes, query):
    assert query_with(ask("?a=1&a=2&pagina=2"), **changes) == query


def test_the_pager_keeps_filters_and_says_where_one_is():
    page = soup(
        "{% pager listing.page noun='atti' %}", path="/atti/?stato=aperto&pagina=4", listing=listing_of(number=4)
    )
    assert words(page.p) == "151–200 di 1.234 atti"
    assert page.nav["aria-label"] == "Pagine: atti"
    assert words(page.select_one("[aria-current=page]")) == "Pagina 4"
    assert page.select_one("[rel=next]")["href"] == "?stato=aperto&pagina=5"
    assert page.select_one("[rel=prev]")["href"] == "?stato=aperto&pagina=3"
    assert [words(item) for item in page.select("li")][-3:-1] == ["…", "Pagina 25"]


def test_one_page_has_no_pager_but_says_how_many():
    page = soup("{% pager page %}", page=Paginator([1, 2], 50).get_page(1))
    assert page.nav is None
    assert words(page.p) == "1–2 di 2 risultati"


def test_an_empty_list_counts_nought():
    assert words(soup("{% pager page %}", page=Paginator([], 50).get_page(1)).p) == "0–0 di 0 risultati"


@pytest.mark.parametrize(
    ("sort", "aria", "href"),
    [
        ("nome", "ascending", "?q=x&ordine=-nome"),
        ("-nome", "descending", "?q=x&ordine=nome"),
        ("data", None, "?q=x&ordine=nome"),
    ],
)
def test_a_heading_sorts_and_turns_round(sort, aria, href):
    page = soup("{% sort_header 'nome' 'Nome' %}", path="/atti/?q=x&pagina=3", listing=listing_of(sort=sort))
    assert page.th.get("aria-sort") == aria
    assert page.th["scope"] == "col"
    assert page.a["href"] == href


def test_filters_show_what_is_on_and_how_to_take_it_off():
    query = "text=casa&state=late&office=1&office=2&pagina=3&ordine=nome"
    page = soup("{% filters form label='Filtra gli atti' %}", path=f"/atti/?{query}", form=Filters(QueryDict(query)))
    chips = {words(chip).removeprefix("Togli il filtro "): chip["href"] for chip in page.select(".ab-chips a")}
    assert chips == {
        "Cerca: casa": "?state=late&office=1&office=2&ordine=nome",
        "Stato: In ritardo": "?text=casa&office=1&office=2&ordine=nome",
        "Ufficio: Uno": "?text=casa&state=late&office=2&ordine=nome",
        "Ufficio: Due": "?text=casa&state=late&office=1&ordine=nome",
    }
    form = page.form
    assert (form["method"], form["action"], form["role"]) == ("get", "/atti/", "search")
    assert form.find("input", {"name": "ordine"})["value"] == "nome"
    assert form.find(attrs={"name": "pagina"}) is None
    assert form.a["href"] == "/atti/"


def test_unused_filters_have_no_chips():
    page = soup("{% filters form target='#risultati' %}", path="/atti/", form=Filters(None))
    assert page.select(".ab-chips a") == []
    assert page.form["data-hx-target"] == "#risultati"


def test_the_export_keeps_filters_and_order_but_not_the_page():
    page = soup("{% export_links count=1234 %}", path="/atti/?stato=aperto&ordine=-nome&pagina=3")
    assert [link["href"] for link in page.select("a")] == [
        "?stato=aperto&ordine=-nome&formato=csv",
        "?stato=aperto&ordine=-nome&formato=xlsx",
    ]
    assert words(page.p).startswith("Esporta 1.234 righe")
