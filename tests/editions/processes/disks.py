"""Disks that can be filled: a limit that SQLite keeps, a small volume under SQLite, a small volume under PostgreSQL."""

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

MEGABYTES = 12  # of a volume
TABLES = ["editions_edition", "shelves_book", "shelves_chapter"]  # what saving and publishing fill


class Limit:
    """SQLite is told that its file may not grow (``tasks.heed_limit``), and answers as on a full disk."""

    def __init__(self, database):
        self.mark = database.name.with_name(f"{database.name.name}.full")

    def fill(self):
        self.mark.touch()

    def free(self):
        self.mark.unlink()


class NoVolume(Exception):
    """No volume can be mounted here; the text says why."""


class Volume:
    """A small file system in memory, mounted at ``path`` for as long as the context lasts."""

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="process-tests-"))
        options = f"size={MEGABYTES}m,mode=755"
        mounting = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.path)]
        mounted = subprocess.run(mounting, capture_output=True, text=True)
        if mounted.returncode:
            self.path.rmdir()
            raise NoVolume(f"A full disk needs root, who may mount a small one: {mounted.stderr.strip()}")
        return self

    def __exit__(self, *error):
        unmounting = ["umount", "--lazy", str(self.path)]
        subprocess.run(unmounting, check=True)
        self.path.rmdir()

    @property
    def ballast(self):
        return self.path / "ballast"

    def fill(self):
        with contextlib.suppress(OSError), self.ballast.open("wb", buffering=0) as file:
            while file.write(b"-" * 4096):
                pass
        assert shutil.disk_usage(self.path).free == 0

    def free(self):
        self.ballast.unlink()


@contextlib.contextmanager
def limited(engine):
    with engine.database() as database:
        yield database, Limit(database)


@contextlib.contextmanager
def on_small_volume(engine):
    with contextlib.ExitStack() as stack:
        try:
            volume = stack.enter_context(Volume())
        except NoVolume as reason:
            pytest.skip(str(reason))
        database = stack.enter_context(engine.copy(engine.template.name, volume.path))
        yield database, volume


@contextlib.contextmanager
def in_small_tablespace(engine):
    with contextlib.ExitStack() as stack:
        try:
            volume = stack.enter_context(Volume())
        except NoVolume as reason:
            pytest.fail(str(reason), pytrace=False)
        space = stack.enter_context(tablespace(engine, volume.path / "space"))
        database = stack.enter_context(engine.database())
        with engine.connect(database.name) as connection:
            for table in TABLES:
                engine.execute("ALTER TABLE {} SET TABLESPACE {}", table, space, connection=connection)
        yield database, volume


@contextlib.contextmanager
def tablespace(engine, folder):
    """Make a tablespace in ``folder``; give its name."""
    name = f"process_tests_{secrets.token_hex(6)}"
    folder.mkdir()
    try:
        (data,) = engine.execute("SHOW data_directory").fetchone()
        os.chown(folder, os.stat(data).st_uid, os.stat(data).st_gid)
        engine.execute("CREATE TABLESPACE {} LOCATION {place}", name, place=str(folder))
    except Exception as error:
        pytest.fail(
            f"A full disk under PostgreSQL needs a server on this machine that sees the volumes mounted here, and "
            f"{engine.place} must be a superuser there: {error}",
            pytrace=False,
        )
    try:
        yield name
    finally:
        engine.execute("DROP TABLESPACE {}", name)


DISKS = {
    "sqlite-limit": ("sqlite", limited),
    "sqlite-volume": ("sqlite", on_small_volume),
    "postgresql-volume": ("postgresql", in_small_tablespace),
}
