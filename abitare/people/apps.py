from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "abitare.people"
    label = "people"
    verbose_name = "persone, uffici ed enti"
    default_auto_field = "django.db.models.BigAutoField"
