from django.urls import include, path

from abitare.dashboard import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include(([path("cruscotto/", views.dashboard, name="index")], "dashboard"))),
]
