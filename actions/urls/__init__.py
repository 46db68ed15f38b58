"""Addresses of the plan; the pages of an act are mounted under ``/atti/`` by abitare.urls."""

from actions.urls import indicators, plan, search, table, work

app_name = "actions"
urlpatterns = [*work.urlpatterns, *plan.urlpatterns, *table.urlpatterns, *indicators.urlpatterns, *search.urlpatterns]
act_urlpatterns = plan.act_urlpatterns
