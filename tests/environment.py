"""The environment of the tests; pytest loads it (``-p``) before Django reads its settings.

Every variable that the settings know gets its value here, so that the ``.env`` of the machine
changes no test. Only ``TEST_DATABASE_URL`` is asked: without it the tests run on SQLite.
"""

import os

ENVIRONMENT = {
    "PCCC_TESTING": "1",
    "SECRET_KEY": "only-for-the-tests-" + "0123456789" * 4,
    "DEBUG": "false",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "CSRF_TRUSTED_ORIGINS": "",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "pccc@localhost",
    "TASKS": "django_tasks.backends.immediate.ImmediateBackend",
    "CACHE_URL": "locmemcache://",
    "PROXY_COUNT": "0",
    "LOG_LEVEL": "ERROR",
    # By number: the tests run where no name resolves, not even this machine's own.
    "DJANGO_LIVE_TEST_SERVER_ADDRESS": "127.0.0.1",
    # Playwright's event loop in the thread of the test makes Django think the test asynchronous.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

os.environ.update(ENVIRONMENT)
