"""What can be done with editions. Each function is one transaction: it locks the record, asks the rules, writes the
change with its row of the audit trail, or raises :class:`Refused` and leaves everything as it was.
"""

from datetime import timedelta
from functools import wraps

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from . import conf, rights, snapshots
from .models import Action, AuditEntry, Edition, PreviewLink, Signature
from .people import name_of, system
from .signals import public_changed
from .snapshots import Unreadable

TITLE_LENGTH = 200


class Refused(Exception):
    """Something may not or cannot be done; ``sentence`` is for the person who tried."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def refuse(sentence):
    """Raise :class:`Refused` unless ``sentence`` is empty."""
    if sentence:
        raise Refused(sentence)


def lock(record):
    """Give ``record`` fresh from the database, locked until the transaction ends."""
    fresh = type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
    refuse("" if fresh else "这条记录已被删除。")
    return fresh


def of_edition(function):
    """Make ``function(record, edition, …)`` callable with an edition: both are fresh, and the record is locked."""

    @wraps(function)
    @transaction.atomic
    def locked(edition, *args, **kwargs):
        model = edition.content_type.model_class()
        record = lock(model(pk=model._meta.pk.to_python(edition.object_id)))
        return function(record, Edition.objects.get(pk=edition.pk), *args, **kwargs)

    return locked


def write_down(actor, action, record, *, edition=None, detail=""):
    """Add a row to the audit trail."""
    AuditEntry.objects.create(
        **AuditEntry.key_of(record),
        action=action,
        person=actor.user,
        person_name=name_of(actor.user),
        address=actor.address,
        record_title=str(record)[:TITLE_LENGTH],
        edition=edition,
        detail=detail,
    )


# Saving


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
    point(record, head=edition, **({"live": edition} if record.was_published else {}))
    write_down(actor, Action.ADOPTED, record, edition=edition)
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


def point(record, **values):
    """Set control fields of ``record``, in the tables and on the object."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)
    for name, value in values.items():
        setattr(record, name, value)


@transaction.atomic
def save(record, snapshot, actor, *, comment="", restored_from=None):
    """Store ``snapshot`` as the newest edition of ``record``; give it, or ``None`` when nothing has changed.

    ``record`` bears the title that the snapshot gives it. A submission or schedule of the edition before ends, and
    its signatures are void. Whether the saver knew the newest edition is for the caller to ask. The tables follow only
    while the record was never published: lists then show what is being written, and nothing public reads it.
    """
    refuse(rights.may_edit(actor.user, record))
    before = lock(record)
    if before.head and is_unchanged(before, snapshots.fingerprint(snapshot)):
        return None
    if before.head:
        supersede(before, actor)
    edition = create(record, snapshot, actor, comment=comment, restored_from=restored_from)
    point(record, head=edition)
    if not before.was_published:
        snapshots.apply(record, snapshot)
    action = Action.RESTORED if restored_from else Action.SAVED
    origin = f"由第{restored_from.number}版恢复。" if restored_from else ""
    write_down(actor, action, record, edition=edition, detail=origin + comment)
    return edition


def is_unchanged(record, fingerprint):
    """Whether saving this content would only repeat the newest edition (what was withdrawn may be saved anew)."""
    return record.head.fingerprint == fingerprint and (record.has_draft or record.is_in_force)


def supersede(record, actor):
    """End what was under way with the newest edition, unless it is or was public."""
    edition = record.head
    if edition.published_at:
        return
    was_scheduled = edition.state == Edition.State.SCHEDULED
    void_signatures(record, edition, actor, "定时取消：有了更新的版本。" if was_scheduled else "有了更新的版本。")
    edition.state = Edition.State.SUPERSEDED
    edition.save(update_fields=["state"])


def void_signatures(record, edition, actor, why):
    voided = list(edition.valid_signatures())
    edition.signatures.filter(voided_at=None, decision=Signature.Decision.APPROVED).update(voided_at=timezone.now())
    if voided:
        names = "、".join(f"{signature.stage_name}{signature.signer_name}" for signature in voided)
        write_down(actor, Action.VOIDED, record, edition=edition, detail=f"{names}的签字作废。{why}")


@of_edition
def restore(record, edition, actor, *, comment=""):
    """Make a new newest edition with the content of ``edition``; give it.

    What it referred to and is no more is left out; ``warnings`` of the given edition says so.
    """
    refuse(rights.may_edit(actor.user, record))
    try:
        with snapshots.rehearsal(record, edition.snapshot, lenient=True) as warnings:
            snapshot = snapshots.take(record)
            titled = type(record)._base_manager.get(pk=record.pk)
    except Unreadable as error:
        raise Refused(f"第{edition.number}版不能恢复：{error}") from error
    restored = save(titled, snapshot, actor, comment=comment, restored_from=edition)
    refuse("" if restored else f"第{edition.number}版与最新版本内容相同，不用恢复。")
    restored.warnings = warnings
    return restored


