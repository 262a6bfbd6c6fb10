"""What every quoted number has: a period, a value and how exactly the source gives it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from .. import wording
from ..fields import PeriodDayField, PeriodField
from ..wording import Qualifier


class Value(models.Model):
    """Abstract base of observations, targets and figures quoted in stories.

    ``value`` is in the unit of the row (``unit``, which subclasses give). It has at most 15 digits in all, since
    that is what SQLite keeps exactly.
    """

    period = PeriodField("时期")
    period_start = PeriodDayField("起", edge="start")
    period_end = PeriodDayField("止", edge="end", db_index=True)
    value = models.DecimalField("数值", max_digits=15, decimal_places=4)
    qualifier = models.CharField("精确程度", max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    of = models.PositiveIntegerField("参评总数", null=True, blank=True, help_text="只用于位次：共多少家参评。")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(of__isnull=True) | Q(of__gte=F("value")),
                name="%(class)s_rank_within_total",
                violation_error_message="位次不能大于参评总数。",
            ),
            # Period refuses this before; the database guards what never was one.
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_end__gte=F("period_start")),
                name="%(class)s_period_ends_after_it_starts",
                violation_error_message="时期的结束早于开始。",
            ),
        ]

    @property
    def wording(self):
        """The value in words: 突破1500亿元."""
        return wording.figure(self.value, self.unit, self.qualifier, of=self.of)

    @property
    def number(self):
        """The value in plain digits, nothing added and nothing lost."""
        return wording.number(self.value)


def check_digits(value, decimals):
    """Raise ``ValidationError`` when ``value`` has more digits after the point than ``decimals``."""
    if value is not None and Decimal(value).normalize().as_tuple().exponent < -decimals:
        said = "这个指标只记整数。" if decimals == 0 else f"这个指标最多记{decimals}位小数。"
        raise ValidationError({"value": said})
