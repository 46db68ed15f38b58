from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_append_only_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=60, verbose_name="lavoro")),
                ("key", models.CharField(max_length=40, verbose_name="periodo")),
                ("done_at", models.DateTimeField(auto_now_add=True, verbose_name="fatto il")),
            ],
            options={
                "verbose_name": "lavoro fatto",
                "verbose_name_plural": "lavori fatti",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "key"),
                        name="job_once_for_period",
                        violation_error_message="Questo lavoro è già stato fatto per questo periodo.",
                    )
                ],
            },
        ),
    ]
