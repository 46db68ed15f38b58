"""What the list, form and navigation components show, computed here and drawn by their templates."""

from django.urls import NoReverseMatch, reverse

from abitare.ui import formats
from abitare.ui.charts.geometry import clamp, coordinate
from abitare.ui.options import TONES, choose, wrong
from abitare.ui.pagination import FORMAT_PARAM, PAGE_PARAM, SORT_PARAM, query_with


def progress_figures(done, expected, *, tone=""):
    """Words and coordinates of progress (``done``) against expectation, both ratios or ``None``."""
    gap = None if done is None or expected is None else formats.fraction(done) - formats.fraction(expected)
    choose(tone, TONES, "progress tone")
    shown_done, shown_expected = clamp(done or 0), clamp(expected or 0)
    return {
        "evaluable": gap is not None,
        "done_text": None if done is None else formats.percent(done),
        "expected_text": None if expected is None else formats.percent(expected),
        "gap_text": None if gap is None else formats.points(gap),
        "gap_tone": tone or ("ok" if gap is None or gap >= 0 else "late"),
        "done_width": coordinate(shown_done),
        "expected_at": coordinate(shown_expected),
        "missing_width": coordinate(max(0, shown_expected - shown_done)),
        "missing": shown_expected > shown_done,
    }


def pager(request, page):
    """Numbers and addresses around a page of a ``Paginator``."""
    paginator = page.paginator
    pages = [
        {"number": str(number), "href": query_with(request, **{PAGE_PARAM: number}), "current": number == page.number}
        if number != paginator.ELLIPSIS
        else {"number": "", "href": "", "current": False}
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    address = {"previous_href": "", "next_href": ""}
    if page.has_previous():
        address["previous_href"] = query_with(request, **{PAGE_PARAM: page.previous_page_number()})
    if page.has_next():
        address["next_href"] = query_with(request, **{PAGE_PARAM: page.next_page_number()})
    return address | {
        "pages": pages,
        "many": paginator.num_pages > 1,
        "first": formats.number(page.start_index()),
        "last": formats.number(page.end_index()),
        "total": formats.number(paginator.count),
    }


def sort_link(context, field):
    """Where a column heading leads and how it is sorted now (the value of ``aria-sort``)."""
    listing = context.get("listing")
    if listing is None or field not in listing.fields:
        wrong(f"sort_header: {field!r} non è fra i campi di ordinamento della lista.")
        return {"href": "", "direction": "none", "icon_name": ""}
    if listing.sort == field:
        direction, asked, icon_name = "ascending", f"-{field}", "it-arrow-up"
    elif listing.sort == f"-{field}":
        direction, asked, icon_name = "descending", field, "it-arrow-down"
    else:
        direction, asked, icon_name = "none", field, ""
    href = query_with(context.get("request"), **{SORT_PARAM: asked, PAGE_PARAM: None})
    return {"href": href, "direction": direction, "icon_name": icon_name}


def filter_form(request, form):
    """Chips of the filters in use (each with the address that removes it), the order to keep, the empty address."""
    chips = []
    for field in form:
        if field.name not in form.data or not form.data.getlist(field.html_name):
            continue
        for value in filter(None, form.data.getlist(field.html_name)):
            others = [other for other in form.data.getlist(field.html_name) if other != value]
            href = query_with(request, **{field.html_name: others or None, PAGE_PARAM: None})
            chips.append({"label": field.label, "value": _choice_label(field, value), "href": href})
    sort = request.GET.get(SORT_PARAM, "") if request is not None else ""
    path = request.path if request is not None else ""
    return {"chips": chips, "sort": sort, "sort_param": SORT_PARAM, "path": path}


def _choice_label(field, value):
    """The words of a filter's value: the label of a choice, otherwise what was typed."""
    for key, label in getattr(field.field, "choices", ()):
        if str(key) == value:
            return label
    return value


def export_links(request):
    return {
        "csv_href": query_with(request, **{FORMAT_PARAM: "csv", PAGE_PARAM: None}),
        "xlsx_href": query_with(request, **{FORMAT_PARAM: "xlsx", PAGE_PARAM: None}),
    }


def errors(form):
    """The errors of a form in its order: those of the whole form first, then each field with the id to jump to."""
    rows = [{"label": "", "target": "", "text": text} for text in form.non_field_errors()]
    for field in form.visible_fields():
        rows += [{"label": field.label, "target": first_control(field), "text": text} for text in field.errors]
    for field in form.hidden_fields():
        rows += [{"label": "", "target": "", "text": text} for text in field.errors]
    return {"rows": rows}


def first_control(field):
    """The id of the control that an error's link must focus: the first of a group, otherwise the field itself."""
    return field.id_for_label or f"{field.auto_id}_0"


def nav_link(context, url_name, needs):
    """Address and place of a navigation link: empty address when the page is not there or not for this user.

    A user is asked through ``user.can(permission)`` if it knows how to answer (floor 1 does; nobody imports it here).
    """
    request, user = context.get("request"), context.get("user")
    may = getattr(user, "can", None)
    if needs and may is not None and not may(needs):
        return {"href": "", "current": ""}
    try:
        href = reverse(url_name)
    except NoReverseMatch:
        return {"href": "", "current": ""}
    path = request.path if request is not None else ""
    inside = href != "/" and path.startswith(href)
    return {"href": href, "current": "page" if path == href else "true" if inside else ""}
