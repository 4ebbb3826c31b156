"""The door for a web server: ``gunicorn pccc.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")

application = get_wsgi_application()
