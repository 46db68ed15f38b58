"""The register of the operations: everything that was done, by whom, on what."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.forms import LogFilter
from abitare.records.history import event
from abitare.records.selectors import addresses_of, kind_label, log_entries
from abitare.ui.exports import export
from abitare.ui.pagination import paginate

SORT = {
    "quando": ("recorded_at", "pk"),
    "chi": ("actor_label", "recorded_at"),
    "oggetto": ("subject_label", "recorded_at"),
}
HEADER = ["Registrato il", "Accaduto il", "Chi", "Che cosa", "Oggetto", "Tipo", "Cambiamenti", "Motivo", "Catena"]
HEADER += ["Voce n.", "Impronta"]


@require_GET
@permission_required(Permission.VIEW_LOG)
def log_list(request):
    chosen = LogFilter(request.GET, queryset=log_entries(request.user))
    listing = paginate(request, chosen.qs, sort=SORT, default="-quando")
    download = export(request, "registro", HEADER, map(_row, listing.rows.iterator()))
    if download:
        return download
    entries = list(listing)
    addresses = addresses_of(entries, request.user)
    rows = [(event(e), kind_label(e), addresses.get(e.chain.key, "")) for e in entries]
    return render(request, "records/log_list.html", {"filter": chosen, "listing": listing, "rows": rows})


def _row(entry):
    changes = "; ".join(change.sentence for change in event(entry).changes)
    yield from (entry.recorded_at, entry.happened_at, entry.actor_label, entry.label, entry.subject_label)
    yield from (kind_label(entry), changes, entry.reason, entry.chain.key, entry.seq, entry.hash)
