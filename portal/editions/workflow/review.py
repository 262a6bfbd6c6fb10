"""Review: an edition is submitted, and signed at one stage after the other; the last signature publishes it."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from .. import conf, rights
from ..models import Action, Edition, Signature
from .accepting import settle_findings
from .publishing import publish_or_schedule
from .steps import Refused, add_signature, check_integrity, of_edition, refuse, write_down


@of_edition
def submit(record, edition, actor, *, secrecy_checked, correction="", accepted=""):
    """Send ``edition`` to the first stage. ``correction``: the public note of a change to something published.

    ``accepted``: why what blocks in its texts is kept (:mod:`portal.editions.findings`).
    """
    refuse(rights.may_submit(actor.user, record, edition))
    refuse("" if secrecy_checked else "送审前要作保密审查，并勾选确认。")
    refuse("更正说明只用于已经发布过的内容。" if correction and not record.was_published else "")
    settle_findings(record, edition, actor, accepted, correction)
    edition.state, edition.stage = Edition.State.REVIEW, 1
    edition.submitted_by, edition.submitted_at = actor.user, timezone.now()
    edition.secrecy_checked, edition.correction, edition.override_reason = True, correction, ""
    edition.save()
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
def sign(record, edition, actor, *, fingerprint, opinion="", publish_at=None, expires_at=None, accepted=""):
    """Approve ``edition`` at its stage; at the last one it is published now, or at ``publish_at``.

    ``fingerprint`` is the one of the content that the signer was shown. ``accepted``: why the last signer keeps what
    blocks and was not accepted before.
    """
    refuse(rights.may_sign(actor.user, record, edition))
    refuse("" if fingerprint == edition.fingerprint else "您看到的内容和要签的不是同一份，请重新打开。")
    check_integrity(edition)
    stage = conf.stage(edition.stage)
    if stage.is_last:
        settle_findings(record, edition, actor, accepted, edition.correction)
    add_signature(edition, actor, stage, Signature.Decision.APPROVED, opinion)
    write_down(actor, Action.SIGNED, record, edition=edition, detail=f"{stage.name}。{opinion}")
    if stage.is_last:
        publish_or_schedule(record, edition, actor, publish_at, expires_at)
    else:
        edition.stage += 1
        edition.save(update_fields=["stage"])
    return edition
