"""The state tables of every app as a page of Markdown: ``docs/stati.md`` is written by this and by nothing else.

What a person may do is not described by hand: each rule is asked, once per role, about an object of the person's
office and about an object of another one; each guard is asked about an object that has nothing.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from abitare.people.roles import GRANTS, Role
from abitare.records.workflow import Transition

SUFFIX = "_TRANSITIONS"
HEAD = """# Stati

Questa pagina è scritta dal comando `write_states` leggendo le tabelle del codice: non si corregge a mano.
Ogni passaggio avviene da una sola porta, che controlla lo stato di partenza, chi agisce e tutte le condizioni, e scrive
il registro nella stessa operazione. Se qualcosa manca lo dice, con tutti i motivi insieme. «Sistema» è l’orologio.
"""


class Blank:
    """An object that has nothing: what a guard says of it is what the guard wants."""

    def __getattr__(self, name):
        return None


class Owned:
    """An object whose every reference is number 1, so that its office is office 1."""

    def __getattr__(self, name):
        return 1


@dataclass(frozen=True)
class RoleProbe:
    """A user who holds one role, everywhere or only in office 1."""

    role: Role
    everywhere: bool

    def can(self, permission):
        return self.everywhere and permission in GRANTS[self.role]

    def offices_with(self, permission):
        return [Owned()] if permission in GRANTS[self.role] else []


def state_tables():
    """Triples (model, state field, transitions), in the order of the installed apps and of their modules."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.transitions") is None:
            continue
        module = import_module(f"{config.name}.transitions")
        for name, table in vars(module).items():
            if name.endswith(SUFFIX) and all(isinstance(row, Transition) for row in table):
                yield (*_model_of(config, table), table)


def _model_of(config, table):
    states = type(table[0].target)
    field_name = table[0].state_field
    for model in config.get_models():
        for field in model._meta.get_fields():
            if field.name == field_name and getattr(field, "choices", None) == states.choices:
                return model, field
    raise LookupError(f"no model of {config.name} keeps {states.__name__} in «{field_name}»")


def page():
    """The whole page, ending with a new line."""
    return HEAD + "".join(_section(model, field, table) for model, field, table in state_tables())


def _section(model, field, table):
    labels = dict(field.flatchoices)
    lines = [f"\n## {model._meta.verbose_name_plural.capitalize()}\n"]
    lines.append("Stati: " + " · ".join(f"*{label}*" for label in labels.values()) + ".")
    lines.append(f"Alla nascita: *{labels[field.default]}*.\n")
    lines.append("| passaggio | da | a | chi | condizioni |")
    lines.append("|---|---|---|---|---|")
    lines += [_row(transition, labels) for transition in table]
    return "\n".join(lines) + "\n"


def _row(transition, labels):
    sources = ", ".join(label for value, label in labels.items() if value in transition.sources)
    cells = (transition.label, sources, labels[transition.target], _who(transition), _conditions(transition))
    return "| " + " | ".join(cells) + " |"


def _who(transition):
    """Labels of the roles that may, those for whom the role alone is not enough apart."""
    anywhere = [role for role in Role if transition.may(RoleProbe(role, everywhere=True), Blank())]
    at_home = [
        role for role in Role if role not in anywhere and transition.may(RoleProbe(role, everywhere=False), Owned())
    ]
    said = [", ".join(role.label for role in anywhere)] if anywhere else []
    if at_home:
        said.append("nel proprio ufficio: " + ", ".join(role.label for role in at_home))
    return "; ".join(said) or f"`{transition.may.__name__}`"


def _conditions(transition):
    said = [guard(Blank(), {}) or f"`{guard.__name__}`" for guard in transition.guards]
    if transition.needs_reason:
        said.append("Va scritto il motivo.")
    return " ".join(said) or "—"
