"""Forms of a step."""

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone

from abitare.people.models import Office
from abitare.records.models import Act, MandatePoint
from abitare.ui.fields import ItalianDateField
from abitare.ui.forms import Form, VersionedModelForm
from actions.models import Step


class StepForm(VersionedModelForm):
    """Create or change a step. ``points`` (only when creating) are those of the deliberation in force."""

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
        if self.instance.pk:
            del self.fields["points"]
        else:
            points = MandatePoint.objects.filter(clause__act_id=plan.mandate_id, clause__level="proposal")
            self.fields["points"].queryset = points.select_related("clause").order_by("clause__path")
            self.fields["points"].label_from_instance = lambda p: (
                f"{p.clause.coordinate} {p.clause.summary or p.clause}"
            )

    @property
    def values(self):
        """The fields of the step, without those of the page."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CompleteStepForm(Form):
    """Close a step: when it was done and what proves it."""

    done_on = ItalianDateField(label="Attuato il")
    evidence_act = forms.ModelChoiceField(
        label="Atto che lo prova", queryset=Act.objects.none(), required=False, empty_label="nessuno"
    )
    evidence_note = forms.CharField(
        label="Altra prova", max_length=300, required=False, help_text="Un verbale, un contratto, una relazione: quale."
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence_act"].queryset = Act.objects.visible_to(user).in_register_order()

    def clean_done_on(self):
        done_on = self.cleaned_data["done_on"]
        if done_on > timezone.localdate():
            raise forms.ValidationError("Un passo non può essere attuato in un giorno che deve ancora venire.")
        return done_on


class ReasonForm(Form):
    """Why: asked by the transitions that need a reason."""

    reason = forms.CharField(label="Motivo", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