# Review


@of_edition
def submit(record, edition, actor, *, secrecy_checked, correction=""):
    """Send ``edition`` to the first stage. ``correction``: the public note of a change to something published."""
    refuse(rights.may_submit(actor.user, record, edition))
    refuse("" if secrecy_checked else "送审前要作保密审查，并勾选确认。")
    refuse("更正说明只用于已经发布过的内容。" if correction and not record.was_published else "")
    edition.state, edition.stage = Edition.State.REVIEW, 1
    edition.submitted_by, edition.submitted_at = actor.user, timezone.now()
    edition.secrecy_checked, edition.correction = True, correction
    edition.save(update_fields=["state", "stage", "submitted_by", "submitted_at", "secrecy_checked", "correction"])
    number_sheet(edition)
    detail = f"审签单{edition.sheet}。已作保密审查。" + (f"更正说明：{correction}" if correction else "")
    write_down(actor, Action.SUBMITTED, record, edition=edition, detail=detail)
    return edition


def number_sheet(edition):
    """Give the 审签单 the next number of the year, once; of two at the same moment the second tries again."""
    if edition.sheet_number:
        return None
    edition.sheet_year = timezone.localtime(edition.submitted_at).year
    for _ in range(20):
        sheets = Edition.objects.filter(sheet_year=edition.sheet_year)
        edition.sheet_number = (sheets.aggregate(newest=Max("sheet_number"))["newest"] or 0) + 1
        try:
            with transaction.atomic():
                return edition.save(update_fields=["sheet_year", "sheet_number"])
        except IntegrityError:
            continue
    raise Refused("审签单编号太忙，请再试一次。")


@of_edition
def sign(record, edition, actor, *, fingerprint, opinion="", publish_at=None, expires_at=None):
    """Approve ``edition`` at its stage; at the last one it is published now, or at ``publish_at``.

    ``fingerprint`` is the one of the content that the signer was shown.
    """
    refuse(rights.may_sign(actor.user, record, edition))
    refuse("" if fingerprint == edition.fingerprint else "您看到的内容和要签的不是同一份，请重新打开。")
    check_integrity(edition)
    stage = conf.stage(edition.stage)
    add_signature(edition, actor, stage, Signature.Decision.APPROVED, opinion)
    write_down(actor, Action.SIGNED, record, edition=edition, detail=f"{stage.name}。{opinion}")
    if stage.is_last:
        publish_or_schedule(record, edition, actor, publish_at, expires_at)
    else:
        edition.stage = stage.number + 1
        edition.save(update_fields=["stage"])
    return edition


def add_signature(edition, actor, stage, decision, opinion):
    Signature.objects.create(
        edition=edition,
        stage=stage.number,
        stage_name=stage.name,
        decision=decision,
        opinion=opinion,
        signer=actor.user,
        signer_name=name_of(actor.user),
        fingerprint=edition.fingerprint,
    )


def check_integrity(edition):
    """Refuse content that is no longer what was saved and signed."""
    is_whole = snapshots.fingerprint(edition.snapshot) == edition.fingerprint
    signed = edition.valid_signatures().values_list("fingerprint", flat=True)
    if not is_whole or any(fingerprint != edition.fingerprint for fingerprint in signed):
        raise Refused(f"第{edition.number}版的内容与保存或签字时不符，不能发布。请联系管理员。")


@of_edition
def send_back(record, edition, actor, *, opinion):
    """Return ``edition`` to its editors, or stop its schedule; the signatures so far are void."""
    refuse(rights.may_return(actor.user, record, edition))
    refuse("" if opinion.strip() else "退回要写明意见。")
    void_signatures(record, edition, actor, "稿件被退回。")
    add_signature(edition, actor, conf.stage(edition.stage or 1), Signature.Decision.RETURNED, opinion)
    edition.state = Edition.State.RETURNED
    edition.save(update_fields=["state"])
    write_down(actor, Action.RETURNED, record, edition=edition, detail=opinion)
    return edition


# Publishing


