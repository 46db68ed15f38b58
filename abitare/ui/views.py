"""The one page of the ground floor: the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render

from abitare.ui.gallery import samples


@login_not_required
def gallery(request):
    """Every component with every option, on invented data. 404 unless ``SHOW_GALLERY`` (default ``DEBUG``)."""
    if not getattr(settings, "SHOW_GALLERY", settings.DEBUG):
        raise Http404
    return render(request, "components/gallery/index.html", samples(request))
