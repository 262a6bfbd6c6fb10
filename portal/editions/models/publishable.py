"""What it means that a record is public, and where it stands on the editors' desk: one rule each, in one place."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .. import conf
from .edition import Edition


class PublishableQuerySet(models.QuerySet):
    """Reading rules of records that are published."""

    def public(self):
        """Only what visitors and programs may see now."""
        return self.in_force()

    def in_force(self):
        """Only records whose own publication holds now; what else :meth:`public` may ask is left aside."""
        now = timezone.now()
        return self.filter(Q(public_until=None) | Q(public_until__gt=now), public_from__lte=now)

    def with_desk(self):
        """Load what :meth:`Publishable.desk_state` needs: newest and public edition, without their snapshots."""
        return self.select_related("head", "live").defer("head__snapshot", "live__snapshot")

    def on_desk(self, state):
        """Only records in ``state``, one of the keys of :func:`desk_states`; a record may be in several."""
        changed = ~Q(head=F("live")) & Q(live__isnull=False)
        match state.partition("-"):
            case ["published", *_]:
                return self.in_force()
            case ["changed", *_]:
                return self.in_force().filter(changed)
            case ["withdrawn", *_]:
                return self.filter(live__in=editions(state=Edition.State.WITHDRAWN))
            case ["expired", *_]:
                ended = self.filter(public_until__lte=timezone.now())
                return ended.exclude(live__in=editions(state=Edition.State.WITHDRAWN))
            case ["review", _, number]:
                wanted = [stage for stage in conf.stages() if str(stage.number) == number]
                if not wanted:
                    return self.none()
                lookup = "stage__gte" if wanted[0].is_last else "stage"  # a stage that was dropped since
                in_review = editions(state=Edition.State.REVIEW, **{lookup: wanted[0].number})
                return self.filter(head__in=in_review)
            case ["draft", *_]:
                drafts = editions(state=Edition.State.DRAFT)
                return self.filter(Q(head__in=drafts) | Q(head=None, public_from=None))
            case ["scheduled", *_]:
                scheduled = editions(state=Edition.State.SCHEDULED)
                return self.filter(Q(head__in=scheduled) | Q(public_from__gt=timezone.now()))
            case [other, *_]:
                return self.filter(head__in=editions(state=other))


def editions(**state):
    """Give the keys of editions in a state, which an index knows: the rows are as large as the records."""
    return Edition.objects.filter(**state).values("pk")


def desk_states():
    """Give ``{key: label}`` of the states that the list of an admin filters by."""
    reviews = {f"review-{stage.number}": f"待{stage.name}" for stage in conf.stages()}
    return {
        "draft": "草稿",
        **reviews,
        "returned": "已退回",
        "scheduled": "已定时",
        "published": "已发布",
        "changed": "有未发布修改",
        "withdrawn": "已撤稿",
        "expired": "已到期",
    }


class Publishable(models.Model):
    """A record that is edited in editions and public from the publication of one of them.

    ``parts``: accessor names of the rows that it owns; they are edited, compared and published with it. Every row that
    a cascading foreign key ties to the record is a part, or named in ``not_parts``. ``lasting_parts``: those of the
    parts whose rows stay as they are once they were public, ``lasting_fields``: fields without which these would say
    something else (``portal.editions.lasting``). ``renamed``: ``{old: new}`` names of fields or parts, so that older
    snapshots stay readable; models of parts may have it, too.

    The fields here are not content: they belong to no snapshot and no form, and only ``portal.editions`` sets them.
    ``corrections`` are the public notes, newest first: ``{"date": "2026-12-01", "note": …, "edition": number}``.
    """

    parts = ()
    not_parts = ()
    lasting_parts = ()
    lasting_fields = ()
    renamed = {}

    public_from = models.DateTimeField("发布时间", null=True, blank=True, editable=False, db_index=True)
    public_until = models.DateTimeField("到期时间", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("公开内容更新时间", null=True, blank=True, editable=False)
    corrections = models.JSONField("更正", default=list, blank=True, editable=False)
    head = models.ForeignKey(
        "editions.Edition", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="最新版本"
    )
    live = models.ForeignKey(
        "editions.Edition", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="公开版本"
    )

    class Meta:
        abstract = True

    def shown_with(self):
        """Give the publishable records without which this one is not public; a preview shows them, too."""
        return []

    @property
    def is_public(self):
        """Whether ``public()`` would find this row now."""
        return self.is_in_force

    @property
    def is_in_force(self):
        """Whether ``in_force()`` would find this row now."""
        now = timezone.now()
        return self.was_published and self.public_from <= now and (self.public_until is None or now < self.public_until)

    @property
    def was_published(self):
        """Whether this record is public or once was; its address is then fixed."""
        return self.public_from is not None

    @property
    def in_tables(self):
        """The edition that the tables hold: the public one, or the newest where none was ever public."""
        return self.live if self.was_published else self.head

    @property
    def has_draft(self):
        """Whether the newest edition is another than the one the public sees or saw last."""
        return self.head_id is not None and self.head_id != self.live_id

    @property
    def public_name(self):
        """What editors call the public edition."""
        return "公众看到的" if self.is_in_force else "上次公开的"

    @property
    def desk_state(self):
        """What the desk says of this record: ``[(key, label)]``, first what the public sees, then the draft."""
        return [*self.public_state(), *self.draft_state()]

    def public_state(self):
        if not self.was_published:
            return []
        if self.is_in_force:
            return [("published", "已发布")]
        if self.live and self.live.state == Edition.State.WITHDRAWN:
            return [("withdrawn", "已撤稿")]
        return [("scheduled", "已定时")] if self.public_from > timezone.now() else [("expired", "已到期")]

    def draft_state(self):
        if self.has_draft:
            key, label = self.head.state_key, self.head.state_label
            return [("changed", "有未发布修改")] if self.is_in_force and key == "draft" else [(key, label)]
        return [] if self.was_published else [("draft", "草稿")]
