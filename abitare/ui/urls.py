from django.urls import path

from abitare.ui import views

app_name = "ui"
urlpatterns = [path("stile/", views.gallery, name="gallery")]
