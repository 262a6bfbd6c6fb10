"""What indicators aim for, and the limits that rules set."""

from django.db import models
from django.db.models import Exists, Prefetch, Q
from django.utils import timezone

from .. import wording
from ..fields import PeriodDayField, PeriodField
from .values import RegisterValue


class TargetQuerySet(models.QuerySet):
    """Reading rules of targets."""

    def public(self):
        """Targets of public indicators."""
        return self.filter(indicator__in=self.model._meta.get_field("indicator").related_model.objects.public())

    def known_on(self, as_of):
        """Targets that were known on the day ``as_of`` (``None``: all); one of a source without a date always was."""
        return self if as_of is None else self.filter(Q(known_from=None) | Q(known_from__lte=as_of))

    def unmeasured(self):
        """Public goals whose period is over and that no value says anything of."""
        indicator = self.model._meta.get_field("indicator").related_model
        values = indicator._meta.get_field("observations").related_model.objects
        ended = self.public().filter(kind=Target.Kind.GOAL, period_end__lt=timezone.localdate())
        return ended.exclude(Exists(values.current().counting()))

    def with_indicator(self):
        """Load what a table over several indicators shows."""
        return self.select_related("indicator", "source").by_indicator()

    def with_progress(self, as_of=None):
        """Load what a list with progress shows: three more queries, however many targets there are."""
        indicators = self.model._meta.get_field("indicator").related_model.objects.with_card(as_of)
        return self.select_related("source").prefetch_related(Prefetch("indicator", indicators)).by_indicator()

    def by_indicator(self):
        ordering = [f"indicator__{name}" for name in ("position", "name_key", "pk")]
        return self.order_by(*ordering, *Target._meta.ordering)


class Target(RegisterValue):
    """An aim for a period, or a limit that a rule sets."""

    class Kind(models.TextChoices):
        GOAL = "goal", "年度目标"
        LIMIT = "limit", "法定时限"

    indicator = models.ForeignKey("chains.Indicator", models.CASCADE, related_name="targets", verbose_name="指标")
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.GOAL)
    period = PeriodField("时期", null=True, blank=True, help_text="目标要写时期，如2022年；法定时限可留空。")
    counts_from = PeriodDayField("自何日起计", edge="opening")
    label = models.CharField("名称", max_length=40, blank=True, help_text="如“法定办理时限”；留空时用种类名。")

    objects = TargetQuerySet.as_manager()

    class Meta(RegisterValue.Meta):
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["kind", "-period_end", "pk"]
        constraints = [
            *RegisterValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(kind="goal"),
                name="target_one_goal_for_each_period",
                violation_error_code="period",
                violation_error_message="这一时期已有目标。",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(kind="limit"),
                name="target_one_limit",
                violation_error_code="kind",
                violation_error_message="这个指标已有法定时限。",
            ),
            models.CheckConstraint(
                condition=Q(kind="limit") | Q(period__isnull=False),
                name="target_goal_has_period",
                violation_error_code="period",
                violation_error_message="目标要写明时期。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.name} {self.wording}"

    @property
    def name(self):
        """What the target is called: its label, 年度目标, 2021—2025年目标, 法定时限."""
        is_of_year = self.period and self.period.first == self.period.last and self.period.last.precision == "year"
        if self.label or self.kind == self.Kind.LIMIT or is_of_year:
            return self.label or self.Kind(self.kind).label
        return f"{self.period.last.label if self.period.first is None else self.period.label}目标"

    @property
    def dated_name(self):
        """The name where targets of several periods stand together: 2022年目标, 招商目标（2022年）, 法定时限."""
        if self.kind == self.Kind.LIMIT:
            return self.name
        return f"{self.label}（{self.period.label}）" if self.label else f"{self.period.label}目标"

    @property
    def wording(self):
        """The aim in words: 突破500亿元, 70%以上."""
        return wording.aim(self.value, self.unit, self.qualifier, of=self.of)

    @property
    def progress(self):
        """How the values of the indicator stand to this target; free where the indicator is loaded with its card."""
        return self.indicator.progress_to(self)

    def counts(self, observation):
        """Whether ``observation`` says how far this target is reached.

        A goal is measured by what was summed up from its first day on, or stood within its period; a limit by any
        value. (What was done in the second quarter alone says nothing of a goal for the year.)
        ``ObservationQuerySet.standing()`` asks the database the same.
        """
        if self.kind == self.Kind.LIMIT:
            return True
        since, end = observation.period_start, observation.period_end
        return since in (None, self.counts_from) and self.counts_from <= end <= self.period_end
