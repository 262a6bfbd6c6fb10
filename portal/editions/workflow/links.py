"""Preview links are made and revoked."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .. import rights
from ..models import Action, PreviewLink
from .steps import of_edition, refuse, said, write_down


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
