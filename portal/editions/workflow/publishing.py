"""Publishing writes an edition to the tables: now, at its time, or on one person's word."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .. import rights, snapshots
from ..models import Action, Edition
from ..people import system
from ..snapshots import Unreadable
from .accepting import settle_findings
from .steps import Refused, check_integrity, lock, of_edition, point, refuse, said, tell, void_signatures, write_down

logger = logging.getLogger(__name__)

# What is published later than this after its time bears the time when it really appeared: nothing is dated back.
LATE = timedelta(hours=1)


@of_edition
def publish_alone(record, edition, actor, *, reason, correction="", publish_at=None, expires_at=None, accepted=""):
    """Publish ``edition`` on a superuser's word, which is written down as such.

    ``accepted``: why what blocks in its texts is kept.
    """
    refuse(rights.may_override(actor.user, record, edition))
    refuse("" if reason.strip() else "单独发布要写明理由。")
    refuse("更正说明只用于已经发布过的内容。" if correction and not record.was_published else "")
    correction = correction or edition.correction
    settle_findings(record, edition, actor, accepted, correction)
    edition.override_reason, edition.correction = reason, correction
    edition.save(update_fields=["override_reason", "correction"])
    write_down(actor, Action.OVERRIDDEN, record, edition=edition, detail=reason)
    publish_or_schedule(record, edition, actor, publish_at, expires_at)
    return edition


def publish_or_schedule(record, edition, actor, publish_at, expires_at):
    now = timezone.now()
    refuse("到期时间应晚于发布时间。" if expires_at and expires_at <= max(publish_at or now, now) else "")
    edition.publish_at, edition.expires_at, edition.published_by = publish_at, expires_at, actor.user
    edition.save(update_fields=["publish_at", "expires_at", "published_by"])
    if publish_at is None:
        make_public(record, edition, actor, now)
    else:
        # The form asks for two minutes; one is what the processes that look for schedules need.
        refuse("定时发布的时间至少在两分钟以后。" if publish_at < now + timedelta(minutes=1) else "")
        refuse("发布过的版本不能定时，请先把它恢复为新版本。" if edition.published_at else "")
        edition.state = Edition.State.SCHEDULED
        edition.save(update_fields=["state"])
        detail = f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M}"
        write_down(actor, Action.SCHEDULED, record, edition=edition, detail=detail)


def make_public(record, edition, actor, moment):
    """Write ``edition`` to the tables and open it to the public. PubDate is that of the first publication."""
    check_integrity(edition)
    approved = edition.override_reason or edition.valid_signatures().filter(stage=edition.stage).exists()
    refuse("" if approved else f"第{edition.number}版没有签字，不能发布。")
    try:
        snapshots.apply(record, edition.snapshot)
    except Unreadable as error:
        raise Refused(f"第{edition.number}版不能发布：{error}") from error
    edition.state, edition.published_at = Edition.State.PUBLISHED, moment
    edition.save(update_fields=["state", "published_at"])
    first = record.public_from or moment.replace(second=0, microsecond=0)  # as exactly as pages give it
    corrections = with_correction(record, edition, moment)
    point(
        record,
        public_from=first,
        public_until=edition.expires_at,
        updated_at=moment,
        corrections=corrections,
        live=edition,
    )
    write_down(actor, Action.PUBLISHED, record, edition=edition, detail=edition.correction)
    tell(record, edition)


def with_correction(record, edition, moment):
    """Give the public correction notes of ``record`` with the one of ``edition``, if it has one and is new."""
    known = any(correction["edition"] == edition.number for correction in record.corrections)
    if known or not edition.correction:
        return record.corrections
    day = timezone.localdate(moment).isoformat()
    return [{"date": day, "note": edition.correction, "edition": edition.number}, *record.corrections]


def publish_due(now=None):
    """Publish every scheduled edition whose time has come, each once and by itself; give how many there were.

    One that cannot be published is returned to its editors with the reason; one at which something breaks stays
    scheduled for the next call, and the log says why. The others go on.
    """
    now = now or timezone.now()
    return sum(publish_or_give_up(edition, now) for edition in Edition.objects.light().due(now))


def publish_or_give_up(edition, now):
    """Publish ``edition`` if it is due; where its record is gone from the tables, there is nothing more to do."""
    try:
        return publish_scheduled(edition, now)
    except Refused:
        Edition.objects.filter(pk=edition.pk).update(state=Edition.State.SUPERSEDED)
        logger.warning("%s没有发布：记录已被删除。", edition)
    except Exception:
        logger.exception("%s定时发布出错，稍后再试。", edition)
    return False


@of_edition
def publish_scheduled(record, edition, now):
    """Publish ``edition`` if it is still due; give whether it was published.

    Its texts were checked when it was scheduled. They cannot have changed since, and nobody is there to be asked.
    """
    if edition.state != Edition.State.SCHEDULED or edition.publish_at > now:
        return False
    try:
        with transaction.atomic():
            make_public(record, edition, system(), edition.publish_at if now - edition.publish_at < LATE else now)
    except Refused as refused:
        void_signatures(record, edition, system(), "定时发布失败。")
        edition.state = Edition.State.RETURNED
        edition.save(update_fields=["state"])
        write_down(system(), Action.FAILED, record, edition=edition, detail=f"定时发布失败。{refused.sentence}")
        return False
    return True


@transaction.atomic
def change_dates(record, actor, *, public_from, public_until, reason):
    """Set the PubDate and the expiry of what was published; both keep to the past and the future, and need a reason."""
    record = lock(record)
    refuse(rights.may_date(actor.user, record))
    refuse("" if reason.strip() else "更改发布时间要写明理由。")
    refuse("发布时间不能在将来。" if public_from > timezone.now() else "")
    if public_until != record.public_until:
        refuse("" if record.is_in_force else "这条记录现在不公开；要再公开，请重新发布。")
        is_past = public_until is not None and public_until <= timezone.now()
        refuse("到期时间应在将来；要立即下线，请用撤稿。" if is_past else "")
    changes = [
        f"{name}由{said(before)}改为{said(after)}。"
        for name, before, after in (
            ("发布时间", record.public_from, public_from),
            ("到期时间", record.public_until, public_until),
        )
        if before != after
    ]
    refuse("" if changes else "时间没有改动。")
    point(record, public_from=public_from, public_until=public_until, updated_at=timezone.now())
    write_down(actor, Action.DATED, record, edition=record.live, detail="".join(changes) + reason)
    tell(record, record.live)
