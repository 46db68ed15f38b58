"""Who must speak today: offices by Azione, with what is open and late, and when each last said something."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OfficeCell:
    """Open steps of one office in one Azione."""

    label: str
    href: str
    open: int
    late: int


@dataclass(frozen=True)
class OfficeRow:
    """One office (None: nobody named), a cell for each Azione and one for the coordination."""

    office: object
    cells: tuple
    last_news: date | None

    @property
    def open(self):
        return sum(cell.open for cell in self.cells)

    @property
    def late(self):
        return sum(cell.late for cell in self.cells)


def office_rows(plan_view):
    """``OfficeRow`` of every office that has open steps, by name, those without an office last. No query."""
    offices = {view.step.office_id: view.step.office for view in plan_view.open_steps}
    last = plan_view.facts.last_news(plan_view.today, lambda fact: fact.office)
    rows = [
        OfficeRow(office, tuple(_cell(column, pk) for column in plan_view.columns), last.get(pk))
        for pk, office in offices.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.office is None, row.office.name if row.office else "")))


def _cell(column, office_id):
    own = [view for view in column.steps if view.step.office_id == office_id and view.facts.open]
    href = f"{column.href}#passi" if own else ""
    return OfficeCell(column.label, href, len(own), sum(view.days_late > 0 for view in own))
