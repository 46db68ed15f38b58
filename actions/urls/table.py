"""The table, its meetings, their agendas and the compiti."""

from django.urls import path

from actions.views import agenda, table

urlpatterns = [
    path("tavolo/", table.table_detail, name="table"),
    path("tavolo/componenti/", table.table_change, name="table_change"),
    path("tavolo/nuova/", table.meeting_create, name="meeting_create"),
    path("tavolo/<int:number>/", table.meeting_detail, name="meeting"),
    path("tavolo/<int:number>/modifica/", table.meeting_change, name="meeting_change"),
    path("tavolo/<int:number>/presenze/", table.attendance, name="attendance"),
    path("tavolo/<int:number>/ordine-del-giorno/", agenda.agenda, name="agenda"),
    path("tavolo/<int:number>/seduta.ics", table.meeting_calendar, name="meeting_calendar"),
    path("tavolo/<int:number>/verbale.pdf", table.meeting_minutes, name="meeting_minutes"),
    path("tavolo/<int:number>/<slug:name>/", table.meeting_perform, name="meeting_perform"),
    path("tavolo/punti/<int:pk>/", agenda.item_discuss, name="item"),
    path("tavolo/punti/<int:pk>/decidi/", agenda.item_decide, name="item_decide"),
    path("tavolo/punti/<int:pk>/rettifica/", agenda.item_correct, name="item_correct"),
    path("tavolo/punti/<int:pk>/togli/", agenda.item_remove, name="item_remove"),
    path("tavolo/punti/<int:pk>/sposta/<slug:direction>/", agenda.item_move, name="item_move"),
    path("tavolo/compiti/<int:pk>/<slug:name>/", agenda.assignment_perform, name="assignment_perform"),
]
