"""The addresses of Abitare: composition only."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [
    path("", include(m))
    for m in (
        "abitare.people.entrance_urls",
        "abitare.people.urls",
        "abitare.ui.urls",
        "abitare.records.urls",
        "actions.urls",
        "abitare.dashboard.urls",
    )
    if find_spec(m)
]
