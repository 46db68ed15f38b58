"""The samples of the gallery page: every component, every option, on invented data."""

from abitare.ui.gallery.page import samples

__all__ = ["samples"]
