from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Typed document -> HTML -> PDF. No models: whoever has the data builds the document, here it is only printed."""

    name = "abitare.documents"
    label = "documents"
    verbose_name = "documenti"
