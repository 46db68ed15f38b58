"""The addresses of the user menu, for the test that draws it."""

from django.urls import include, path

from tests.ui.urls import empty
from tests.ui.urls import urlpatterns as others

people = ([path("profilo/", empty, name="profile")], "people")
urlpatterns = [
    *others,
    path("esci/", empty, name="account_logout"),
    path("accesso/sicurezza/", empty, name="mfa_index"),
    path("", include(people)),
]
