"""Indicators: what is counted, and how its values stand to its targets."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, DateField, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils.functional import cached_property

from portal.editions.models import Publishable, PublishableQuerySet
from portal.shared.models import Named

from ..progress import Progress
from ..wording import PERCENT, RANK
from .committees import Committee
from .initiatives import Initiative
from .observations import Observation
from .targets import Target
from .values import check_digits, check_fit

# As many values as the API writes beside one indicator; its list of values has them all.
NEWEST_VALUES = 200


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

    def with_card(self, as_of=None):
        """Load the newest current value and the targets, each with the value that counts for it: two more queries.

        ``as_of`` (a day): as they were known then. However many values there are, few are loaded.
        """
        values = Observation.objects.standing(as_of).select_related("source", "replaced_by").newest_first()
        targets = Target.objects.known_on(as_of).select_related("source")
        return (
            self.select_related("committee", "initiative")
            .annotate(seen_on=Value(as_of, DateField()))
            .prefetch_related(
                Prefetch("observations", values, to_attr="standing_values"),
                Prefetch("targets", targets, to_attr="known_targets"),
            )
        )

    def known_on(self, as_of):
        """All indicators, which have no past, with their figures as they were known on the day ``as_of``."""
        return self.with_card(as_of)

    def with_history(self, as_of=None):
        """Load the newest values, corrected ones too, as ``newest_observations`` (:data:`NEWEST_VALUES` at most)."""
        values = Observation.objects.known_on(as_of).select_related("source", "replaced_by").newest_first()
        return self.prefetch_related(Prefetch("observations", values[:NEWEST_VALUES], to_attr="newest_observations"))


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
    of_whole = models.BooleanField(
        "占整体的百分比", default=False, help_text="占比、覆盖率等：数值在0到100之间。增速、增幅不勾。"
    )
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
    lasting_parts = ("observations",)
    lasting_fields = ("unit",)

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ["position", "name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee__isnull=True) | Q(initiative__isnull=True),
                name="indicator_about_one_thing",
                violation_error_message="所属组织和所属举措只能选一个。",
            ),
            models.CheckConstraint(
                condition=Q(of_whole=False) | Q(unit=PERCENT),
                name="indicator_part_of_whole_in_percent",
                violation_error_message="占整体的百分比，单位应为“%%”。",
            ),
        ]

    def clean(self):
        super().clean()
        self.check_values()

    def get_absolute_url(self):
        return reverse("chains:indicator", args=[self.slug])

    @cached_property
    def has_public_values(self):
        """Whether any value is or was public; its unit is then fixed. One query."""
        return self.was_published and self.observations.exists()

    def check_values(self):
        """Unit and digits change only to what all values and targets fit; a query for each while they change."""
        names = ("unit", "of_whole", "decimals")
        stored = None if self._state.adding else Indicator.objects.filter(pk=self.pk).values(*names).first()
        if stored and stored != {name: getattr(self, name) for name in names}:
            for row in (*self.observations.all(), *self.targets.all()):
                self.check_value(row, "decimals", check_digits, row.value, self.decimals)
                self.check_value(row, "unit", check_fit, row, self)

    @staticmethod
    def check_value(row, field, check, *arguments):
        try:
            check(*arguments)
        except ValidationError as error:
            named = row.period.label if row.period else row.name
            raise ValidationError({field: f"已有的数值（{named}）不合：{''.join(error.messages)}"}) from error

    @property
    def subject(self):
        """The committee or initiative that the numbers are about; ``None`` for the zone."""
        return self.committee or self.initiative

    @property
    def full_name(self):
        """The name with the committee or initiative that the numbers are about: 成员单位（激光装备产业链党委）."""
        return f"{self.name}（{self.subject.name}）" if self.subject else self.name

    def shown_with(self):
        return [self.subject] if self.subject else []

    @property
    def is_public(self):
        return super().is_public and (self.subject is None or self.subject.is_public)

    seen_on = None  # the day as of which the values are shown, set by with_card()

    @property
    def is_rank(self):
        return self.unit == RANK

    @cached_property
    def latest(self):
        """The newest current observation, or ``None``; free after ``with_card()``."""
        return next(iter(self.current_values), None)

    @cached_property
    def current_values(self):
        """The current observations that were loaded, newest first, or all."""
        if hasattr(self, "standing_values"):
            return self.standing_values
        return list(self.observations.current().newest_first())

    @property
    def known_corrections(self):
        """The public correction notes, those of the day that is asked for and before."""
        return [note for note in self.corrections if self.seen_on is None or note["date"] <= str(self.seen_on)]

    @property
    def summary(self):
        """The indicator in one line: 审批用时：6天（法定31天，压缩80.6%），截至2022年6月。"""
        if self.latest is None:
            return f"{self.name}：尚无数据。"
        counts = self.progress and self.progress.observation == self.latest
        said = self.progress.brief if counts else self.latest.wording
        return f"{self.name}：{said}，{self.latest.period.label}。"

    @cached_property
    def goals(self):
        """Targets that are aims, newest period first."""
        goals = [target for target in self.loaded_targets if target.kind == Target.Kind.GOAL]
        return sorted(goals, key=lambda target: target.period_end, reverse=True)

    @cached_property
    def limit(self):
        """The limit that a rule sets, or ``None``."""
        limits = (target for target in self.loaded_targets if target.kind == Target.Kind.LIMIT)
        return next(limits, None)

    @property
    def loaded_targets(self):
        return self.known_targets if hasattr(self, "known_targets") else list(self.targets.all())

    @cached_property
    def progress(self):
        """How the values stand to the limit or the newest goal that they measure (``Progress``), or ``None``.

        Where they measure none, it is the standing to what is aimed for next.
        """
        measured = [progress for progress in self.progresses if progress.observation]
        limits_first = sorted(measured or self.progresses, key=lambda progress: not progress.is_limit)
        return next(iter(limits_first), None)

    @cached_property
    def progresses(self):
        """How the values stand to each target, limits last."""
        return [self.progress_to(target) for target in (*self.goals, *([self.limit] if self.limit else []))]

    def progress_to(self, target):
        return Progress(self, self.current_values, target)
