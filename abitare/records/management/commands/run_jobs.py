import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from abitare.records import jobs


class Command(BaseCommand):
    help = (
        "Il ciclo dei lavori: riepilogo del registro, messaggi del piano, consegna della posta in coda. "
        "Un lavoro che non riesce non ferma gli altri e si ritenta al giro dopo."
    )

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
        """Every job is idempotent: a missed or repeated round loses and doubles nothing. The mail leaves last."""
        for outcome in jobs.run_all(timezone.localtime()):
            self.say(outcome)
        self.say(jobs.attempt("consegna della posta", self.deliver))

    def deliver(self):
        call_command("send_queued_mail", processes=1, log_level=1)

    def say(self, outcome):
        if outcome.error:
            self.stderr.write(f"Lavoro «{outcome.name}» non riuscito: {outcome.error}")
        elif outcome.sentence:
            self.stdout.write(outcome.sentence)
