"""The indicators and their observations."""

from django.urls import path

from actions.views import indicators, observations

urlpatterns = [
    path("indicatori/", indicators.indicator_list, name="indicators"),
    path("indicatori/importa/", observations.observation_import, name="observation_import"),
    path("indicatori/<str:code>/", indicators.indicator_detail, name="indicator"),
    path("indicatori/<str:code>/uso/", indicators.indicator_use, name="indicator_use"),
    path("indicatori/<str:code>/togli/", indicators.indicator_retire, name="indicator_retire"),
    path("indicatori/<str:code>/partenza/", indicators.indicator_baseline, name="indicator_baseline"),
    path("indicatori/<str:code>/obiettivi/nuovo/", indicators.target_create, name="target_create"),
    path("indicatori/<str:code>/punti/nuovo/", indicators.measure_propose, name="measure_propose"),
    path("indicatori/<str:code>/rilevazioni/nuova/", observations.observation_create, name="observation_create"),
    path("indicatori/<str:code>/rileva-oggi/", observations.observation_compute, name="observation_compute"),
    path("rilevazioni/<int:pk>/correggi/", observations.observation_correct, name="observation_correct"),
    path("rilevazioni/<int:pk>/<slug:name>/", observations.observation_perform, name="observation_perform"),
]
