"""The Azioni, their steps and links, and the pages of an act with its tracing."""

from django.urls import path

from actions.views import acts, plan, steps

urlpatterns = [
    path("azioni/", plan.action_list, name="list"),
    path("azioni/<int:number>/", plan.action_detail, name="detail"),
    path("azioni/<int:number>/passi/nuovo/", steps.step_create, name="step_create"),
    path("passi/<int:pk>/", steps.step_detail, name="step"),
    path("passi/<int:pk>/modifica/", steps.step_change, name="step_change"),
    path("passi/<int:pk>/<slug:name>/", steps.step_perform, name="step_perform"),
    path("legami/<int:pk>/<slug:name>/", plan.link_perform, name="link_perform"),
]
act_urlpatterns = [
    path("<int:pk>/", acts.act_detail, name="detail"),
    path("<int:pk>/pdf/", acts.act_pdf, name="document"),
]
