"""The rules of the suite do bite."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, engines
from django.template.base import Origin, Template
from django.urls import path

from abitare.people.models import Office
from abitare.records.models import LogEntry
from abitare.records.services.log import log
from abitare.records.triggers import missing_triggers
from tests.factories.people import OfficeFactory
from tests.strictness import OUR_TEMPLATES, WriteInGet


def writing_view(request):
    Office.objects.create(name="Settore scritto da una lettura", kind="sector")
    return HttpResponse("fatto")


urlpatterns = [path("scrive/", writing_view)]


def render(source, **context):
    origin = Origin(f"{OUR_TEMPLATES}/prova.html", "prova.html")
    return Template(source, origin=origin, engine=engines["django"].engine).render(Context(context))


def test_an_undefined_variable_of_our_templates_fails():
    with pytest.raises(pytest.fail.Exception, match="prova.html: {{ nome }}"):
        render("{{ nome }}")
    with pytest.raises(pytest.fail.Exception, match="prova.html"):
        render("{% with n=persona.nome %}{{ n }}{% endwith %}", persona={})


def test_a_variable_the_template_expects_to_miss_is_fine():
    assert render('{{ nome|default:"nessuno" }}{% if nome %}mai{% endif %}') == "nessuno"
    assert render("{{ nome|upper }}", nome="ada") == "ADA"


@pytest.mark.django_db
@pytest.mark.urls("tests.test_strictness")
@pytest.mark.parametrize(("method", "refused"), [("get", True), ("head", True), ("post", False)])
def test_a_get_cannot_write(client, settings, method, refused):
    settings.MIDDLEWARE = []
    if refused:
        with pytest.raises(WriteInGet), transaction.atomic():
            getattr(client, method)("/scrive/")
    else:
        client.post("/scrive/")
    assert Office.objects.exists() is not refused


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_database_is_emptied_although_the_log_refuses(turn):
    """Whichever turn runs second finds an empty log and the triggers in place."""
    assert not LogEntry.objects.exists()
    assert missing_triggers() == []
    log(OfficeFactory(), "create", by=None)
