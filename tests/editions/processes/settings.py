"""Settings of the processes that the tests of this folder start: those of all tests, with the addresses of the book.

The database comes from the environment, as in production: ``DATABASE_URL``, or a SQLite file in ``DATA_DIR``.
"""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.editions.processes.urls"
