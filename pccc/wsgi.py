"""The door for a web server: ``gunicorn pccc.wsgi``."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")

application = get_wsgi_application()

from pccc.daily_thread import DailyThread, hour_of  # noqa: E402 (needs the applications)

if hour := hour_of(settings.DAILY_AT):
    DailyThread(hour, settings.SITE_URL, timezone.localtime).start()
