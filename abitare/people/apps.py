from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from abitare.people.session_clock import start_clock


class PeopleConfig(AppConfig):
    name = "abitare.people"
    label = "people"
    verbose_name = "persone, uffici ed enti"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        user_logged_in.connect(start_clock, dispatch_uid="people.session_clock")
