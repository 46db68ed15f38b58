import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from abitare.records.fingerprints import canonical_json, fingerprint
from abitare.records.integrity import verify

HEAD_LINE = re.compile(r"^(\S+:\d+) (\d+) ([0-9A-F]{64})$")
FINGERPRINT_LINE = re.compile(r"^Impronta del riepilogo: ([0-9A-F]{64})$")
QUOTED = "> \t"  # how a forwarded message begins its lines


class Command(BaseCommand):
    help = "Controlla catene, teste, protezioni e file del registro. Rileva, non impedisce. Non scrive nulla."

    def add_arguments(self, parser):
        parser.add_argument("--digest", type=Path, help="un riepilogo ricevuto per posta e conservato fuori da Abitare")

    def handle(self, *args, **options):
        result = verify(self._heads(options["digest"]))
        for finding in result.findings:
            self.stdout.write(self.style.ERROR(f"{finding.code}: {finding.sentence}"))
        self.stdout.write(
            f"Catene: {result.chains}. Voci: {result.entries}. File: {result.files}. "
            f"Irregolarità: {len(result.findings)}."
        )
        if not result.sound:
            raise CommandError("Il registro non è integro.")

    def _heads(self, path):
        if path is None:
            return None
        try:
            lines = [line.strip(QUOTED) for line in path.read_text().splitlines()]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Non riesco a leggere {path}: {error}") from error
        heads = {m[1]: [int(m[2]), m[3]] for line in lines if (m := HEAD_LINE.match(line))}
        if not heads:
            raise CommandError(f"{path} non contiene nessuna testa di catena.")
        printed = [m[1] for line in lines if (m := FINGERPRINT_LINE.match(line))]
        if printed and printed != [fingerprint(canonical_json(heads))]:
            raise CommandError(f"{path} non è il riepilogo intero: le righe non danno l’impronta che riporta.")
        return heads
