from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "abitare.records"
    verbose_name = "atti e registro"
