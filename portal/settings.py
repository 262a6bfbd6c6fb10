"""Settings, read from the environment (``.env.production.example`` lists the names). Nonsense is refused at start.

Read from top to bottom: environment, site, apps, requests, database, files, language, security, API, logging.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


# Environment: development is asked for by name; everything else is production and must be told its secrets.


def switch(name, default):
    """Give the environment's ``name`` as a yes or no; anything that is neither is refused."""
    text = env.str(name, default="").lower() or str(int(default))
    if text not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"环境变量{name}应为1或0，不是“{text}”。")
    return text in {"1", "true", "yes", "on"}


DEBUG = switch("DJANGO_DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))


def required(name, development):
    """Give the environment's ``name``; in development, and only there, ``development`` stands in for it."""
    value = env.str(name, default="")
    if value or DEBUG:
        return value or development
    raise ImproperlyConfigured(f"请设置环境变量{name}；本机开发时可设置DJANGO_DEBUG=1。")


def development_secret():
    """Give a random key that stays the same between runs, so that a restart does not sign the developer out."""
    path = DATA_DIR / "development-secret"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or (development_secret() if DEBUG else required("SECRET_KEY", ""))
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


# Site: its name until it is typed in the admin (portal.identity), where everything else is entered.

SITE_NAME = env.str("SITE_NAME", default="") or "济南高新区产业链门户"


# Apps

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "content_editor",
    "django_prose_editor",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "import_export",
    "portal.shared",
    "portal.library",
    "portal.search",
    "portal.identity",
    "portal.wording",
    "portal.links",
    "portal.editions",
    "chains",
    "news",
    "portal.desk",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Requests

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORMS_URLFIELD_ASSUME_HTTPS = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a record with hundreds of parts is one form
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.shared.middleware.PageGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.editions.middleware.PublishDueMiddleware",
    "portal.editions.middleware.OneMomentMiddleware",
]
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
                "portal.context.site",
            ],
        },
    },
]


# Database: SQLite on one machine, or whatever DATABASE_URL names.

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
match DATABASES["default"].get("ENGINE"):
    case "django.db.backends.sqlite3":
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # Connections stay open: the last to close removes the log's files, and a full disk has no room for new ones.
        DATABASES["default"] |= {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}
    case "django.db.backends.postgresql":
        DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    case _:
        raise ImproperlyConfigured("DATABASE_URL应以sqlite:///或postgres://开头。")


# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Uploads are given to whoever may have them (portal.library.views); nginx sends them where it has a place of this name.
MEDIA_ACCEL = env.str("MEDIA_ACCEL", default="")
if MEDIA_ACCEL and not (MEDIA_ACCEL.startswith("/") and MEDIA_ACCEL.endswith("/")):
    raise ImproperlyConfigured("MEDIA_ACCEL应以/开头、以/结尾，例如/uploads/。")
