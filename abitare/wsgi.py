"""WSGI entry point: ``gunicorn abitare.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abitare.settings")
application = get_wsgi_application()
