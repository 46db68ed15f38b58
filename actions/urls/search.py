"""Global search."""

from django.urls import path

from actions.views import search

urlpatterns = [path("cerca/", search.search_page, name="search")]
