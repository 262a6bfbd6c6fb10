"""Saving makes editions: from the tables, from a form, from an older edition."""

from django.db import transaction
from django.db.models import Max

from portal.shared.freshness import unseen

from .. import lasting, rights, snapshots
from ..models import Action, Edition
from ..people import system
from ..snapshots import Unreadable
from .steps import TITLE_LENGTH, Refused, lock, of_edition, point, refuse, tell, void_signatures, write_down


@transaction.atomic
def adopt(record, actor=None):
    """Make the first edition of a record that has none, from the tables; give its newest edition.

    What is public already enters as published. This is how seeded rows and rows older than editions come in.
    """
    record = lock(record)
    if record.head:
        return record.head
    actor = actor or system()
    values = {"state": Edition.State.DRAFT}
    if record.was_published:
        values = {"state": Edition.State.PUBLISHED, "published_at": record.public_from, "published_by": actor.user}
    edition = create(record, snapshots.take(record), actor, **values)
    write_down(actor, Action.ADOPTED, record, edition=edition)
    with unseen():  # the tables say what they said
        point(record, head=edition, **({"live": edition} if record.was_published else {}))
        if record.was_published:
            tell(record, edition)
    return edition


def create(record, snapshot, actor, **values):
    key = Edition.key_of(record)
    newest = Edition.objects.filter(**key).aggregate(newest=Max("number"))["newest"] or 0
    return Edition.objects.create(
        **key,
        number=newest + 1,
        title=str(record)[:TITLE_LENGTH],
        snapshot=snapshot,
        fingerprint=snapshots.fingerprint(snapshot),
        author=actor.user,
        **values,
    )


@transaction.atomic
def save(record, snapshot, actor, *, comment="", restored_from=None):
    """Store ``snapshot`` as the newest edition of ``record``; give it, or ``None`` when nothing has changed.

    ``record`` bears the title that the snapshot gives it. A submission or schedule of the edition before ends, and
    its signatures are void. Whether the saver knew the newest edition is for the caller to ask. The tables follow only
    while the record was never published; lists then show what is being written, and nothing public reads it.
    """
    refuse(rights.may_edit(actor.user, record))
    before = lock(record)
    refuse(lasting.broken(before, snapshot))
    if before.head and is_unchanged(before, snapshots.fingerprint(snapshot)):
        return None
    ended = supersede(before, actor) if before.head else ""
    edition = create(record, snapshot, actor, comment=comment, restored_from=restored_from)
    with unseen():
        point(record, head=edition)
        if not before.was_published:
            snapshots.apply(record, snapshot)
    action = Action.RESTORED if restored_from else Action.SAVED
    origin = f"由第{restored_from.number}版恢复。" if restored_from else ""
    write_down(actor, action, record, edition=edition, detail=origin + ended + comment)
    return edition


def is_unchanged(record, fingerprint):
    """Whether saving this content would only repeat the newest edition (what was withdrawn may be saved anew)."""
    return record.head.fingerprint == fingerprint and (record.has_draft or record.is_in_force)


def supersede(record, actor, why="有了更新的版本。"):
    """End what was under way with the newest edition, unless it is or was public.

    Give what the trail has yet to say: that a submission ended which nobody had signed.
    """
    edition = record.head
    if edition.state in (Edition.State.PUBLISHED, Edition.State.WITHDRAWN):
        return ""
    was_scheduled = edition.state == Edition.State.SCHEDULED
    was_signed = void_signatures(record, edition, actor, f"定时取消：{why}" if was_scheduled else why)
    said = "" if was_signed or edition.is_open else f"第{edition.number}版{edition.state_label}，送审终止：{why}"
    edition.state = Edition.State.SUPERSEDED
    edition.save(update_fields=["state"])
    return said


@of_edition
def restore(record, edition, actor, *, comment=""):
    """Make a new newest edition with the content of ``edition``; give it.

    What it referred to and is no more is left out; ``warnings`` of the given edition says so. Lasting parts that were
    public since stay.
    """
    refuse(rights.may_edit(actor.user, record))
    try:
        with snapshots.rehearsal(record, lasting.kept(record, edition.snapshot), lenient=True) as warnings:
            snapshot = snapshots.take(record)
            titled = type(record)._base_manager.get(pk=record.pk)
    except Unreadable as error:
        raise Refused(f"第{edition.number}版不能恢复：{error}") from error
    restored = save(titled, snapshot, actor, comment=comment, restored_from=edition)
    refuse("" if restored else f"第{edition.number}版与最新版本内容相同，不用恢复。")
    restored.warnings = warnings
    return restored
