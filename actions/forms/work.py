"""Forms of the steps at work: the due date moved, the wait of a step for another, the file that proves it."""

from django import forms
from django.conf import settings
from django.utils import timezone

from abitare.records.models import Act
from abitare.ui.fields import ItalianDateField, UploadField
from abitare.ui.forms import Form
from actions.enums import OPEN_STEP_STATES
from actions.models import Step

EVIDENCE_KINDS = ("pdf", "p7m", "docx", "xlsx", "png", "jpeg", "eml")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "p7m": "application/pkcs7-mime",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "eml": "message/rfc822",
}


class PostponeForm(Form):
    """Move the due date of a step, or take it away. What cannot be is said by the service, all at once."""

    new_due = ItalianDateField(label="Termine nuovo", required=False)
    withdrawn = forms.BooleanField(label="Togli il termine: resta da fissare", required=False)
    reason = forms.CharField(label="Perché si sposta", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(
        label="Su decisione di",
        max_length=200,
        required=False,
        help_text="Una seduta del tavolo, un ufficio. Con un atto basta l’atto.",
    )
    source_act = forms.ModelChoiceField(
        label="Atto che lo decide", queryset=Act.objects.none(), required=False, empty_label="nessuno"
    )
    decided_on = ItalianDateField(label="Deciso il", initial=timezone.localdate)
    opened_version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Ricarica la pagina."})

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source_act"].queryset = Act.objects.visible_to(user).in_register_order()

    def clean(self):
        cleaned = super().clean()
        given, withdrawn = cleaned.get("new_due"), cleaned.get("withdrawn")
        if given and withdrawn:
            self.add_error("withdrawn", "Hai scritto un termine nuovo e anche di toglierlo: scegli una delle due cose.")
        if not given and not withdrawn and "new_due" not in self.errors:
            self.add_error("new_due", "Scrivi il termine nuovo, oppure scegli di toglierlo.")
        return cleaned

    def renew(self, version):
        """Show the form again over a step that somebody else has changed: what was written stays."""
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = str(version)

    @property
    def values(self):
        names = ("new_due", "reason", "source", "source_act", "decided_on")
        return {name: self.cleaned_data[name] for name in names} | {"version": self.cleaned_data["opened_version"]}


class DependencyForm(Form):
    """Choose the step to wait for, among those still open."""

    predecessor = forms.ModelChoiceField(
        label="Non avviabile prima di", queryset=Step.objects.none(), empty_label="scegli un passo"
    )

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        steps = Step.objects.filter(plan=step.plan_id, state__in=OPEN_STEP_STATES).exclude(pk=step.pk)
        self.fields["predecessor"].queryset = steps.select_related("action").in_plan_order()


class EvidenceForm(Form):
    """A file that proves a step."""

    title = forms.CharField(
        label="Che cosa prova", max_length=200, help_text="Un verbale, un contratto, una relazione: quale."
    )
    file = UploadField(label="File", kinds=EVIDENCE_KINDS, max_megabytes=settings.MAX_UPLOAD_MB)

    @property
    def values(self):
        upload = self.cleaned_data["file"]
        return {
            "title": self.cleaned_data["title"],
            "data": upload.read(),
            "name": upload.name,
            "media_type": MEDIA_TYPES[upload.kind],
        }