# Files that are public whenever their row names them; those of the library are public while something public uses them.
PUBLIC_FILES = ["identity.SiteIdentity.badge"]
STORAGES = {
    "default": {"BACKEND": "portal.library.storage.MediaStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}


# Cache: files that all processes of one machine share, or the Redis that CACHE_URL names, which many machines share.

if CACHE_URL := env.str("CACHE_URL", default=""):
    if not CACHE_URL.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("CACHE_URL应以redis://或rediss://开头。")
    try:
        usable = urlsplit(CACHE_URL).hostname and urlsplit(CACHE_URL).port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ImproperlyConfigured("CACHE_URL应像redis://host:6379/0。")
    CACHES = {"default": env.cache("CACHE_URL")}
    patience = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds; the site goes on without its cache
    CACHES["default"] |= {"KEY_PREFIX": "portal", "OPTIONS": patience}
else:
    machine = {"BACKEND": "portal.shared.caches.MachineCache", "LOCATION": DATA_DIR / "cache"}
    CACHES = {"default": machine | {"OPTIONS": {"MAX_ENTRIES": 20_000}}}
# What public answers are made of: apps, or single models. Whoever writes to these tables changes what the public sees.
PUBLIC_TABLES = ["chains", "news", "library", "identity", "search.entry"]


# Language and time: Chinese readers, Beijing time.

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True


# Editions: who reviews what before it is public (docs/editions.md). Sources, organisations and pictures are used
# by what is published and have no review of their own, so that editors may enter them.

MATERIAL = ["chains.source", "chains.organization", "library.photo", "library.attachment"]
ORDER = ["chains.industry", "news.column", "wording.term"]


def permissions(models, *actions):
    """Give the names of Django's permissions: ``chains.source`` and ``view`` is ``chains.view_source``."""
    return [model.replace(".", f".{action}_") for model in models for action in actions]


EDITIONS = {
    "STAGES": [name.strip() for name in env.list("REVIEW_STAGES", default=["初审", "复审", "终审"])],
    "SAME_SIGNER": switch("REVIEW_SAME_SIGNER", default=False),
    "PREVIEW_DAYS": env.int("PREVIEW_DAYS", default=7),
    "EDITOR_PERMISSIONS": [
        *permissions(MATERIAL, "view", "add", "change"),
        *permissions([*ORDER, "links.link"], "view"),
    ],
    "READER_PERMISSIONS": permissions([*MATERIAL, *ORDER, "links.link"], "view"),
    "PUBLISHER_PERMISSIONS": permissions(["library.photo", "library.attachment"], "change"),  # to replace public files
    "CHECKS": [
        "portal.wording.findings.check",
        "portal.library.findings.check",
        "news.titles.check",
        "news.importing.checks.photos_wanted",
        "portal.links.findings.check",
    ],
}


# Security

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
X_FRAME_OPTIONS = "DENY"
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # whoever watches the process asks it directly
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if not DEBUG:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = switch("SECURE_HSTS_PRELOAD", default=False)
    if switch("SECURE_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# API

API_RATE = env.int("API_RATE", default=600)  # requests a minute from one address; 0: no limit
if API_RATE < 0:
    raise ImproperlyConfigured("API_RATE应为0或正整数。")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PAGINATION_CLASS": "portal.shared.api.paging.Pagination",
    "DEFAULT_FILTER_BACKENDS": [
        "portal.shared.api.filtering.StrictFilterBackend",
        "portal.shared.api.ordering.StrictOrderingFilter",
    ],
    "DEFAULT_SCHEMA_CLASS": "portal.shared.api.schema.Schema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "portal.shared.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",  # portal.api has the name of now
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "本网公开的事实和数字，只供读取，不用登录。数值写成十进制数字文本，带时期、精确程度和来源。"
        "每个地址也接受HEAD和OPTIONS；地址末尾的斜杠可有可无。\n\n"
        "v1之内只会增加资源、参数、字段、可取的值和正文块的种类（至少提前30天写入更新日志），"
        "已有的名称、类型、意思和错误代码不变。由本描述生成的客户端要容得下不认识的值和块，不要当作错误。"
        "不相容的改动只出现在/api/v2/，v1在它旁边至少再保留12个月，并以响应头Deprecation、Sunset和Link事先告知。"
    ),
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["portal.shared.api.schema.without_slash"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.shared.api.description.complete",
        "portal.shared.api.examples.put_in",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_NAME_OVERRIDES": {
        "ColumnCycleEnum": "news.models.Column.Cycle",
        "CommitteeKindEnum": "chains.models.Committee.Kind",
        "HitKindEnum": "portal.search.api.kinds",
        "IndicatorCycleEnum": "chains.models.Indicator.Cycle",
        "InitiativeStatusEnum": "chains.models.Initiative.Status",
        "ObservationStatusEnum": "chains.models.Observation.Status",
        "OrganizationKindEnum": "chains.models.Organization.Kind",
        "TargetKindEnum": "chains.models.Target.Kind",
    },
}


# Logging: to standard error, where the process manager picks it up.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": []}},  # the root's handler is enough
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
