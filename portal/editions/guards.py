"""Triggers that keep the audit trail append-only in the database itself, whoever writes to it.

They are set after every ``migrate``, since a table that SQLite rebuilds loses its triggers.
"""

from django.db import connections

from .models import AuditEntry

SENTENCE = "操作记录只能添加，不能修改或删除。"

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{action} BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
# REPLACE deletes without asking the trigger of deletions.
SQLITE_REPLACE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$
"""
POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_{action} BEFORE {action} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only()
"""


def statements(vendor):
    """Give the SQL that sets the triggers on databases of ``vendor``; they may be set any number of times."""
    names = {"table": AuditEntry._meta.db_table, "sentence": SENTENCE}
    actions = ("UPDATE", "DELETE")
    match vendor:
        case "sqlite":
            return [*(SQLITE.format(action=action, **names) for action in actions), SQLITE_REPLACE.format(**names)]
        case "postgresql":
            triggers = [POSTGRESQL.format(action=action, **names) for action in actions]
            return [POSTGRESQL_FUNCTION.format(**names), *triggers]
    return []


def set_guards(sender, using, **kwargs):
    """Set the triggers (receiver of ``post_migrate``)."""
    connection = connections[using]
    if AuditEntry._meta.db_table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in statements(connection.vendor):
                cursor.execute(statement)
