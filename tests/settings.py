"""The portal's settings for tests: development mode, files in a folder of their own, quick passwords."""

import os
import tempfile

os.environ.setdefault("DJANGO_DEBUG", "1")

from portal.settings import *  # noqa: F403

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "tests.editions.apps.ShelvesConfig"]  # noqa: F405
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-test-media-")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"]["LOCATION"] = tempfile.mkdtemp(prefix="portal-test-cache-")  # noqa: F405
API_RATE = 0  # tests of the limit set one
