"""Indicators, their dated values and their targets."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, When
from django.urls import reverse
from django.utils.functional import cached_property

from portal.editions.models import Publishable, PublishableQuerySet
from portal.shared.models import Named, Part

from .. import wording
from ..fields import PeriodField
from ..progress import Progress
from .committees import Committee
from .initiatives import Initiative
from .values import Value, check_digits

# Standing totals have no first day, and first values replace none; databases differ in where they put nothing.
NEWEST_FIRST = [
    F("period_end").desc(),
    F("period_start").desc(nulls_last=True),
    F("known_from").desc(),
    F("replaces").desc(nulls_last=True),
    "pk",
]

# As many values as the page of an indicator lists; the API has them all.
PAGE_VALUES = 200


class IndicatorQuerySet(PublishableQuerySet):
    """Reading rules of indicators."""

    def public(self):
        """Public indicators of public subjects: without its committee, a number would pass for the whole zone's."""
        of_committee = Q(committee=None) | Q(committee__in=Committee.objects.public())
        of_initiative = Q(initiative=None) | Q(initiative__in=Initiative.objects.public())
        return super().public().filter(of_committee, of_initiative)

    def about_zone(self, topic):
        """Indicators of a topic that are about the whole zone."""
        return self.filter(topic=topic, committee=None, initiative=None)

    def by_topic(self):
        """In the order of the topics, and in each by position."""
        order = Case(*(When(topic=topic, then=number) for number, topic in enumerate(Indicator.Topic)))
        return self.order_by(order, *Indicator._meta.ordering)

    def with_card(self):
        """Load what a list shows: the newest current value and the targets; two queries, however many values."""
        newest = Observation.objects.current().filter(indicator=OuterRef("indicator")).newest_first()
        return self.with_values(Observation.objects.filter(pk=Subquery(newest.values("pk")[:1])))

    def with_page(self):
        """Load what the page of one indicator shows: its newest values, corrected ones too, and the targets."""
        return self.with_values(Observation.objects.newest_first()[:PAGE_VALUES])

    def with_values(self, values):
        """Load ``values`` as ``newest_observations``, newest first, and the targets, all with their sources."""
        values = values.select_related("source", "replaced_by")
        return self.select_related("committee", "initiative").prefetch_related(
            Prefetch("observations", values, to_attr="newest_observations"), "targets__source"
        )


class Indicator(Named, Publishable):
    """指标: what is counted, about the zone, one committee or one initiative."""

    class Topic(models.TextChoices):
        ECONOMY = "economy", "经济运行"
        ENVIRONMENT = "business-environment", "营商环境"
        CHAINS = "chains", "产业链"
        SERVICES = "services", "政务服务"
        PARTY = "party-building", "党的建设"
        INNOVATION = "innovation", "创新与治理"

    class Better(models.TextChoices):
        HIGHER = "higher", "越高越好"
        LOWER = "lower", "越低越好"
        NONE = "none", "不分高低"

    class Cycle(models.TextChoices):
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季"
        YEARLY = "yearly", "每年"
        IRREGULAR = "irregular", "不定期"

    unit = models.CharField("单位", max_length=10, help_text="亿元、户、%；位次写“位”。")
    decimals = models.PositiveSmallIntegerField("最多小数位", default=0)
    topic = models.CharField("主题", max_length=30, choices=Topic)
    definition = models.TextField("口径", blank=True, help_text="这个数字算的是什么，不算什么。")
    better = models.CharField("好坏方向", max_length=10, choices=Better, default=Better.HIGHER)
    cycle = models.CharField("更新周期", max_length=10, choices=Cycle, default=Cycle.IRREGULAR)
    committee = models.ForeignKey(
        "chains.Committee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="所属组织",
        help_text="说的是全区时，组织和举措都留空。",
    )
    initiative = models.ForeignKey(
        "chains.Initiative",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="所属举措",
    )
    headline = models.BooleanField("首页展示", default=False)
    position = models.PositiveSmallIntegerField("次序", default=0, help_text="小的在前。")

    objects = IndicatorQuerySet.as_manager()
    parts = ("observations", "targets")

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ["position", "name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee__isnull=True) | Q(initiative__isnull=True),
                name="indicator_about_one_thing",
                violation_error_message="所属组织和所属举措只能选一个。",
            )
        ]

    def get_absolute_url(self):
        return reverse("chains:indicator", args=[self.slug])

    @property
    def subject(self):
        """The committee or initiative that the numbers are about; ``None`` for the zone."""
        return self.committee or self.initiative

    def shown_with(self):
        return [self.subject] if self.subject else []

    @property
    def is_public(self):
        return super().is_public and (self.subject is None or self.subject.is_public)

    @cached_property
    def latest(self):
        """The newest current observation, or ``None``; free after ``with_card()`` or ``with_page()``."""
        return next(iter(self.current_values), None)

    @cached_property
    def current_values(self):
        """The current observations, newest first: those that ``with_card()`` or ``with_page()`` loaded, or all."""
        if hasattr(self, "newest_observations"):
            return [value for value in self.newest_observations if value.is_current]
        return list(self.observations.current().newest_first())

    @cached_property
    def goals(self):
        """Targets that are aims, newest period first."""
        goals = [target for target in self.targets.all() if target.kind == Target.Kind.GOAL]
        return sorted(goals, key=lambda target: target.period_end, reverse=True)

    @cached_property
    def limit(self):
        """The limit that a rule sets, or ``None``."""
        limits = (target for target in self.targets.all() if target.kind == Target.Kind.LIMIT)
        return next(limits, None)

    @cached_property
    def progress(self):
        """How the loaded values stand to the newest target (:class:`~chains.progress.Progress`), or ``None``."""
        target = self.limit or (self.goals[0] if self.goals else None)
        return Progress(self, self.current_values, target) if target else None


