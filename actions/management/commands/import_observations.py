from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from actions.observation_file import COLUMNS, ObservationFileError, read_observations, text_of
from actions.selectors import current_plan
from actions.services.observation_import import import_observations


class Command(BaseCommand):
    help = f"Importa rilevazioni da un CSV ({';'.join(COLUMNS)}): tutte o nessuna, in bozza. Senza --write non scrive."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="il file CSV")
        parser.add_argument("--write", action="store_true", help="scrive davvero, tutto o niente")

    def handle(self, *args, **options):
        plan = current_plan()
        if plan is None:
            raise CommandError("Non c’è ancora un piano: caricalo con load_plan --write.")
        try:
            rows = read_observations(text_of(options["file"].read_bytes()))
        except OSError as error:
            raise CommandError(f"Non riesco a leggere {options['file']}: {error.strerror}.") from error
        except ObservationFileError as error:
            raise CommandError(f"{options['file'].name}: {error}") from error
        report = import_observations(plan, rows, by=None, today=timezone.localdate(), write=options["write"])
        for outcome in report.outcomes:
            for sentence in outcome.errors or (outcome.what,):
                self.stdout.write(f"riga {outcome.row.number}: {sentence}")
        if not report.sound:
            raise CommandError(f"Righe da correggere: {len(report.refused)}. Niente è stato scritto.")
        self.stdout.write(f"Rilevazioni: {len(report.outcomes)}.")
        if not options["write"]:
            self.stdout.write("Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere.")
