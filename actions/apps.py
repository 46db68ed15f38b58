from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = "piano e azioni"

    def ready(self):
        from abitare.records import jobs  # noqa: PLC0415 - the models are not loaded before this
        from actions import sources  # noqa: PLC0415
        from actions.selectors.computed import incorporated_points  # noqa: PLC0415
        from actions.services import messages  # noqa: PLC0415

        sources.register("incorporated", incorporated_points, label="Legami validati fra punti e atti")
        jobs.register(messages.DIGEST_JOB, messages.digest_job, period=jobs.every_week)
        jobs.register(messages.REMINDERS_JOB, messages.reminders_job, period=jobs.every_day)
        jobs.register(messages.ESCALATION_JOB, messages.escalation_job, period=jobs.every_day)
