from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from abitare.people.demo import ACCOUNTS, create_demo_accounts


class Command(BaseCommand):
    help = "Crea gli account e gli enti dimostrativi. Solo con DEMO=1 o DEBUG=1; senza --write non scrive."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="scrive davvero, tutto o niente")

    def handle(self, *args, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("I dati dimostrativi si caricano solo con DEMO=1 o DEBUG=1.")
        with transaction.atomic():
            created = create_demo_accounts(settings.DEMO_PASSWORD)
            if not options["write"]:
                transaction.set_rollback(True)
        self.stdout.write(f"Account dimostrativi: {created} nuovi, {len(ACCOUNTS) - created} già presenti.")
        if not options["write"]:
            self.stdout.write("Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere.")
            return
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<32} {account.full_name}")
        self.stdout.write(f"Password di tutti gli account nuovi: {settings.DEMO_PASSWORD}")
