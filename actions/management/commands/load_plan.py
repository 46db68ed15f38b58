from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError, transaction

from actions.plan_file import PlanFileError, read_indicators, read_plan
from actions.services.plan_loading import load_plan

DEFAULT = Path(__file__).resolve().parents[2] / "data" / "piano-cremona.toml"


class Command(BaseCommand):
    help = "Carica i fatti del piano: atti, punti, Azioni, legami proposti, indicatori. Senza --write non scrive."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT, help="il file TOML del piano")
        parser.add_argument("--write", action="store_true", help="scrive davvero, tutto o niente")

    def handle(self, *args, **options):
        try:
            data = self._read(options["file"])
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Non riesco a leggere {options['file']}: {error}") from error
        except PlanFileError as error:
            raise CommandError(str(error)) from error
        try:
            with transaction.atomic():
                tally = load_plan(data)
                if not options["write"]:
                    transaction.set_rollback(True)
        except (DataError, IntegrityError, ValidationError) as error:
            raise CommandError(f"Il registro rifiuta il piano, niente è stato scritto: {error}") from error
        if options["verbosity"] > 1:
            for name in tally.names:
                self.stdout.write(f"  {name}")
        self.stdout.write(f"Nuovi: {tally.created}. Completati: {tally.completed}. Già presenti: {tally.unchanged}.")
        if not options["write"]:
            self.stdout.write("Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere.")

    @staticmethod
    def _read(path):
        """The plan file with the catalogue of indicators it names, which lies beside it."""
        data = read_plan(path.read_text(encoding="utf-8"))
        if catalogue := data["plan"].get("indicators"):
            numbers = {action["number"] for action in data["actions"]}
            data["indicators"] = read_indicators((path.parent / catalogue).read_text(encoding="utf-8"), numbers)
        return data
