"""The context of the gallery page."""

from datetime import UTC, datetime
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import QueryDict

from abitare.ui import options
from abitare.ui.gallery.drawings import CHARTS
from abitare.ui.gallery.sample_forms import SampleFilters, SampleForm
from abitare.ui.gallery.things import (
    CHECKS,
    DATED,
    DECISIONS,
    FACTS,
    FEED,
    HASH,
    NODES,
    RATIOS,
    REASONS,
    STALE,
    TODAY,
    WORK,
)
from abitare.ui.pagination import PAGE_PARAM, SORT_PARAM, Listing


def samples(request):
    """Every sample by the name the templates use; the page and the order come from the request."""
    page = Paginator(range(1, 1235), 50).get_page(request.GET.get(PAGE_PARAM, 4))
    sort = request.GET.get(SORT_PARAM, "-numero")
    return {
        "today": TODAY,
        "badge_kinds": [(kind, kind.capitalize()) for kind in options.BADGES],
        "tones": options.TONES,
        "icon_sizes": options.ICON_SIZES,
        "fingerprint_states": list(options.FINGERPRINT_STATES),
        "hash": HASH,
        "amount": Decimal("1234567.5"),
        "moment": datetime(2031, 11, 22, 7, 40, tzinfo=UTC),
        "ratios": RATIOS,
        "reasons": REASONS,
        "checks": CHECKS,
        "dated": DATED,
        "work": WORK,
        "decisions": DECISIONS,
        "nodes": NODES,
        "many_nodes": NODES * 2,
        "feed": FEED,
        "facts": FACTS,
        "stale": STALE,
        "listing": Listing(page=page, rows=(), sort=sort, fields=("numero", "data")),
        "filter_form": SampleFilters(QueryDict("text=alloggi&state=late")),
        "empty_form": SampleForm(),
        "wrong_form": SampleForm({"name": "Insieme", "day": "31/02/2031", "amount": "tanto", "areas": ["boh"]}, {}),
        "charts": CHARTS,
    }
