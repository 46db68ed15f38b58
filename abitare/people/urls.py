from django.urls import path

from abitare.people import views

app_name = "people"
urlpatterns = [
    path("profilo/", views.profile, name="profile"),
    path("profilo/messaggi/", views.message_preferences, name="message_preferences"),
    path("sessione/", views.session, name="session"),
    path("invito/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("persone/", views.staff_list, name="staff_list"),
    path("persone/<int:pk>/", views.staff_detail, name="staff_detail"),
    path("persone/<int:pk>/ruoli/", views.grant_create, name="grant_create"),
    path("persone/<int:pk>/secondo-fattore/", views.second_factor_reset, name="second_factor_reset"),
    path("persone/ruoli/<int:pk>/revoca/", views.grant_revoke, name="grant_revoke"),
    path("persone/inviti/", views.invitation_list, name="invite"),
    path("persone/inviti/<int:pk>/ritira/", views.invitation_withdraw, name="invitation_withdraw"),
    path("uffici/", views.office_list, name="office_list"),
    path("uffici/nuovo/", views.office_create, name="office_create"),
    path("uffici/<int:pk>/", views.office_update, name="office_update"),
]
