"""What every test relies on: strict templates, GETs that cannot write, nothing left over, people with a name."""

import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings
from post_office import models as post_office_models
from post_office.mail import send_queued

from abitare.people.roles import Role
from tests import strictness
from tests.factories.people import MembershipFactory, OfficeFactory, make_user

strictness.install()
# No clock in a test: a busy machine is not a failure.
hypothesis_settings.register_profile("abitare", deadline=None)
hypothesis_settings.load_profile("abitare")


@pytest.fixture
def client():
    return strictness.ReadOnlyGetClient()


def pytest_collection_modifyitems(items):
    """Playwright keeps an event loop running in this thread: Django must not take our queries for asynchronous ones."""
    if any(item.get_closest_marker("browser") for item in items):
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _nothing_left_over(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    ContentType.objects.clear_cache()


class Mailbox:
    """The queue of messages: what was queued in this test, and its delivery."""

    @property
    def queued(self):
        return list(post_office_models.Email.objects.order_by("pk"))

    def deliver(self):
        """Send what is queued, as run_jobs does; returns the messages that left."""
        send_queued()
        return mail.outbox


@pytest.fixture
def mailbox(settings, db):
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    return Mailbox()


# --- People with a name --------------------------------------------------------------------------------------------


@pytest.fixture
def office(db):
    return OfficeFactory(name="Settore Case e Quartieri")


@pytest.fixture
def coordinator(db):
    return make_user(Role.COORDINATOR, full_name="Carla Coordinatrice")


@pytest.fixture
def editor(office):
    """The editor of ``office``."""
    return make_user(Role.EDITOR, office, full_name="Renzo Redattore")


@pytest.fixture
def other_editor(db):
    """The editor of another office."""
    return make_user(Role.EDITOR, full_name="Rosa Redattrice")


@pytest.fixture
def manager(db):
    return make_user(Role.MANAGER, full_name="Dario Dirigente")


@pytest.fixture
def giunta(db):
    return make_user(Role.GIUNTA, full_name="Gina Giunta")


@pytest.fixture
def auditor(db):
    return make_user(Role.AUDITOR, full_name="Remo Revisore")


@pytest.fixture
def administrator(db):
    return make_user(Role.ADMINISTRATOR, full_name="Ada Amministratrice")


@pytest.fixture
def ente_user(db):
    """The contact of an ente: signed in, outside the Comune."""
    return MembershipFactory(user__full_name="Enrica Ente").user


@pytest.fixture
def stranger(db):
    """Signed in, with no role and no ente."""
    return make_user(full_name="Silvio Sconosciuto")
