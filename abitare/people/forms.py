import django_filters
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q

from abitare.people.enums import NotificationKind, OfficeKind
from abitare.people.models import Invitation, Office, RoleGrant, User
from abitare.people.roles import GRANTABLE_ROLES
from abitare.ui.fields import ItalianDateField
from abitare.ui.forms import FilterForm, Form, ModelForm

ROLE_CHOICES = [(role.value, role.label) for role in GRANTABLE_ROLES]


class ProfileForm(ModelForm):
    class Meta:
        model = User
        fields = ("full_name",)
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}


class MessagePreferencesForm(Form):
    """Which messages of the plan a person wants; `services.set_preferences` keeps it."""

    mark_optional = False

    digest = forms.BooleanField(
        label="Il riepilogo settimanale dei miei uffici",
        required=False,
        help_text="Una volta alla settimana: che cosa è in ritardo, che cosa scade, che cosa è fermo.",
    )
    reminders = forms.BooleanField(
        label="I promemoria dei termini",
        required=False,
        help_text="Sette giorni prima, il giorno del termine, poi 7 e 30 giorni dopo.",
    )

    @property
    def choices_by_kind(self) -> dict[NotificationKind, bool]:
        return {kind: self.cleaned_data[kind.value] for kind in NotificationKind}


class InvitationForm(ModelForm):
    """Parses an invitation; `services.invite` makes it (and withdraws the one still open for the address)."""

    class Meta:
        model = Invitation
        fields = ("email", "role", "office")
        help_texts = {
            "email": "La persona sceglie nome e password dal collegamento che riceve, valido 7 giorni.",
            "role": "Vuoto per chi avrà compiti solo nei singoli avvisi (RUP, commissari).",
            "office": "Serve a redattore di settore, patrimonio, tecnico e ragioneria.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Nessun ruolo generale"), *ROLE_CHOICES]
        self.fields["office"].queryset = Office.objects.current()
        self.fields["office"].empty_label = "Nessun ufficio"

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.staff().filter(email=email).exists():
            raise forms.ValidationError("La persona ha già un account: assegna il ruolo dalla sua pagina.")
        return email


class AcceptInvitationForm(Form):
    full_name = forms.CharField(
        label="Nome e cognome", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label="Password",
        strip=False,
        help_text="Almeno 12 caratteri. Non usare solo cifre, parole comuni, il tuo nome o la tua e-mail.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Ripeti la password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password1")
        if password and cleaned.get("password2") and password != cleaned["password2"]:
            self.add_error("password2", "Le due password non sono uguali.")
        elif password:
            person = User(email=self.email, full_name=cleaned.get("full_name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class GrantForm(ModelForm):
    """A role for a person already in; `services.grant_role` writes it."""

    class Meta:
        model = RoleGrant
        fields = ("role", "office")
        help_texts = {"office": "Serve a redattore di settore, patrimonio, tecnico e ragioneria."}

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.user = person
        self.fields["role"].choices = [("", "Scegli un ruolo"), *ROLE_CHOICES]
        self.fields["office"].queryset = Office.objects.current()
        self.fields["office"].empty_label = "Nessun ufficio"


class OfficeForm(ModelForm):
    class Meta:
        model = Office
        fields = ("name", "short_name", "kind", "parent", "valid_from", "valid_to")
        field_classes = {"valid_from": ItalianDateField, "valid_to": ItalianDateField}
        help_texts = {"short_name": "Per tabelle e grafici, dove lo spazio è poco."}


class StaffFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Nome o e-mail", method="search")
    ruolo = django_filters.ChoiceFilter(
        label="Ruolo", choices=ROLE_CHOICES, empty_label="Tutti i ruoli", method="with_role"
    )

    class Meta:
        model = User
        form = FilterForm
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(Q(full_name__icontains=value) | Q(email__icontains=value))

    def with_role(self, queryset, name, value):
        grants = RoleGrant.objects.current().filter(role=value)
        return queryset.filter(pk__in=grants.values("user"))


class OfficeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Denominazione", method="search")
    tipo = django_filters.ChoiceFilter(
        label="Tipo", field_name="kind", choices=OfficeKind.choices, empty_label="Tutti i tipi"
    )

    class Meta:
        model = Office
        form = FilterForm
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(short_name__icontains=value))
