from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "abitare.dashboard"
    verbose_name = "cruscotto"
