"""The log refuses to be changed: triggers on both engines. SQLite loses triggers when it rebuilds a table, so any later
migration that alters records_logentry must end by running ``create`` again."""

from django.db import migrations

REFUSAL = "Il registro si aggiunge e non si modifica."

SQLITE = {
    "records_logentry_no_update": f"""
        CREATE TRIGGER records_logentry_no_update BEFORE UPDATE ON records_logentry
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    "records_logentry_no_delete": f"""
        CREATE TRIGGER records_logentry_no_delete BEFORE DELETE ON records_logentry
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
}
POSTGRESQL = {
    "records_logentry_no_update": """
        CREATE TRIGGER records_logentry_no_update BEFORE UPDATE ON records_logentry
        FOR EACH ROW EXECUTE FUNCTION records_refuse_change()""",
    "records_logentry_no_delete": """
        CREATE TRIGGER records_logentry_no_delete BEFORE DELETE ON records_logentry
        FOR EACH ROW EXECUTE FUNCTION records_refuse_change()""",
}
FUNCTION = f"""
    CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        statements = POSTGRESQL
    else:
        statements = SQLITE
    for statement in statements.values():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {name} ON records_logentry" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION records_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
