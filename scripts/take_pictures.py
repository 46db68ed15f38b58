"""Take the pictures of README and manuals from a running demo that holds only load_plan and load_demo.

    make demo            (in another terminal; never after import_act: acts name persons)
    .venv/bin/python scripts/take_pictures.py http://127.0.0.1:8000

Writes docs/immagini/*.png. Needs Chromium and the development requirements.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "immagini"
PASSWORD = os.environ.get("DEMO_PASSWORD", "Abitare-2026-demo")
# name: (address, width, height, signed in)
PICTURES = {
    "cruscotto": ("/cruscotto/", 1280, 1400, True),
    "azione-3": ("/azioni/3/", 1280, 1000, True),
    "atti": ("/atti/", 1280, 1000, True),
    "piano-pubblico": ("/", 1280, 1000, False),
    "cruscotto-telefono": ("/cruscotto/", 390, 844, True),
}


def sign_in(page, base):
    page.goto(f"{base}/accedi/")
    page.fill("input[name=login]", "coordinatore@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()


def main(base):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (address, width, height, signed_in) in PICTURES.items():
            page = browser.new_context(viewport={"width": width, "height": height}, locale="it-IT").new_page()
            if signed_in:
                sign_in(page, base)
            page.goto(base + address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
