"""Taking back: an edition is returned to its editors, a record withdrawn or deleted."""

from contextlib import nullcontext

from django.db import transaction
from django.utils import timezone

from portal.shared.freshness import unseen

from .. import conf, rights
from ..models import Action, Edition, PreviewLink, Signature
from .saving import adopt, supersede
from .steps import add_signature, lock, of_edition, point, refuse, tell, void_signatures, write_down


@of_edition
def send_back(record, edition, actor, *, opinion):
    """Return ``edition`` to its editors, or stop its schedule; the signatures so far are void."""
    refuse(rights.may_return(actor.user, record, edition))
    refuse("" if opinion.strip() else "退回要写明意见。")
    give_back(record, edition, actor, opinion)
    return edition


def give_back(record, edition, actor, opinion):
    void_signatures(record, edition, actor, "稿件被退回。")
    add_signature(edition, actor, conf.stage(edition.stage or 1), Signature.Decision.RETURNED, opinion)
    edition.state = Edition.State.RETURNED
    edition.save(update_fields=["state"])
    write_down(actor, Action.RETURNED, record, edition=edition, detail=opinion)


@transaction.atomic
def withdraw(record, actor, *, reason):
    """Take ``record`` from the public; a review or schedule of its newest edition ends, too, and its preview links."""
    record = lock(record)
    refuse(rights.may_withdraw(actor.user, record))
    refuse("" if reason.strip() else "撤稿要写明理由。")
    adopt(record)
    record = lock(record)
    if record.head.state in (Edition.State.REVIEW, Edition.State.SCHEDULED):
        give_back(record, record.head, actor, f"撤稿：{reason}")
    record.live.state = Edition.State.WITHDRAWN
    record.live.save(update_fields=["state"])
    now = timezone.now()
    point(record, public_until=now, updated_at=now)
    links = PreviewLink.objects.filter(edition__in=Edition.objects.of(record).values("pk"), revoked_at=None)
    ended = links.update(revoked_at=now)
    detail = reason + (f"（收回{ended}个预览链接）" if ended else "")
    write_down(actor, Action.WITHDRAWN, record, edition=record.live, detail=detail)
    tell(record, record.live)


@transaction.atomic
def delete(record, actor):
    """Delete ``record`` and its parts; what was saved and done stays in its editions and in the audit trail."""
    fresh = lock(record)
    refuse(rights.may_delete(actor.user, fresh))
    ended = supersede(fresh, actor, "记录被删除。") if fresh.head else ""
    write_down(actor, Action.DELETED, fresh, edition=fresh.head, detail=ended)
    with nullcontext() if fresh.was_published else unseen():
        record.delete()
