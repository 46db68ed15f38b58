from django.conf import settings
from django.core.management.base import BaseCommand

from abitare.dashboard.state_tables import page


class Command(BaseCommand):
    help = "Scrive docs/stati.md dalle tabelle degli stati. Senza --write dice soltanto se è aggiornata."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="scrive davvero")

    def handle(self, *args, **options):
        path = settings.BASE_DIR / "docs" / "stati.md"
        text = page()
        if path.exists() and path.read_text() == text:
            self.stdout.write("docs/stati.md è aggiornata.")
        elif options["write"]:
            path.write_text(text)
            self.stdout.write("docs/stati.md scritta.")
        else:
            self.stdout.write("docs/stati.md non corrisponde alle tabelle: ripeti con --write per scriverla.")
