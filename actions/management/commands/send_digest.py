from datetime import date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from abitare.records import jobs
from actions.services.messages import DIGEST_JOB, send_digests


class Command(BaseCommand):
    help = (
        "Il riepilogo settimanale degli uffici. Senza --write dice soltanto quante persone lo riceverebbero. "
        "Lo manda da sé run_jobs: serve per provare o per non aspettare."
    )

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="mette i messaggi in coda, una volta per settimana")
        parser.add_argument("--day", metavar="AAAA-MM-GG", help="come se fosse questo giorno (oggi se manca)")

    def handle(self, *args, **options):
        now = self._moment(options["day"])
        week = jobs.week_key(now.date())
        if not options["write"]:
            self._print(send_digests(now, write=False), week)
            self.stdout.write("Prova a vuoto: niente è stato messo in coda. Ripeti con --write per mandare.")
        elif sent := jobs.once(DIGEST_JOB, week, lambda: send_digests(now)):
            self._print(sent, week)
        else:
            self.stdout.write(f"Settimana {week}: il riepilogo è già stato mandato.")

    def _print(self, sent, week):
        for digest, readers in sent.offices:
            self.stdout.write(f"  {digest.name}: {readers} destinatari. {digest.counts}.")
        self.stdout.write(f"Settimana {week}. Uffici: {len(sent.offices)}. Messaggi: {sent.messages}.")

    def _moment(self, day):
        if day is None:
            return timezone.localtime()
        try:
            return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(23, 59, 59)))
        except ValueError as error:
            raise CommandError(f"«{day}» non è un giorno: scrivilo come 2026-11-23.") from error
