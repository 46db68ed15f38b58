"""The addresses of Abitare: composition only."""

from django.urls import include, path

from abitare.records.urls import act_urlpatterns as register_urlpatterns
from abitare.records.urls import health_urlpatterns
from actions.urls import act_urlpatterns as traced_urlpatterns

urlpatterns = [
    path("", include("abitare.people.entrance_urls")),
    path("", include("abitare.people.urls")),
    path("", include("abitare.ui.urls")),
    path("", include("abitare.records.urls")),
    path("", include(health_urlpatterns)),
    path("atti/", include(([*register_urlpatterns, *traced_urlpatterns], "acts"))),
    path("", include("actions.urls")),
    path("", include("abitare.dashboard.urls")),
]
