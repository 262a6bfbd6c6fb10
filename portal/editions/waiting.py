"""What waits for a person's signature: the rule of ``rights.may_sign`` for many editions, asked in one query."""

from django.db.models import Case, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from . import conf
from .models import Edition, Signature


def stages_of(user):
    """Give the stages that ``user`` signs as a member of their groups (one query); being superuser is none of them."""
    names = set(user.groups.values_list("name", flat=True))
    return [stage for stage in conf.stages() if stage.name in names]


def waiting_at(stages):
    """Give the editions under review at one of ``stages``; those of a stage that was dropped wait at the last."""
    at_last = Q(stage__gt=conf.stages()[-1].number) if any(stage.is_last for stage in stages) else Q()
    numbers = [stage.number for stage in stages]
    return Edition.objects.light().filter(Q(stage__in=numbers) | at_last, state=Edition.State.REVIEW)


def waiting_for(user, stages):
    """Give what waits at ``stages``, each with ``may_sign``: ``False`` where ``user`` may only return it.

    An edition under review is always the newest of its record, so that nobody has to ask.
    """
    refused = Q(stage__gte=conf.stages()[-1].number) & Q(Exists(contributions(user)))
    if not conf.setting("SAME_SIGNER"):
        refused |= Q(Exists(signatures(user)))
    may_sign = Case(When(refused, Value(False)), default=Value(True))
    return waiting_at(stages).alias(live_number=live_number()).annotate(may_sign=may_sign)


def signatures(user):
    """Give the valid signatures of ``user`` below the outer edition."""
    approved = Signature.objects.filter(edition=OuterRef("pk"), decision=Signature.Decision.APPROVED, voided_at=None)
    return approved.filter(signer=user)


def contributions(user):
    """Give what ``user`` saved, or restored, of that which the outer edition would make public (``rights.authors``)."""
    drafts = of_outer_record().filter(fingerprint=OuterRef("fingerprint"), number__gt=OuterRef(OuterRef("live_number")))
    by_user = Q(author=user) | Q(restored_from__author=user)
    return of_outer_record().filter(by_user, Exists(drafts))


def live_number():
    """Give the number of the edition that was published last, 0 where none was."""
    published = of_outer_record().filter(published_at__isnull=False).order_by().values("object_id")
    return Coalesce(Subquery(published.annotate(newest=Max("number")).values("newest")), Value(0))


def of_outer_record():
    """Give all editions of the record of the outer edition."""
    return Edition.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
