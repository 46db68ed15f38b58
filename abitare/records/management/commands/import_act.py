from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from abitare.records.act_parser import NotAnAct
from abitare.records.act_source import read_act
from abitare.records.act_text import UnreadableFile
from abitare.records.services.importing import ImportRefused, Outcome, import_act, preview_import
from abitare.records.services.reading import describe


class Command(BaseCommand):
    help = "Legge una deliberazione (testo o PDF con testo), dice che cosa ha capito e con --write la registra."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="il file dell’atto")
        parser.add_argument("--write", action="store_true", help="scrive davvero, tutto o niente")

    def handle(self, *args, **options):
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Non riesco a leggere {options['file']}: {error.strerror}.") from error
        try:
            parsed, source = read_act(data, options["file"].name)
            with transaction.atomic():
                report = import_act(parsed, source, by=None) if options["write"] else preview_import(parsed, by=None)
        except (UnreadableFile, NotAnAct, ImportRefused) as error:
            raise CommandError(f"{options['file'].name}: {error}") from error
        except OSError as error:
            raise CommandError(f"L’archivio dei file non si scrive ({error}): niente è stato registrato.") from error
        self._print(describe(parsed, report), verbose=options["verbosity"] > 1)
        if not options["write"]:
            self.stdout.write("Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere.")

    def _print(self, summary, *, verbose):
        self.stdout.write(f"{summary['act']}: {summary['title']}")
        for what, count in summary["recognised"]:
            self.stdout.write(f"  {count:>3}  {what}")
        lines, recognised, furniture, leftover = summary["account"]
        self.stdout.write(
            f"Righe: {lines}. Riconosciute: {recognised}. Intestazioni e piedi di pagina: {furniture}. "
            f"Avanzate: {leftover}."
        )
        for number, text, reason in summary["leftovers"]:
            self.stdout.write(f"  riga {number} ({reason}): {text}")
        for line in summary["running_lines"]:
            self.stdout.write(f"  Tolta perché si ripete su ogni pagina: {line}")
        for warning in summary["warnings"]:
            self.stdout.write(f"  Attenzione: {warning}")
        for outcome, label, what, *_ in summary["rows"]:
            if verbose or outcome == Outcome.KEPT:
                self.stdout.write(f"  {label}: {what}")
        counts = summary["counts"]
        self.stdout.write(
            f"Nuovi: {counts['new']}. Completati: {counts['completed']}. Invariati: {counts['unchanged']}. "
            f"Diversi e lasciati: {counts['kept']}. Cambiamenti: {counts['new'] + counts['completed']}."
        )
