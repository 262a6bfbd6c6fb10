"""What every step needs: its lock, its refusal, its row in the audit trail, and what becomes of signatures."""

from functools import wraps

from django.db import transaction
from django.utils import timezone

from .. import snapshots
from ..models import Action, AuditEntry, Edition, Signature
from ..people import name_of
from ..signals import public_changed

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
        record_title=edition.title if edition else str(record)[:TITLE_LENGTH],
        edition=edition,
        detail=detail,
    )


def point(record, **values):
    """Set control fields of ``record``, in the tables and on the object."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)
    for name, value in values.items():
        setattr(record, name, value)


def tell(record, edition):
    """Send ``public_changed`` with the record as the tables now have it."""
    model = type(record)
    public_changed.send(model, record=model._base_manager.get(pk=record.pk), edition=edition)


def said(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "无"


def add_signature(edition, actor, stage, decision, opinion):
    Signature.objects.create(
        edition=edition,
        stage=edition.stage or stage.number,
        stage_name=stage.name,
        decision=decision,
        opinion=opinion,
        signer=actor.user,
        signer_name=name_of(actor.user),
        fingerprint=edition.fingerprint,
    )


def void_signatures(record, edition, actor, why):
    """Void the signatures of ``edition`` and write it down; give whether there were any."""
    voided = list(edition.valid_signatures())
    edition.signatures.filter(voided_at=None, decision=Signature.Decision.APPROVED).update(voided_at=timezone.now())
    if voided:
        names = "、".join(f"{signature.stage_name}{signature.signer_name}" for signature in voided)
        write_down(actor, Action.VOIDED, record, edition=edition, detail=f"{names}的签字作废。{why}")
    return bool(voided)


def check_integrity(edition):
    """Refuse content that is no longer what was saved and signed."""
    is_whole = snapshots.fingerprint(edition.snapshot) == edition.fingerprint
    signed = edition.valid_signatures().values_list("fingerprint", flat=True)
    if not is_whole or any(fingerprint != edition.fingerprint for fingerprint in signed):
        raise Refused(f"第{edition.number}版的内容与保存或签字时不符，不能发布。请联系管理员。")
