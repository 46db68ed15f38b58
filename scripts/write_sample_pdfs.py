"""Write one PDF of every kind into a folder, for a validator or for the eye.

usage: .venv/bin/python scripts/write_sample_pdfs.py FOLDER

The invented documents of the suite; every act with points as a new installation prints it; and, where the reference
act lies beside the repository, that act after its import. The plan is loaded into a database of its own, thrown away at
the end: nothing of the machine is read or changed.
"""

import os
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "reference" / "dgc-156-2026.txt"


def main(folder):
    """Fill ``folder``, made if missing; prints how many files it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    with TemporaryDirectory() as media:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "MEDIA_ROOT": media}
        os.environ["DATABASE_URL"] = f"sqlite:///{media}/samples.sqlite3"
        import django  # noqa: PLC0415

        django.setup()
        from tests.documents.minutes_samples import minutes_documents  # noqa: PLC0415
        from tests.documents.samples import write_samples  # noqa: PLC0415
        from tests.documents.status_samples import status_documents  # noqa: PLC0415

        invented = minutes_documents() | status_documents()
        written = [*write_samples(folder), *write_all(folder, invented), *write_plan_acts(folder)]
    sys.stdout.write(f"{len(written)} PDF in {folder}\n")


def write_all(folder, documents):
    """Draw documents by name; yields the paths."""
    from abitare.documents.pdf import render  # noqa: PLC0415

    for name, document in documents.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(render(document))
        yield path


def write_plan_acts(folder):
    """The acts that have points, as ``/atti/<n>/pdf/`` gives them, before and after the import; yields the paths."""
    from django.core.management import call_command  # noqa: PLC0415

    from abitare.records.models import Act  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_plan", write=True, stdout=StringIO())
    for act in Act.objects.filter(clauses__isnull=False).distinct():
        yield write_act(act, folder / f"piano-{act.pk}.pdf")
    if REFERENCE.exists():
        call_command("import_act", str(REFERENCE), write=True, stdout=StringIO())
        for act in Act.objects.filter(text_state="acquired"):
            yield write_act(act, folder / f"importato-{act.pk}.pdf")


def write_act(act, path):
    from django.utils import timezone  # noqa: PLC0415

    from abitare.documents.pdf import render  # noqa: PLC0415
    from actions.documents import act_document  # noqa: PLC0415
    from actions.selectors.acts import act_page  # noqa: PLC0415

    page = act_page(act, timezone.localdate())
    path.write_bytes(render(act_document(act, page.clauses, page.point_by_clause, page.files, demo=False)))
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
