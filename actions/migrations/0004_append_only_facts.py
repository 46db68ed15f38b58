"""Facts of the plan refuse to be changed: triggers on both engines. SQLite loses triggers when it rebuilds a table, so
any later migration that alters one of these tables must end by running ``create`` again."""

from django.db import migrations

REFUSAL = "Un fatto registrato non si modifica: se ne aggiunge un altro."
TABLES = (
    "actions_stepstatechange",
    "actions_duechange",
    "actions_update",
    "actions_indicatoruse",
    "actions_baseline",
    "actions_decision",
)
EVENTS = ("update", "delete")
FUNCTION = f"""
    CREATE FUNCTION actions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
SQLITE = """
    CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
POSTGRESQL = """
    CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
    FOR EACH ROW EXECUTE FUNCTION actions_refuse_change()"""


def create(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        for event in EVENTS:
            statement = POSTGRESQL if postgresql else SQLITE
            schema_editor.execute(statement.format(table=table, event=event, refusal=REFUSAL))


def drop(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in EVENTS:
            of_table = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{event}{of_table}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION actions_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_the_plan_at_work")]

    operations = [migrations.RunPython(create, drop)]
