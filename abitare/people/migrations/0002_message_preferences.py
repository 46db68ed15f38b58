import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotificationPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("digest", "riepilogo settimanale"), ("reminders", "promemoria dei termini")],
                        max_length=20,
                        verbose_name="messaggio",
                    ),
                ),
                ("enabled", models.BooleanField(default=True, verbose_name="ricevuto")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="persona",
                    ),
                ),
            ],
            options={
                "verbose_name": "preferenza sui messaggi",
                "verbose_name_plural": "preferenze sui messaggi",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"),
                        name="people_notificationpreference_once",
                        violation_error_message="Per questo messaggio c’è già una scelta.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["digest", "reminders"])),
                        name="people_notificationpreference_kind",
                        violation_error_message="Messaggio sconosciuto.",
                    ),
                ],
            },
        ),
    ]
