"""What every page knows about the installation: who runs it, which legal links exist, whether the data are a demo."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Site:
    """The installation as a page shows it. An empty address means «there is no such page»: its link is not printed."""

    ente_name: str
    ente_unit: str
    ente_url: str
    ente_address: str
    ente_pec: str
    product: str
    public_name: str
    tagline: str
    demo: bool
    privacy_url: str
    accessibility_url: str
    legal_url: str
    manual_url: str
    source_url: str


def read(name, default=""):
    """A setting, or its default where the installation does not name it."""
    return getattr(settings, name, default)


def site(request):
    """Context processor: ``{"site": Site}`` from settings, with visible defaults. Reads no database."""
    return {
        "site": Site(
            ente_name=read("ENTE_NAME", "Comune"),
            ente_unit=read("ENTE_UNIT"),
            ente_url=read("ENTE_URL"),
            ente_address=read("ENTE_ADDRESS"),
            ente_pec=read("ENTE_PEC"),
            product=read("PRODUCT_NAME", "Abitare"),
            public_name=read("PUBLIC_NAME", "Abitare"),
            tagline=read("TAGLINE", "Piano strategico per l’abitare"),
            demo=bool(read("DEMO", False)),
            privacy_url=read("PRIVACY_URL"),
            accessibility_url=read("ACCESSIBILITY_URL"),
            legal_url=read("LEGAL_NOTES_URL"),
            manual_url=read("MANUAL_URL"),
            source_url=read("SOURCE_URL"),
        )
    }
