"""Triggers that keep the audit trail append-only in the database itself, whoever writes to it."""

from portal.shared.guards import Guard

from .models import AuditEntry

TABLE = AuditEntry._meta.db_table
SENTENCE = "操作记录只能添加，不能修改或删除。"

GUARDS = [
    Guard(f"{TABLE}_no", TABLE, "TRUE", SENTENCE, ("UPDATE", "DELETE"), "BEFORE"),
    # SQLite's REPLACE deletes without asking the trigger of deletions.
    Guard(f"{TABLE}_once", TABLE, f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)", SENTENCE, ("INSERT",), "BEFORE"),  # noqa: S608
]
