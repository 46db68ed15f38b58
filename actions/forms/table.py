"""Forms of the table: meetings, agenda, attendance, discussion, decisions, compiti."""

from django import forms
from django.utils import timezone

from abitare.people.models import Office
from abitare.ui import formats
from abitare.ui.fields import ItalianDateField
from abitare.ui.forms import Form, ModelForm, VersionedModelForm
from actions.enums import AgendaOrigin, AttendanceState, DecisionEffect, MeetingState
from actions.models import Action, AgendaItem, CoordinationTable, Meeting, Step


class TableForm(ModelForm):
    """The offices that sit at the table."""

    class Meta:
        model = CoordinationTable
        fields = ["name", "offices"]
        widgets = {"offices": forms.CheckboxSelectMultiple}
        help_texts = {"offices": "A ogni seduta si registra la presenza di ciascuno."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Those that are there already stay in the list also when they are no longer in force.
        self.fields["offices"].queryset = (
            Office.objects.current() | Office.objects.filter(tables=self.instance)
        ).distinct()
        self.fields["offices"].required = True


class MeetingForm(VersionedModelForm):
    """Plan or change a meeting. Once convened only the opening can be written."""

    date = ItalianDateField(label="Giorno")
    starts_at = forms.TimeField(
        label="Ora",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        help_text="Per esempio 9.30.",
        widget=forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off"}),
        error_messages={"invalid": "L’ora non si legge: scrivila come 9.30."},
    )

    class Meta:
        model = Meeting
        fields = ["date", "starts_at", "place", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"notes": "Va nel verbale, prima dell’ordine del giorno."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["notes"]
        elif self.instance.state != MeetingState.PLANNED:
            for name in ("date", "starts_at", "place"):
                del self.fields[name]

    def clean_date(self):
        day = self.cleaned_data["date"]
        if day < timezone.localdate():
            raise forms.ValidationError("Il giorno è già passato: una seduta si fissa da oggi in poi.")
        return day

    @property
    def values(self):
        """The fields of the meeting, without those of the page."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class ProposalsForm(Form):
    """Which of the points the facts propose go on the agenda. ``proposals``: as the page shows them now."""

    points = forms.MultipleChoiceField(
        label="Punti proposti",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Scegli almeno un punto.",
            "invalid_choice": "Uno dei punti scelti non è più fra quelli proposti: guarda l’elenco di adesso.",
        },
    )

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals = {proposal.key: proposal for proposal in proposals}
        self.fields["points"].choices = [(key, proposal.title) for key, proposal in self.proposals.items()]

    @property
    def chosen(self):
        """The proposals ticked, in the order of the page."""
        ticked = set(self.cleaned_data["points"])
        return [proposal for key, proposal in self.proposals.items() if key in ticked]

    @property
    def ticked(self):
        """The keys ticked, also when the form is not valid."""
        return set(self["points"].value() or ())


class ManualItemForm(Form):
    """A point written by a person."""

    title = forms.CharField(label="Titolo del punto", max_length=200)
    facts = forms.CharField(label="Perché", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CorrectionForm(Form):
    """What is wrong in the minutes of a closed meeting."""

    text = forms.CharField(
        label="Che cosa va corretto",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il verbale chiuso resta com’è: la rettifica va all’ordine del giorno della prossima seduta.",
    )


class AttendanceForm(Form):
    """Who was there: two fields for each member office.

    What each person changes is told from what they were shown (hidden initial values), so two people who record two
    offices at the same time do not undo each other.
    """

    mark_optional = False

    def __init__(self, *args, offices, attendances, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = list(offices)
        recorded = {row.office_id: row for row in attendances}
        for office in self.offices:
            row = recorded.get(office.pk)
            self.fields[f"state_{office.pk}"] = forms.ChoiceField(
                label=f"Presenza: {office.name}",
                choices=[("", "da registrare"), *AttendanceState.choices],
                initial=row.state if row else "",
                required=False,
                show_hidden_initial=True,
            )
            self.fields[f"by_{office.pk}"] = forms.CharField(
                label=f"Rappresentato da: {office.name}",
                max_length=120,
                initial=row.represented_by if row else "",
                required=False,
                show_hidden_initial=True,
            )

    def clean(self):
        cleaned = super().clean()
        for office in self.offices:
            if cleaned.get(f"by_{office.pk}") and not cleaned.get(f"state_{office.pk}"):
                self.add_error(f"state_{office.pk}", f"Di’ se {office.name} era presente.")
        return cleaned

    @property
    def rows(self):
        """For the table of the page: office, field of the presence, field of the name."""
        return [(office, self[f"state_{office.pk}"], self[f"by_{office.pk}"]) for office in self.offices]

    @property
    def changed_rows(self):
        """Triples (office, state, represented by) of the offices changed by this person."""
        changed = set(self.changed_data)
        data = self.cleaned_data
        return [
            (office, data[f"state_{office.pk}"], data[f"by_{office.pk}"])
            for office in self.offices
            if {f"state_{office.pk}", f"by_{office.pk}"} & changed and data[f"state_{office.pk}"]
        ]


class MinutesForm(VersionedModelForm):
    """What was said of a point."""

    class Meta:
        model = AgendaItem
        fields = ["minutes"]
        labels = {"minutes": "Discussione"}
        widgets = {"minutes": forms.Textarea(attrs={"rows": 4})}


class DecisionForm(Form):
    """A decision with what it becomes: what is written for the other effects is neither read nor judged."""

    text = forms.CharField(label="Decisione, come va a verbale", widget=forms.Textarea(attrs={"rows": 3}))
    effect = forms.ChoiceField(
        label="Che cosa diventa",
        choices=DecisionEffect.choices,
        initial=DecisionEffect.NOTHING,
        widget=forms.RadioSelect,
    )
    step = forms.ModelChoiceField(label="Passo", queryset=Step.objects.none(), required=False, empty_label="scegli")
    new_due = ItalianDateField(label="Nuovo termine", required=False)
    reason = forms.CharField(label="Motivo dello spostamento", max_length=300, required=False)
    step_title = forms.CharField(label="Che cosa fare", max_length=200, required=False)
    step_action = forms.ModelChoiceField(
        label="Azione", queryset=Action.objects.none(), required=False, empty_label="coordinamento del tavolo"
    )
    step_office = forms.ModelChoiceField(
        label="Ufficio responsabile", queryset=Office.objects.none(), required=False, empty_label="da individuare"
    )
    step_due = ItalianDateField(label="Termine", required=False)
    assignment = forms.CharField(label="Compito", max_length=300, required=False)
    assignment_office = forms.ModelChoiceField(
        label="Ufficio", queryset=Office.objects.none(), required=False, empty_label="scegli"
    )
    assignment_due = ItalianDateField(label="Entro il", required=False)

    mark_optional = False
    # effect -> (field of the form, name for the service, sentence when it is missing or None when it may be)
    PARTS = {
        DecisionEffect.NOTHING: (),
        DecisionEffect.POSTPONE: (
            ("step", "step", "Scegli il passo di cui si sposta il termine."),
            ("new_due", "new_due", "Scrivi il nuovo termine."),
            ("reason", "reason", "Scrivi perché il termine si sposta."),
        ),
        DecisionEffect.STEP: (
            ("step_title", "title", "Scrivi che cosa c’è da fare."),
            ("step_action", "action", None),
            ("step_office", "office", None),
            ("step_due", "due", None),
        ),
        DecisionEffect.ASSIGN: (
            ("assignment", "assignment", "Scrivi il compito."),
            ("assignment_office", "office", "Scegli l’ufficio a cui va il compito."),
            ("assignment_due", "due", None),
        ),
    }

    def __init__(self, *args, item, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        plan = item.meeting.table.plan
        self.fields["step"].queryset = steps
        self.fields["step"].label_from_instance = lambda step: (
            f"{step} · ora {formats.short_date(step.due) if step.due else 'senza termine'}"
        )
        self.fields["step_action"].queryset = plan.actions.all()
        offices = Office.objects.current().order_by("name")
        self.fields["step_office"].queryset = self.fields["assignment_office"].queryset = offices
        if item.origin == AgendaOrigin.LATE:
            self.initial["effect"] = DecisionEffect.POSTPONE
        self.initial |= {"step": item.step_id, "step_action": item.action_id or (item.step and item.step.action_id)}

    def group(self, effect):
        return [self[field] for field, _, _ in self.PARTS[effect]]

    @property
    def effect_groups(self):
        """Pairs (effect, its fields), without the one that has none."""
        return [(effect, self.group(effect)) for effect in DecisionEffect if self.PARTS[effect]]

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("effect")
        for effect, unread in self.PARTS.items():
            for name, _, _ in unread if effect != chosen else ():
                self.errors.pop(name, None)
        parts = self.PARTS.get(chosen, ())
        for name, _, sentence in parts:
            if sentence and name not in self.errors and not cleaned.get(name):
                self.add_error(name, sentence)
        for name in ("step_due", "assignment_due"):
            day = cleaned.get(name)
            if name in {field for field, _, _ in parts} and day and day < self.item.meeting.date:
                self.add_error(name, "Il termine precede il giorno della seduta.")
        return cleaned

    @property
    def values(self):
        """What the service needs for the chosen effect."""
        return {name: self.cleaned_data[field] for field, name, _ in self.PARTS[self.cleaned_data["effect"]]}


class CompleteAssignmentForm(Form):
    """A compito is done: when, how."""

    done_on = ItalianDateField(label="Fatto il")
    done_note = forms.CharField(
        label="Come", max_length=300, help_text="Un atto, un protocollo, una consegna: che cosa lo prova."
    )

    def clean_done_on(self):
        done_on = self.cleaned_data["done_on"]
        if done_on > timezone.localdate():
            raise forms.ValidationError("Un compito non può essere fatto in un giorno che deve ancora venire.")
        return done_on
