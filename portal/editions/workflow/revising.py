"""Revising: code changes the newest edition as a form would, and what it makes is the next one."""

from django.db import transaction

from .. import rights, snapshots
from .saving import adopt, save
from .steps import lock, refuse


@transaction.atomic
def revise(record, actor, change, *, comment=""):
    """Let ``change(row)`` write to the tables while they hold the newest edition of ``record``, and store the result.

    Give the new edition, or ``None`` when nothing has changed. What was public stays as it was. ``change`` saves what
    it changes, the record and its parts; what it raises, this raises, with everything as it was before. Raises
    :class:`~portal.editions.snapshots.Unreadable` when the newest edition cannot be applied, and
    :class:`~portal.editions.workflow.Refused`.
    """
    record = lock(record)
    refuse(rights.may_edit(actor.user, record))
    adopt(record)
    with snapshots.rehearsal(record, draft_of(record)):
        change(fresh(record))
        revised, snapshot = fresh(record), snapshots.take(record)
    return save(revised, snapshot, actor, comment=comment)


def draft_of(record):
    """Give the newest snapshot of ``record``; ``None`` where the tables hold it anyway."""
    return None if record.head == record.in_tables else record.head.snapshot


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)
