"""The dated values of indicators. Corrections append; nothing is overwritten."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.utils import timezone

from ..periods import Period
from .targets import Target
from .values import KNOWN_FROM, RegisterValue

# Standing totals have no first day, and first values replace none; databases differ in where they put nothing.
NEWEST_FIRST = [
    F("period_end").desc(),
    F("period_start").desc(nulls_last=True),
    F("known_from").desc(),
    F("replaces").desc(nulls_last=True),
    "pk",
]


class ObservationQuerySet(models.QuerySet):
    """Reading rules of values. ``as_of`` is a day (``datetime.date``) or ``None`` for all that is known."""

    @property
    def indicators(self):
        return self.model._meta.get_field("indicator").related_model.objects

    def public(self):
        """Values of public indicators."""
        return self.filter(indicator__in=self.indicators.public())

    def known_on(self, as_of):
        """Values that were known on the day ``as_of``, corrected ones too; their ``is_current`` is as of then."""
        if as_of is None:
            return self
        return self.filter(known_from__lte=as_of).annotate(seen_on=Value(as_of, models.DateField()))

    def current(self, as_of=None):
        """Values that no correction has replaced (by the day ``as_of``)."""
        if as_of is None:
            return self.filter(replaced_by__isnull=True)
        return self.known_on(as_of).exclude(replaced_by__known_from__lte=as_of)

    def standing(self, as_of=None):
        """Of each indicator the newest current value, and for each of its goals the newest that counts for it."""
        current = self.model.objects.current(as_of).newest_first().values("pk")
        indicators = self.indicators.order_by()
        newest = current.filter(indicator=OuterRef("pk"))
        counting = current.counting()
        goals = Target.objects.filter(kind=Target.Kind.GOAL).order_by()
        return self.known_on(as_of).filter(
            Q(pk__in=indicators.annotate(chosen=Subquery(newest[:1])).values("chosen"))
            | Q(pk__in=goals.annotate(chosen=Subquery(counting[:1])).values("chosen"))
        )

    def counting(self):
        """Of the goal in the outer query the values that say how far it is reached (``Target.counts``)."""
        return self.filter(
            Q(period_start=None) | Q(period_start=OuterRef("counts_from")),
            indicator=OuterRef("indicator"),
            period_end__gte=OuterRef("counts_from"),
            period_end__lte=OuterRef("period_end"),
        )

    def with_indicator(self):
        """Load what a table over several indicators shows."""
        return self.select_related("indicator", "source", "replaced_by").newest_first()

    def with_table(self):
        """Load what a table of values writes."""
        return self.select_related("indicator__committee", "indicator__initiative", "source", "replaced_by")

    def by_indicator(self):
        """In the order of the indicators, and of each newest first."""
        ordering = [f"indicator__{name}" for name in ("position", "name_key", "pk")]
        return self.order_by(*ordering, *NEWEST_FIRST)

    def newest_first(self):
        """By the end of the period; of two that end on one day the shorter, and the newer of a correction, first."""
        return self.order_by(*NEWEST_FIRST)


class Observation(RegisterValue):
    """A value for a period, as one source gives it. A correction is a new row that names the one it replaces."""

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", "初步"
        VERIFIED = "verified", "核定"
        REVISED = "revised", "修订"

    indicator = models.ForeignKey("chains.Indicator", models.CASCADE, related_name="observations", verbose_name="指标")
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.PRELIMINARY)
    known_from = models.DateField("公开日期", blank=True, help_text=KNOWN_FROM)
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

    class Meta(RegisterValue.Meta):
        verbose_name = "数值"
        verbose_name_plural = "数值"
        ordering = NEWEST_FIRST
        indexes = [models.Index(fields=["indicator", "-period_end"], name="observation_newest")]
        constraints = [
            *RegisterValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(replaces__isnull=True),
                name="observation_one_first_value_for_each_period",
                violation_error_code="period",
                violation_error_message="这一时期已有数值；如要更正，请指明更正哪一条。",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="observation_correction_says_why",
                violation_error_code="reason",
                violation_error_message="更正要写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["preliminary", "verified", "revised"]),
                name="observation_status_is_known",
                violation_error_code="status",
                violation_error_message="没有这种状态。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period.label} {self.wording}"

    def clean(self):
        super().clean()
        self.reason = self.reason.strip()
        if self.known_from is None and self.source_id:
            raise ValidationError({"known_from": "来源没有刊发时间，请写明这个数值的公开日期。"})
        if self.has_indicator and isinstance(self.period, Period) and self.known_from:
            self.check_period()
            self.check_replacement()

    def first_known(self, day):
        """A correction from a source that is no newer is one of our reading: it is known from today."""
        is_our_own = self.replaces and day <= self.replaces.known_from
        return timezone.localdate() if is_our_own else day

    def check_period(self):
        """Nothing is known of a period before it begins: most likely the year is misspelt."""
        if (self.period.first or self.period.last).first_day > self.known_from:
            day = f"{self.known_from:%Y-%m-%d}"
            raise ValidationError({"period": f"这个时期在公开日期（{day}）还没有开始。"})

    def check_replacement(self):
        """A correction is of the same indicator and period, and never of itself; so corrections form one line.

        Costs a query for each older correction, and one for the newer one unless ``replaced_by`` was loaded.
        """
        older = self.replaces
        while older:
            if older.pk == self.pk:
                raise ValidationError({"replaces": "一条数值不能更正自己，也不能更正后来更正它的数值。"})
            older = older.replaces
        if self.replaces:
            self.check_replaced(self.replaces)
        if not self._state.adding and hasattr(self, "replaced_by"):
            if not self.is_of_the_same_period(self.replaced_by):
                raise ValidationError({"period": "这条数值已被更正，不能再改到别的时期。"})
            if self.known_from > self.replaced_by.known_from:
                raise ValidationError({"known_from": "这条数值已被更正，公开日期不能晚于更正。"})

    def check_replaced(self, older):
        if not self.is_of_the_same_period(older):
            raise ValidationError({"replaces": "只能更正同一指标、同一时期的数值。"})
        if self.known_from < older.known_from:
            day = f"{older.known_from:%Y-%m-%d}"
            raise ValidationError({"known_from": f"更正的公开日期不能早于被更正的数值（{day}）。"})

    def is_of_the_same_period(self, other):
        return (other.indicator_id, str(other.period)) == (self.indicator_id, str(self.period))

    seen_on = None  # the day as of which the value is shown, set by known_on()

    @property
    def is_current(self):
        """Whether no correction has replaced this value (as of the day that was asked for).

        A query unless ``replaced_by`` was loaded.
        """
        newer = getattr(self, "replaced_by", None)
        return newer is None or (self.seen_on is not None and newer.known_from > self.seen_on)
