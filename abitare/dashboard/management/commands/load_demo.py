import tomllib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import actions
from abitare.people.demo import ACCOUNTS, DOMAIN, create_demo_accounts
from abitare.people.models import User
from actions.selectors import current_plan
from actions.services.demo_loading import load_demo_story

STORY = Path(actions.__file__).parent / "data" / "dimostrazione.toml"


class Command(BaseCommand):
    help = "Crea account, enti e fatti dimostrativi. Solo con DEMO=1 o DEBUG=1; senza --write non scrive."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="scrive davvero, tutto o niente")

    def handle(self, *args, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("I dati dimostrativi si caricano solo con DEMO=1 o DEBUG=1.")
        with transaction.atomic():
            created = create_demo_accounts(settings.DEMO_PASSWORD)
            plan = current_plan()
            tally = _load_story(plan) if plan else None
            if not options["write"]:
                transaction.set_rollback(True)
        self.stdout.write(f"Account dimostrativi: {created} nuovi, {len(ACCOUNTS) - created} già presenti.")
        if tally is None:
            self.stdout.write("Nessun piano nel registro: esegui prima load_plan --write.")
        else:
            self.stdout.write(f"Fatti dimostrativi: {tally.created} nuovi.")
        if not options["write"]:
            self.stdout.write("Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere.")
            return
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<32} {account.full_name}")
        self.stdout.write(f"Password di tutti gli account nuovi: {settings.DEMO_PASSWORD}")


def _load_story(plan):
    story = tomllib.loads(STORY.read_text())
    author, certifier = (User.objects.get(email=f"{name}@{DOMAIN}") for name in ("coordinatore", "dirigente"))
    return load_demo_story(plan, story, author=author, certifier=certifier)
