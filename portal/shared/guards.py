"""Triggers: rules that a constraint cannot say, held by the database itself, whoever writes to it.

They are set after every ``migrate``. On SQLite they are taken away before it, since it will not rebuild a table that a
trigger of another one names. An app calls :func:`guard` in ``ready()``.
"""

from dataclasses import dataclass

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

SQLITE = """
CREATE TRIGGER {name}_{word} {moment} {event} ON {table} WHEN {broken}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF {broken} THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{sentence}'; END IF;
RETURN COALESCE(NEW, OLD); END $$
"""
POSTGRESQL = "CREATE TRIGGER {name}_{word} {moment} {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


@dataclass(frozen=True)
class Guard:
    """A rule for each row of ``table`` that is written.

    ``broken`` is SQL, the same for SQLite and PostgreSQL, that is true of a written row ``NEW`` that must not be; then
    the write fails (``IntegrityError``) with ``sentence``. ``moment``: BEFORE the write or AFTER it, when the row is
    among the others.
    """

    name: str
    table: str
    broken: str
    sentence: str
    events: tuple[str, ...] = ("INSERT", "UPDATE")
    moment: str = "AFTER"

    def drop(self, vendor):
        where = "" if vendor == "sqlite" else f" ON {self.table}"
        return [f"DROP TRIGGER IF EXISTS {self.name}_{word(event)}{where}" for event in self.events]

    def create(self, vendor):
        names = {name: getattr(self, name) for name in ("name", "table", "broken", "sentence", "moment")}
        trigger = SQLITE if vendor == "sqlite" else POSTGRESQL
        functions = [] if vendor == "sqlite" else [POSTGRESQL_FUNCTION.format(**names)]
        return [*functions, *(trigger.format(event=event, word=word(event), **names) for event in self.events)]


def word(event):
    """Give the first word of an event: UPDATE OF unit is an update."""
    return event.split()[0].lower()


def guard(config, guards):
    """Keep ``guards`` set on the tables of the app ``config``."""

    def execute(using, statements):
        connection = connections[using]
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for rule in guards:
                if rule.table in tables:
                    for statement in statements(rule, connection.vendor):
                        cursor.execute(statement)

    def drop(sender, using, **kwargs):
        if connections[using].vendor == "sqlite":
            execute(using, Guard.drop)

    def create(sender, using, plan=(), **kwargs):
        if not any(backwards for _, backwards in plan):  # the tables may no longer be what the rules speak of
            execute(using, lambda rule, vendor: [*rule.drop(vendor), *rule.create(vendor)])

    pre_migrate.connect(drop, sender=config, weak=False)
    post_migrate.connect(create, sender=config, weak=False)
