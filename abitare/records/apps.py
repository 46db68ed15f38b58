from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "abitare.records"
    verbose_name = "atti e registro"

    def ready(self):
        from abitare.records import jobs  # noqa: PLC0415 - the models are not loaded before this
        from abitare.records.services.digest import digest_of_the_day  # noqa: PLC0415

        jobs.register("riepilogo del registro", digest_of_the_day)
