from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "abitare.territory"
    label = "territory"
    verbose_name = "territorio"
    default_auto_field = "django.db.models.BigAutoField"
