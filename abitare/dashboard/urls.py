from django.urls import include, path

from abitare.dashboard import views

dashboard_urls = [
    path("cruscotto/", views.dashboard, name="index"),
    path("cruscotto/stato.pdf", views.status_pdf, name="status"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("", include((dashboard_urls, "dashboard"))),
]