@of_edition
def publish_alone(record, edition, actor, *, reason, correction="", publish_at=None, expires_at=None):
    """Publish ``edition`` on a superuser's word, which is written down as such."""
    refuse(rights.may_override(actor.user, record, edition))
    refuse("" if reason.strip() else "单独发布要写明理由。")
    refuse("更正说明只用于已经发布过的内容。" if correction and not record.was_published else "")
    refuse(rights.is_news(record, edition))
    edition.override_reason, edition.correction = reason, correction or edition.correction
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
        refuse("定时发布的时间至少在两分钟以后。" if publish_at < now + timedelta(minutes=1) else "")
        refuse("发布过的版本不能定时，请先把它恢复为新版本。" if edition.published_at else "")
        edition.state = Edition.State.SCHEDULED
        edition.save(update_fields=["state"])
        detail = f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M}"
        write_down(actor, Action.SCHEDULED, record, edition=edition, detail=detail)


def make_public(record, edition, actor, moment):
    """Write ``edition`` to the tables and open it to the public. PubDate is that of the first publication."""
    check_integrity(edition)
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


def tell(record, edition):
    """Send ``public_changed`` with the record as the tables now have it."""
    model = type(record)
    public_changed.send(model, record=model._base_manager.get(pk=record.pk), edition=edition)


def publish_due(now=None):
    """Publish every scheduled edition whose time has come, each once and by itself; give how many there were.

    One that cannot be published is returned to its editors with the reason, and the others go on.
    """
    now = now or timezone.now()
    return sum(publish_scheduled(edition, now) for edition in Edition.objects.light().due(now))


@of_edition
def publish_scheduled(record, edition, now):
    """Publish ``edition`` if it is still due; give whether it was published."""
    if edition.state != Edition.State.SCHEDULED or edition.publish_at > now:
        return False
    try:
        with transaction.atomic():
            make_public(record, edition, system(), edition.publish_at)
    except Refused as refused:
        edition.state = Edition.State.RETURNED
        edition.save(update_fields=["state"])
        write_down(system(), Action.FAILED, record, edition=edition, detail=f"定时发布失败。{refused}")
        return False
    return True


@transaction.atomic
def withdraw(record, actor, *, reason):
    """Take ``record`` from the public; a schedule of its newest edition ends, too."""
    record = lock(record)
    refuse(rights.may_withdraw(actor.user, record))
    refuse("" if reason.strip() else "撤稿要写明理由。")
    adopt(record)
    record = lock(record)
    if record.head.state == Edition.State.SCHEDULED:
        send_back(record.head, actor, opinion=f"撤稿：{reason}")
    record.live.state = Edition.State.WITHDRAWN
    record.live.save(update_fields=["state"])
    now = timezone.now()
    point(record, public_until=now, updated_at=now)
    write_down(actor, Action.WITHDRAWN, record, edition=record.live, detail=reason)
    tell(record, record.live)


@transaction.atomic
def delete(record, actor):
    """Delete ``record`` and its parts; what was saved and done stays in its editions and in the audit trail."""
    fresh = lock(record)
    refuse("已公开的记录请先撤稿，再删除。" if fresh.is_in_force else "")
    if fresh.head:
        supersede(fresh, actor)
    write_down(actor, Action.DELETED, fresh, edition=fresh.head)
    record.delete()


@transaction.atomic
def change_dates(record, actor, *, public_from, public_until, reason):
    """Set the PubDate and the expiry of what was published; both keep to the past and the future, and need a reason."""
    record = lock(record)
    refuse(rights.may_date(actor.user, record))
    refuse("" if reason.strip() else "更改发布时间要写明理由。")
    refuse("发布时间不能在将来。" if public_from > timezone.now() else "")
    is_new_end = public_until != record.public_until
    refuse(
        "到期时间应在将来；要立即下线，请用撤稿。"
        if is_new_end and public_until and public_until <= timezone.now()
        else ""
    )
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


def said(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "无"


# Preview links


@of_edition
def make_link(record, edition, actor, *, days):
    """Give a new link by which anyone may read ``edition`` for ``days`` days."""
    refuse(rights.may_edit(actor.user, record))
    ends = timezone.now() + timedelta(days=days)
    link = PreviewLink.objects.create(edition=edition, creator=actor.user, expires_at=ends)
    detail = f"第{edition.number}版，有效期至{said(ends)}。"
    write_down(actor, Action.LINKED, record, edition=edition, detail=detail)
    return link


@transaction.atomic
def revoke_link(link, actor):
    """End ``link`` now; a second time changes nothing."""
    record = link.edition.record
    refuse(rights.may_edit(actor.user, record))
    if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        write_down(actor, Action.UNLINKED, record, edition=link.edition)
