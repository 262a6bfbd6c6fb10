"""The portal as it is in production, over the data and secrets of development: real error pages, no debugging help."""

from portal.settings import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "tests.browser.urls"
WHITENOISE_USE_FINDERS = True  # static files from where they are written, without collecting them
