"""One file of settings; what differs between machines comes from the environment or ``.env``."""

from pathlib import Path

import django_stubs_ext
import environ
import fontpkg_be_vietnam_pro
from csp.constants import NONE, SELF

from pccc.logs import OF_CONTENTS

# Lets Django's generic classes (ModelForm[User]) be written with their types.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# The tests set this: quick password hashes, no manifest of static files, mail kept in memory.
TESTING = env.bool("PCCC_TESTING", default=False)

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
TECHNICAL_ERRORS = env.bool("TECHNICAL_ERRORS", default=False)  # Django's pages, for developers
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "pccc.apps.RoofConfig",
    "pccc.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_include_bootstrap",
    "django_htmx",
    "import_export",
    "simple_history",
    "axes",
    "csp",
    "django_tasks",
    "django_guid",
    "accounts",
    "units",
    "plans",
    "tasks",
    "intake",
    "reports",
    "demo",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "pccc.middleware.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pccc.middleware.OwnErrorPagesMiddleware",
    "pccc.middleware.UndeclaredProxyMiddleware",
    "pccc.middleware.CleanInputMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.TypedAgainMiddleware",
    "accounts.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pccc.urls"
WSGI_APPLICATION = "pccc.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pccc.navigation.navigation",
                "pccc.first_steps.first_steps",
            ],
            "builtins": ["pccc.icons"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: SQLite on one machine, PostgreSQL by one setting ---------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets people read while one writes; IMMEDIATE makes writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    # Compiling a query with many conditions takes longer than running it, up to many seconds
    # while the tables have no statistics.  The rows lie in memory, where a page that an index names
    # costs little more than the next one; taken for a disk, PostgreSQL reads whole tables instead.
    # Processes started to share a query of some milliseconds cost more than they take off it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
    )
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PEOPLE_BACKEND = "pccc.sign_in.PeopleBackend"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    PEOPLE_BACKEND,
    "units.backends.PolicyBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7

# The accounts that an office keeps elsewhere (OpenID Connect), if it does: who keeps them, how this
# program is known there, which claim names the person (the address of mail, or one that holds the
# name for signing in), and what the button calls it.
SSO_ISSUER = env.str("SSO_ISSUER", default="").rstrip("/")
SSO_CLIENT_ID = env.str("SSO_CLIENT_ID", default="")
SSO_CLIENT_SECRET = env.str("SSO_CLIENT_SECRET", default="")
SSO_CLAIM = env.str("SSO_CLAIM", default="email")
SSO_NAME = env.str("SSO_NAME", default="tài khoản của cơ quan")

# Five wrong passwords of one name from one address close the door for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.requests.client_address"
# How many proxies stand in front; the addresses that they pass on are then believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# --- Vietnamese throughout ------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["pccc.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", Path(fontpkg_be_vietnam_pro.__file__).parent / "files"),
]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
# A page of the tests or of the demonstration reads the files where they lie.
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# Each client of a test loads the middleware anew: it looks a file up when one is asked for instead
# of reading every folder first.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
# Several machines keep their files in one object store, by the name of its bucket.
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "accounts.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", default=None),
            "region_name": env.str("S3_REGION", default=None),
            "access_key": env.str("S3_ACCESS_KEY", default=None),
            "secret_key": env.str("S3_SECRET_KEY", default=None),
        },
    }
    if S3_BUCKET
    else {"BACKEND": "accounts.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "webp", "woff", "woff2", "zip"]
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "accounts.storage.RoomUploadHandler",
]
# A form of a long draft has many fields; the limit stays finite.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Mail and work in the background --------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
if vars()["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    EMAIL_BACKEND = "accounts.mail.OfficeMailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="pccc@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
# How people reach this installation: the links in letters that no request has asked for.
_HOST = next((name for name in ALLOWED_HOSTS if "*" not in name), "127.0.0.1:8000").lstrip(".")
SITE_URL = env.str(
    "SITE_URL",
    default=next(iter(CSRF_TRUSTED_ORIGINS), f"http://{_HOST}" if DEBUG else f"https://{_HOST}"),
).rstrip("/")
# The hour (HH:MM) at which the server itself does what the day asks for; blank: a timer does.
DAILY_AT = env.str("DAILY_AT", default="")
# On one machine jobs run in a thread of the server; several machines have workers, over the
# database (django-tasks-db) or over Redis (django-tasks-rq).
TASKS = {"default": {"BACKEND": env.str("TASKS", default="accounts.background.ThreadBackend")}}
if TASKS["default"]["BACKEND"].startswith("django_tasks_db."):
    INSTALLED_APPS.append("django_tasks_db")
elif TASKS["default"]["BACKEND"].startswith("django_tasks_rq."):
    INSTALLED_APPS.append("django_rq")
    RQ = {"JOB_CLASS": "django_tasks_rq.Job"}
    # A scan of a hundred pages or a report of a province takes its time.
    RQ_QUEUES = {"default": {"URL": env.str("REDIS_URL"), "DEFAULT_TIMEOUT": 60 * 60}}
# Progress of jobs, shared by the processes of the program.
CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{BASE_DIR / '.cache'}")}
if CACHES["default"]["BACKEND"].endswith(".FileBasedCache"):
    CACHES["default"]["BACKEND"] = "accounts.storage.RoomCache"

# --- Safety ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its arrows and ticks as data: images
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if not DEBUG and not TESTING:
    HTTPS = env.bool("HTTPS", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
    SECURE_SSL_REDIRECT = HTTPS
    # Whoever watches over the program asks from beside it, without a certificate.
    SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$", r"^san-sang/$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000) if HTTPS else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Every answer names its request, and so does every line that was logged meanwhile.
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "EXPOSE_HEADER": False}
LOG_FORMAT = env.str("LOG_FORMAT", default="line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "django_guid.log_filters.CorrelationId"},
        "secrets": {"()": "pccc.logs.WithoutSecrets"},
    },
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {correlation_id} {message}",
            "style": "{",
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "{levelname}{name}{correlation_id}{message}",
            "style": "{",
            "timestamp": True,
            "rename_fields": {"levelname": "level", "correlation_id": "request_id"},
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["request", "secrets"],
        }
    },
    "loggers": {name: {"level": "WARNING"} for name in OF_CONTENTS},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
