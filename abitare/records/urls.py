"""Addresses of the records: files and health here, the register of acts under ``/atti/`` (see abitare.urls)."""

from django.urls import path

from abitare.records.views import acts, attachments, health, log

app_name = "records"
urlpatterns = [
    path("file/<int:pk>/", attachments.attachment_download, name="attachment_download"),
    path("file/<int:pk>/acquisisci/", attachments.attachment_acquire, name="attachment_acquire"),
    path("registro/", log.log_list, name="log"),
]
act_urlpatterns = [
    path("", acts.act_list, name="list"),
    path("importa/", acts.act_import, name="import"),
    path("importa/<uuid:token>/", acts.act_import_preview, name="import_preview"),
    path("punti/<int:pk>/correggi/", acts.clause_correct, name="clause_correct"),
]
health_urlpatterns = [path("salute/", health.health, name="health")]
