"""Forms of a step."""

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone

from abitare.people.models import Office
from abitare.records.models import Act, MandatePoint
from abitare.ui.fields import ItalianDateField
from abitare.ui.formats import long_date
from abitare.ui.forms import Form, VersionedModelForm
from actions.models import Step


class StepForm(VersionedModelForm):
    """Create or change a step. ``points`` (only when creating) are those of the deliberation in force.

    A due date is written here once: from then on it is moved by ``PostponeForm``, with its reason and its source.
    """

    start = ItalianDateField(label="Inizio", required=False)
    due = ItalianDateField(label="Termine", required=False)
    points = forms.ModelMultipleChoiceField(
        label="Punti della deliberazione che esegue",
        queryset=MandatePoint.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ogni legame è una proposta a tuo nome, da validare al tavolo.",
    )

    class Meta:
        model = Step
        fields = ["title", "kind", "weight", "office", "start", "due", "due_precision", "due_source"]
        help_texts = {
            "weight": "Quanto conta fra i passi della stessa Azione: 10 vale il doppio di 5.",
            "office": "Senza ufficio il passo resta «da individuare» e non si può avviare.",
            "due_source": "Un atto, una seduta del tavolo oppure «stima dell’ufficio».",
        }

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.order_by("name")
        self.fields["office"].empty_label = "da individuare"
        self.fields["weight"].validators.append(MinValueValidator(0, "Il peso non può essere negativo."))
        if self.instance.first_due:
            del self.fields["due"], self.fields["due_source"]
        if self.instance.pk:
            del self.fields["points"]
        else:
            points = MandatePoint.objects.filter(clause__act_id=plan.mandate_id, clause__level="proposal")
            self.fields["points"].queryset = points.select_related("clause").order_by("clause__path")
            self.fields["points"].label_from_instance = lambda p: (
                f"{p.clause.coordinate} {p.clause.summary or p.clause}"
            )

    def clean_start(self):
        """The database compares the two dates; here the due one may not be among the fields."""
        start, due = self.cleaned_data["start"], self.instance.due
        if "due" not in self.fields and start and due and start > due:
            raise forms.ValidationError(f"L’inizio segue il termine, {long_date(due)}: prima sposta il termine.")
        return start

    @property
    def values(self):
        """The fields of the step, without those of the page."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class CompleteStepForm(Form):
    """Close a step: when it was done and what proves it. The proof the step already has is there, and is not lost by
    emptying its field: it is kept until another takes its place."""

    done_on = ItalianDateField(label="Attuato il")
    evidence_act = forms.ModelChoiceField(
        label="Atto che lo prova", queryset=Act.objects.none(), required=False, empty_label="nessuno"
    )
    evidence_note = forms.CharField(
        label="Altra prova", max_length=300, required=False, help_text="Un verbale, un contratto, una relazione: quale."
    )

    def __init__(self, *args, step, user, **kwargs):
        kwargs["initial"] = {"evidence_act": step.evidence_act_id, "evidence_note": step.evidence_note}
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["evidence_act"].queryset = Act.objects.visible_to(user).in_register_order()

    def clean_evidence_note(self):
        return self.cleaned_data["evidence_note"] or self.step.evidence_note

    def clean_done_on(self):
        done_on = self.cleaned_data["done_on"]
        if done_on > timezone.localdate():
            raise forms.ValidationError("Un passo non può essere attuato in un giorno che deve ancora venire.")
        return done_on


class ReasonForm(Form):
    """Why: asked by the transitions that need a reason."""

    reason = forms.CharField(label="Motivo", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
