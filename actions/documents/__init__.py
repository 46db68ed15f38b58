"""Model -> typed document."""

from actions.documents.acts import act_document, act_title
from actions.documents.minutes import meeting_event, minutes_document

__all__ = ["act_document", "act_title", "meeting_event", "minutes_document"]
