"""Databases of their own for each test: copies of a template that is migrated once."""

import os
import secrets
import shutil
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from .workers import Workers

USUAL = "postgres://postgres@127.0.0.1:5432/postgres"


class Database:
    """One database and the processes that work on it."""

    def __init__(self, engine, name):
        self.engine, self.name, self.processes = engine, name, []

    def start(self, task, **arguments):
        """Give a process that is about to do ``task``."""
        process = self.engine.workers.start(self.name, task, **arguments)
        self.processes.append(process)
        return process

    def run(self, task, **arguments):
        """Let a process do ``task``, and give its answer."""
        return self.start(task, **arguments).go().answer()

    def look(self):
        return self.run("look")

    def race(self, *tasks):
        """Let a process for each ``(task, arguments)`` go at the same moment; give their answers."""
        processes = [self.start(task, **arguments) for task, arguments in tasks]
        for process in processes:
            process.go()
        return [process.answer() for process in processes]

    def serve(self, **arguments):
        """Start a server of the site, and give its port."""
        return self.start("serve", **arguments).go().answer()

    def copy(self):
        """Give another database with the same content; nobody may be at this one."""
        return self.engine.copy(self.name)

    def drop(self):
        for process in self.processes:
            process.end()
        self.engine.drop(self.name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.drop()


class Engine:
    """A kind of database. ``scene``: what ``scene.build`` gave when it made the template."""

    environment = {}

    def __init__(self, folder):
        self.folder = folder
        self.workers = Workers(folder, self.environment)
        self.template = None

    def build(self):
        self.template = Database(self, self.create())
        self.scene = self.template.run("build")
        return self

    def database(self):
        """Give a fresh database with the scene in it."""
        return self.template.copy()

    def close(self):
        if self.template:
            self.template.drop()
        self.workers.close()


class Sqlite(Engine):
    name = "sqlite"

    def create(self):
        return self.folder / "template.sqlite3"

    def copy(self, path, folder=None):
        assert not path.with_name(f"{path.name}-wal").exists(), "somebody is at the database"
        return Database(self, shutil.copyfile(path, (folder or self.folder) / f"{secrets.token_hex(6)}.sqlite3"))

    def drop(self, path):
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class Postgresql(Engine):
    name = "postgresql"

    def __init__(self, folder):
        self.url = postgres_url()
        self.environment = {"DATABASE_URL": self.url}
        try:
            self.connection = psycopg.connect(self.url, autocommit=True, connect_timeout=5)
        except psycopg.OperationalError as error:
            pytest.fail(
                f"These tests need PostgreSQL, and {self.place} does not let us in. Start a server, or name another: "
                f"PROCESS_TESTS_POSTGRES=postgres://user:password@host:5432/name ({error})",
                pytrace=False,
            )
        super().__init__(folder)

    @property
    def place(self):
        """The address without its password, for messages."""
        address = urlsplit(self.url)
        return f"{address.username or ''}@{address.hostname}:{address.port or 5432}{address.path}"

    def execute(self, text, *names, connection=None, **values):
        """Execute ``text`` with names of databases and the like in their places."""
        return (connection or self.connection).execute(sql.SQL(text).format(*map(sql.Identifier, names), **values))

    def connect(self, name):
        """Give a connection to the database of that name."""
        return psycopg.connect(self.url, dbname=name, autocommit=True)

    def create(self):
        name = f"process_tests_{os.getpid()}_{secrets.token_hex(4)}"
        self.execute("CREATE DATABASE {}", name)
        return name

    def copy(self, template):
        name = f"process_tests_{os.getpid()}_{secrets.token_hex(4)}"
        self.execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return Database(self, name)

    def drop(self, name):
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self):
        super().close()
        self.connection.close()


def postgres_url():
    named = os.environ.get("PROCESS_TESTS_POSTGRES") or os.environ.get("DATABASE_URL", "")
    return named if named.startswith(("postgres://", "postgresql://")) else USUAL
