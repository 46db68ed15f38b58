import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from abitare.records.services.digest import make_digest


class Command(BaseCommand):
    help = "Il ciclo dei lavori: consegna la posta in coda e, una volta al giorno, il riepilogo del registro."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="un solo giro, poi esce")
        parser.add_argument(
            "--every", type=int, default=30, metavar="SECONDI", help="pausa fra un giro e il successivo"
        )

    def handle(self, *args, **options):
        while True:
            self.run_all()
            if options["once"]:
                return
            close_old_connections()
            time.sleep(options["every"])

    def run_all(self):
        """Every job is idempotent: a missed or repeated round loses and doubles nothing."""
        digest = make_digest(timezone.localdate())
        if digest:
            self.stdout.write(f"Riepilogo del registro: {len(digest.heads)} catene, impronta {digest.fingerprint}.")
        call_command("send_queued_mail", processes=1, log_level=1)
