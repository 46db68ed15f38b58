"""Messages of the people app: plain text, signed by the ente, queued in the transaction of the change."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse


def send_invitation(invitation, token: str) -> None:
    """Queue the invitation to its address. The token exists only in this message."""
    link = settings.BASE_URL.rstrip("/") + reverse("people:invitation_accept", args=(token,))
    _send("invitation", invitation.email, {"invitation": invitation, "link": link})


def send_second_factor_reset(user, by) -> None:
    """Tell the person that an administrator removed their second factor."""
    _send("second_factor_reset", user.email, {"person": user, "by": by})


def _send(event: str, to: str, context: dict) -> None:
    context |= {"ente_name": settings.ENTE_NAME, "base_url": settings.BASE_URL}
    subject = " ".join(render_to_string(f"email/people/{event}_subject.txt", context).split())
    body = render_to_string(f"email/people/{event}_body.txt", context).strip() + "\n"
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
