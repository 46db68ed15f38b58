"""Global search."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.ui.exports import export
from actions.forms.search import SearchForm
from actions.selectors.search import search

HEADER = ["Gruppo", "Titolo", "Nota", "Indirizzo"]


@require_GET
@permission_required(Permission.VIEW_PLAN)
def search_page(request):
    form = SearchForm(request.GET if "q" in request.GET else None)
    words = form.words if form.is_valid() else None
    groups = search(words, request.user) if words else ()
    rows = ((g.label, hit.title, hit.note, request.build_absolute_uri(hit.href)) for g in groups for hit in g.hits)
    download = export(request, "ricerca", HEADER, rows)
    if download:
        return download
    found = sum(group.total for group in groups)
    return render(request, "actions/search.html", {"form": form, "words": words, "groups": groups, "found": found})
