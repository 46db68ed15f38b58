"""Forms of the money of an Azione."""

from django import forms
from django.core.validators import RegexValidator

from abitare.records.models import Act
from abitare.ui.fields import MoneyField
from abitare.ui.forms import VersionedModelForm
from actions.models import BudgetLine
from actions.models.plan import CIG_FORMAT, CUP_FORMAT

FIELDS = ("label", "source", "allocated", "committed", "paid", "act", "cup", "cig")
UNKNOWN = "Lascia vuoto ciò che non è quantificato: non vale zero."


class CodeField(forms.CharField):
    """A CUP or a CIG: written anyhow, kept in capitals without spaces."""

    def __init__(self, *, shape, length, **kwargs):
        message = f"Il {kwargs['label']} ha {length} caratteri, lettere e cifre."
        super().__init__(required=False, validators=[RegexValidator(shape, message)], **kwargs)

    def to_python(self, value):
        return "".join(super().to_python(value).split()).upper()


class BudgetLineForm(VersionedModelForm):
    """Write or change a line. Amounts out of order are said after saving, not refused: they may be the truth."""

    allocated = MoneyField(label="Stanziato", required=False, help_text=UNKNOWN)
    committed = MoneyField(label="Impegnato", required=False)
    paid = MoneyField(label="Liquidato", required=False)
    cup = CodeField(label="CUP", shape=CUP_FORMAT, length=15, help_text="15 caratteri.")
    cig = CodeField(label="CIG", shape=CIG_FORMAT, length=10, help_text="10 caratteri.")

    class Meta:
        model = BudgetLine
        fields = FIELDS
        help_texts = {"source": "Il capitolo, il fondo, il bando.", "act": "L’atto che stanzia o impegna."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["act"].queryset = Act.objects.visible_to(user).in_register_order()
        self.fields["act"].empty_label = "nessuno"

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}