class ObservationQuerySet(models.QuerySet):
    """Reading rules of values."""

    def public(self):
        """Values of public indicators."""
        return self.filter(indicator__in=Indicator.objects.public())

    def current(self):
        """Values that no correction has replaced."""
        return self.filter(replaced_by__isnull=True)

    def with_indicator(self):
        """Load what a table over several indicators shows."""
        return self.select_related("indicator", "source", "replaced_by").newest_first()

    def newest_first(self):
        """By the end of the period; of two that end on one day the shorter, and the newer of a correction, first."""
        return self.order_by(*NEWEST_FIRST)


class Observation(Value, Part):
    """A value for a period, as one source gives it. A correction is a new row that names the one it replaces."""

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", "初步"
        VERIFIED = "verified", "核定"
        REVISED = "revised", "修订"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations", verbose_name="指标")
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.PRELIMINARY)
    source = models.ForeignKey("chains.Source", models.PROTECT, related_name="observations", verbose_name="来源")
    place = models.CharField("在来源中的位置", max_length=80, blank=True, help_text="如“第二节”“引语”。")
    note = models.TextField("备注", blank=True, help_text="会在页面上显示。来源前后不一时，在这里说明。")
    known_from = models.DateField(
        "何时为人所知", blank=True, help_text="留空时取来源的刊发时间；来源只写到月的，取该月最后一天。"
    )
    replaces = models.OneToOneField(
        "self",
        models.RESTRICT,  # A corrected value stays while its correction does, and goes with the indicator.
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="更正哪一条",
        help_text="更正时不改旧值：新增一条，在这里指明被更正的一条。",
        error_messages={"unique": "这一条已有更正；如更正又有误，请指明更正那条更正。"},
    )
    reason = models.CharField("更正原因", max_length=200, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta(Value.Meta):
        verbose_name = "数值"
        verbose_name_plural = "数值"
        ordering = NEWEST_FIRST
        constraints = [
            *Value.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(replaces__isnull=True),
                name="observation_one_first_value_for_each_period",
                violation_error_message="这一时期已有数值；如要更正，请指明更正哪一条。",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="observation_correction_says_why",
                violation_error_message="更正要写明原因。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period.label} {self.wording}"

    def save(self, *args, **kwargs):
        self.fill_known_from()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.fill_known_from()
        check_digits(self.value, self.indicator.decimals)
        self.check_replacement()

    def fill_known_from(self):
        """A value is known from the day its source came out; a source dated to the month: its last day."""
        if self.known_from is None and self.source_id:
            if not self.source.published:
                raise ValidationError({"known_from": "来源没有刊发时间，请写明这个数值何时为人所知。"})
            self.known_from = self.source.published.last_day

    def check_replacement(self):
        """A correction is of the same indicator and period, and never of itself; so corrections form one line.

        Costs a query for each older correction, and one for the newer one unless ``replaced_by`` was loaded.
        """
        if self.replaces and not self.is_of_the_same_period(self.replaces):
            raise ValidationError({"replaces": "只能更正同一指标、同一时期的数值。"})
        older = self.replaces
        while older:
            if older.pk == self.pk:
                raise ValidationError({"replaces": "一条数值不能更正自己，也不能更正后来更正它的数值。"})
            older = older.replaces
        if not self.is_current and not self.is_of_the_same_period(self.replaced_by):
            raise ValidationError({"period": "这条数值已被更正，不能再改到别的时期。"})

    def is_of_the_same_period(self, other):
        return (other.indicator_id, str(other.period)) == (self.indicator_id, str(self.period))

    @property
    def unit(self):
        return self.indicator.unit

    @property
    def is_current(self):
        """Whether no correction has replaced this value; a query unless ``replaced_by`` was loaded."""
        return not hasattr(self, "replaced_by")


class Target(Value, Part):
    """An aim for a period, or a limit that a rule sets."""

    class Kind(models.TextChoices):
        GOAL = "goal", "年度目标"
        LIMIT = "limit", "法定时限"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets", verbose_name="指标")
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.GOAL)
    period = PeriodField("时期", null=True, blank=True, help_text="目标要写时期，如2022年；法定时限可留空。")
    label = models.CharField("名称", max_length=40, blank=True, help_text="如“法定办理时限”；留空时用种类名。")
    source = models.ForeignKey("chains.Source", models.PROTECT, related_name="targets", verbose_name="来源")
    place = models.CharField("在来源中的位置", max_length=80, blank=True)
    note = models.TextField("备注", blank=True)

    class Meta(Value.Meta):
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["kind", "-period_end", "pk"]
        constraints = [
            *Value.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(kind="goal"),
                name="target_one_goal_for_each_period",
                violation_error_message="这一时期已有目标。",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(kind="limit"),
                name="target_one_limit",
                violation_error_message="这个指标已有法定时限。",
            ),
            models.CheckConstraint(
                condition=Q(kind="limit") | Q(period__isnull=False),
                name="target_goal_has_period",
                violation_error_message="目标要写明时期。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.name} {self.wording}"

    def clean(self):
        super().clean()
        check_digits(self.value, self.indicator.decimals)

    @property
    def unit(self):
        return self.indicator.unit

    @property
    def name(self):
        return self.label or self.get_kind_display()

    @property
    def wording(self):
        """The aim in words: 突破500亿元, 70%以上."""
        return wording.aim(self.value, self.unit, self.qualifier)
