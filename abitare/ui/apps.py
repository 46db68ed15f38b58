from django.apps import AppConfig


class UiConfig(AppConfig):
    """Ground floor: formats, components, charts, forms, lists. No models, no imports from the other floors."""

    name = "abitare.ui"
    label = "ui"
    verbose_name = "interfaccia"
