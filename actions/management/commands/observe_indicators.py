from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from actions.models import Indicator
from actions.selectors import current_plan
from actions.services.observations import record_computed
from actions.sources import source_of


class Command(BaseCommand):
    help = "Rileva a oggi gli indicatori in uso che Abitare sa calcolare, in bozza. Senza --write non scrive."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="scrive davvero, tutto o niente")

    def handle(self, *args, **options):
        plan, today = current_plan(), timezone.localdate()
        chosen = Indicator.objects.filter(plan=plan, in_use=True).exclude(source_key="").select_related("plan")
        with transaction.atomic():
            for indicator in chosen.order_by("code"):
                if source_of(indicator):
                    self.stdout.write(self._observe(indicator, today))
            if not options["write"]:
                transaction.set_rollback(True)
        if not options["write"]:
            self.stdout.write("Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere.")

    @staticmethod
    def _observe(indicator, today):
        try:
            with transaction.atomic():
                observation = record_computed(indicator, day=today, by=None)
        except ValidationError as refusal:
            return f"{indicator.code}: {' '.join(refusal.messages)}"
        return f"{observation}: {observation.shown}"
