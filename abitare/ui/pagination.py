"""Lists: one page at a time, ordered by a whitelisted field, always the same order for equal rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

PAGE_PARAM = "pagina"
SORT_PARAM = "ordine"
FORMAT_PARAM = "formato"
PER_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """A page of a list with its order, for the templates: ``pager listing.page``, ``sort_header``.

    ``rows`` is the whole ordered queryset (what the export writes), ``sort`` the current key, «-» first when
    descending, ``fields`` the keys that may be asked for.
    """

    page: Page
    rows: object
    sort: str
    fields: tuple[str, ...]

    @property
    def count(self):
        """How many rows the whole list has (counted once)."""
        return self.page.paginator.count

    def __iter__(self):
        return iter(self.page)

    def __len__(self):
        return len(self.page)


def order_by(queryset, sort: Mapping[str, str | tuple[str, ...]], asked, default):
    """The queryset ordered by the key ``asked`` for (a leading «-» turns it round) and then by primary key.

    ``sort`` maps each key of the address to the field or fields it orders by; a key that is not there means
    ``default``. Returns ``(queryset, key used)``.
    """
    key = asked if asked and asked.removeprefix("-") in sort else default
    down = key.startswith("-")
    columns = sort[key.removeprefix("-")]
    columns = (columns,) if isinstance(columns, str) else columns
    if down:
        columns = tuple(column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in columns)
    return queryset.order_by(*columns, "-pk" if down else "pk"), key


def paginate(request, queryset, *, sort, default, per_page=PER_PAGE):
    """The ``Listing`` that a request asks for with ``?ordine=`` and ``?pagina=``.

    A page that does not exist gives the nearest one, an unknown order the default: never an error. Two queries when
    iterated: the count and the page.
    """
    rows, key = order_by(queryset, sort, request.GET.get(SORT_PARAM), default)
    page = Paginator(rows, per_page).get_page(request.GET.get(PAGE_PARAM))
    return Listing(page=page, rows=rows, sort=key, fields=tuple(sort))


def query_with(request, **changes):
    """The address of this page with some parameters changed, ``None`` dropping one: «?ordine=numero»."""
    query = request.GET.copy() if request is not None else None
    if query is None:
        return "?"
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list):
            query.setlist(name, value)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path
