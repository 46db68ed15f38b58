"""Messages of the table: plain text, one for each person and event, queued in the transaction of the change."""

from django.conf import settings
from django.urls import reverse

from abitare.people.models import User
from abitare.people.models.offices import RoleGrant
from abitare.records.notifications import queue


def tell_members(meeting, event, *, key, **context):
    """Queue ``email/actions/<event>`` to every active person with a grant for a member office, once per ``key``.

    Returns how many messages were queued now.
    """
    grants = RoleGrant.objects.current().filter(office__in=meeting.table.offices.all())
    people = User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("pk")
    context |= {
        "meeting": meeting,
        "items": list(meeting.agenda.order_by("position")),
        "link": _absolute(meeting.get_absolute_url()),
        "calendar": _absolute(reverse("actions:meeting_calendar", args=[meeting.number])),
        "ente_name": settings.ENTE_NAME,
        "base_url": settings.BASE_URL,
    }
    return sum(
        queue(
            key=f"{key}:{meeting.pk}:{person.pk}",
            recipient=person.email,
            template=f"actions/{event}",
            context=context | {"person": person},
        )
        for person in people
    )


def _absolute(path):
    return settings.BASE_URL.rstrip("/") + path
