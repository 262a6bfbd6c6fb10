"""Records with faults: what the public sees and what is missing there, each with the place where it is put right."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from chains.models import Committee, Indicator, Initiative, Milestone, Target
from chains.periods import Period
from news.models import Feature
from portal.library.models import Photo
from portal.library.uses import in_use
from portal.links.report import dead_links

from .rows import Row


@dataclass(frozen=True)
class Gap:
    """What records of ``model`` may lack. ``rows()`` gives those that do, of it or of its parts, in their order.

    ``key``: where these have the key of the record. ``title``, ``detail``: expressions; ``words(detail)`` is said
    beside the title. ``anchor``: the place in the form.
    """

    model: type
    rows: Callable
    anchor: str
    key: str = "pk"
    title: object = "name"
    detail: object = Value("")
    words: Callable = str

    def queryset(self, number):
        """Give ``gap`` (``number``, which finds this one again), ``key``, ``title`` and ``detail`` of each row."""
        columns = {"key": self.key, "title": self.title, "detail": self.detail}
        texts = {f"row_{name}": Cast(expression, TextField()) for name, expression in columns.items()}
        return self.rows().annotate(gap=Value(number), **texts).values("gap", *texts)

    def row(self, viewer, values):
        address = viewer.page_of(self.model, "change", values["row_key"])
        note = self.words(values["row_detail"])
        return Row(values["row_title"], f"{address}#{self.anchor}", kind=self.model._meta.verbose_name, note=note)


def photos_without_alt():
    """Photos without alt text, first those that something uses."""
    used = Case(When(in_use(Photo), Value("正在使用")), default=Value(""))
    return Photo.objects.without_alt().annotate(used=used).order_by("-used", "-pk")


def goals_without_value():
    return Target.objects.unmeasured().order_by("-period_end", "pk")


def goal(period):
    return f"{Period.parse(period).label}目标没有数值"


# As the photo says itself.
UNNAMED = Concat(Value("还没有说明的图片（编号"), Cast("pk", TextField()), Value("）"), output_field=TextField())
PHOTO_TITLE = Coalesce(NullIf("caption", Value("")), UNNAMED, output_field=TextField())


class Fault:
    """One kind of fault: a list of the desk. ``gaps`` are those of its records that this person may see."""

    empty = "没有。"
    is_counted = True

    def __init__(self, viewer, name):
        self.viewer = viewer
        self.name = name
        self.title, gaps = FAULTS[name]
        self.gaps = [gap for gap in gaps if viewer.sees(gap.model)]

    @property
    def is_shown(self):
        return bool(self.gaps)

    def queryset(self):
        """Give all rows, gap by gap."""
        first, *others = [gap.queryset(number).order_by() for number, gap in enumerate(self.gaps)]
        return first.union(*others, all=True).order_by("gap", "row_title", "row_key")

    def parts(self):
        """Give ``{name: queryset}`` of the gaps, to be read together with others."""
        return {f"{self.name}-{number}": gap.queryset(number) for number, gap in enumerate(self.gaps)}

    def row(self, values):
        return self.gaps[values["gap"]].row(self.viewer, values)


class DeadLinks:
    """Links in public content that lead nowhere, as they were found when links were last tried."""

    name, title, empty = "dead-links", "打不开的链接", "没有。"
    is_counted = True

    def __init__(self, viewer):
        self.viewer = viewer

    @property
    def is_shown(self):
        """The links of all records stand in one list, so it is for those who may see all records."""
        return self.viewer.sees_all

    def queryset(self):
        return dead_links(MOST_LINKS)[1]

    def row(self, link):
        return Row(link.title, link.admin_url, note=f"{link.why}：{link.address}")


MOST_LINKS = 1000


# {name: (title, gaps)}
FAULTS = {
    "no-alt": (
        "图片没有替代文字",
        [Gap(Photo, photos_without_alt, "id_alt", title=PHOTO_TITLE, detail="used")],
    ),
    "no-source": (
        "没有写来源",
        [
            Gap(Committee, lambda: newest(Committee.objects.public().without_source()), "id_source"),
            Gap(
                Committee,
                lambda: newest(Committee.objects.public().with_unsourced_members()),
                "memberships-group",
                detail="unsourced",
                words="{}个成员没有来源".format,
            ),
            Gap(Initiative, lambda: newest(Initiative.objects.public().without_source()), "id_source"),
            Gap(Milestone, lambda: newest(Milestone.objects.public().without_source()), "id_source", title="title"),
        ],
    ),
    "no-summary": (
        "没有简介或摘要",
        [
            Gap(Feature, lambda: newest(Feature.objects.public().without_summary()), "id_summary", title="title"),
            Gap(Committee, lambda: newest(Committee.objects.public().without_summary()), "id_summary"),
            Gap(Initiative, lambda: newest(Initiative.objects.public().without_summary()), "id_summary"),
        ],
    ),
    "no-value": (
        "目标到期没有数值",
        [
            Gap(
                Indicator,
                goals_without_value,
                "targets-group",
                key="indicator",
                title="indicator__name",
                detail="period",
                words=goal,
            )
        ],
    ),
}


def newest(records):
    return records.order_by("-public_from", "-pk")
