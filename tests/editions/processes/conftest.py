"""Databases of their own, on SQLite and on PostgreSQL, for tests in which real processes meet."""

import pytest

from .databases import Postgresql, Sqlite
from .disks import DISKS

pytest.register_assert_rewrite("tests.editions.processes.soundness")

ENGINES = {engine.name: engine for engine in (Sqlite, Postgresql)}


@pytest.fixture(scope="session")
def engines(tmp_path_factory):
    """Give a function that gives an engine by its name; each is started once."""
    started = {}

    def engine(name):
        if name not in started:
            started[name] = ENGINES[name](tmp_path_factory.mktemp(name))
            started[name].build()
        return started[name]

    yield engine
    for each in started.values():
        each.close()


@pytest.fixture(params=ENGINES)
def engine(request, engines):
    return engines(request.param)


@pytest.fixture
def database(engine):
    """A database in which a book is public in its first edition, and the second one waits."""
    with engine.database() as database:
        yield database


@pytest.fixture(params=DISKS)
def small_disk(request, engines):
    """The same on a disk that can be filled and freed; give database and disk."""
    engine, disk = DISKS[request.param]
    with disk(engines(engine)) as found:
        yield found
