"""The lists of the desk that are about editions: what waits, what is mine, what comes and what has come out."""

from django.db.models import Case, Exists, F, OuterRef, Subquery, TextField, Value, When

from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.people import name_of
from portal.editions.waiting import waiting_for

from .rows import Row

State = Edition.State


def of_record():
    """Give the editions of the record of the outer edition."""
    return Edition.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))


def deletions():
    """Give the deletion of the record of the outer edition."""
    key = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    return AuditEntry.objects.filter(action=Action.DELETED, **key)


def last_opinion():
    """Give why the outer edition came back: the opinion of whoever returned it, or why its schedule failed."""
    came_back = AuditEntry.objects.filter(edition=OuterRef("pk"), action__in=[Action.RETURNED, Action.FAILED])
    return Subquery(came_back.order_by("-pk").values("detail")[:1])


def editions_of(**filters):
    """Give editions with the columns that :func:`~portal.editions.waiting.waiting_for` adds."""
    return Edition.objects.light().filter(**filters).annotate(may_sign=Value(True))


class EditionList:
    """A list of editions for one person. ``name`` is its address; ``empty`` is said where nothing is in it."""

    name = title = empty = ""
    moment = "created_at"  # the field with the time that is shown
    step = "change"  # the page that a row leads to
    order = ()
    opinion = Value("", TextField())  # what is quoted below the title
    is_counted = True

    def __init__(self, viewer):
        self.viewer = viewer

    @property
    def is_shown(self):
        return bool(self.viewer.publishable)

    def editions(self):
        raise NotImplementedError

    def queryset(self):
        """Give all editions of the list in their order, only of what this person may see."""
        editions = self.editions().filter(content_type__in=self.viewer.publishable).annotate(opinion=self.opinion)
        return editions.select_related("submitted_by", "published_by").order_by(*self.order)

    def first(self, most):
        """Give what the list begins with; where there are very many, less may be looked at."""
        return self.queryset()

    def row(self, edition):
        model = self.viewer.publishable[edition.content_type_id]
        return Row(
            title=edition.title,
            url=self.viewer.page_of(model, self.step, edition.object_id),
            kind=model._meta.verbose_name,
            marks=self.marks(edition),
            note=self.note(edition),
            when=getattr(edition, self.moment),
            quote=edition.opinion or "",
        )

    def marks(self, edition):
        return ()

    def note(self, edition):
        return ""


class UnderReview(EditionList):
    """What is under review and waits longest, for a superuser who signs at no stage."""

    name, title, empty = "review", "审核中", "现在没有稿件在审核。"
    moment = "submitted_at"
    order = ["submitted_at", "pk"]

    @property
    def is_shown(self):
        return super().is_shown and self.viewer.user.is_superuser and not self.viewer.stages

    def editions(self):
        return editions_of(state=State.REVIEW)

    def marks(self, edition):
        return ((edition.state, edition.state_label),)

    def note(self, edition):
        return f"{name_of(edition.submitted_by)}送审" if edition.submitted_by else "送审"


class Waiting(UnderReview):
    """What waits for this person's signature; last what they may only return."""

    name, title, empty = "waiting", "等我签字", "现在没有等您签字的稿件。"
    step = "review"
    order = [F("may_sign").desc(), "submitted_at", "pk"]

    @property
    def is_shown(self):
        return bool(self.viewer.publishable and self.viewer.stages)

    def editions(self):
        return waiting_for(self.viewer.user, self.viewer.stages)

    def marks(self, edition):
        return (*super().marks(edition), *(() if edition.may_sign else (("returned", "只能退回"),)))


class Mine(EditionList):
    """What this person saved last and has not submitted yet; first what came back."""

    name, title = "mine", "我的草稿和退回稿"
    empty = "没有草稿，也没有退回的稿件。"
    order = [Case(When(state=State.RETURNED, then=0), default=1), "-created_at", "-pk"]
    opinion = last_opinion()

    @property
    def is_shown(self):
        return self.viewer.writes

    def editions(self):
        return editions_of(author=self.viewer.user, state__in=[State.DRAFT, State.RETURNED])

    def marks(self, edition):
        return ((edition.state, edition.state_label),)

    def note(self, edition):
        return f"第{edition.number}版"


class Scheduled(EditionList):
    """What comes out next."""

    name, title, empty = "scheduled", "定时发布", "没有定时发布的稿件。"
    moment = "publish_at"
    order = ["publish_at", "pk"]

    def editions(self):
        return editions_of(state=State.SCHEDULED)

    def note(self, edition):
        return f"{name_of(edition.published_by)}定时"


class Published(EditionList):
    """What came out last, of each record its newest publication."""

    name, title, empty = "published", "新近发布", "还没有从后台发布过稿件。"
    moment = "published_at"
    order = ["-published_at", "-pk"]
    is_counted = False  # of very many, nobody asks how many

    def editions(self):
        newer = of_record().filter(number__gt=OuterRef("number"), published_at__isnull=False)
        return editions_of(state=State.PUBLISHED).exclude(Exists(newer)).exclude(Exists(deletions()))

    def first(self, most):
        newest = self.queryset().select_related(None).values("pk")[:most]
        return self.queryset().filter(pk__in=newest)

    def note(self, edition):
        return f"{name_of(edition.published_by)}发布"


LISTS = [Waiting, UnderReview, Mine, Scheduled, Published]
