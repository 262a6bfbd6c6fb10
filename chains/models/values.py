"""What every quoted number has: a period, a value and how exactly the source gives it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.shared.models import Part

from .. import wording
from ..fields import PeriodDayField, PeriodField
from ..wording import RANK, Qualifier
from .reference import Source

KNOWN_FROM = "来源公开它的日子；留空时取来源的刊发时间（只写到月的取该月最后一天），更正取来源较新的日子或今天。"
DECIMAL_PLACES = 4
LARGEST = Decimal(10) ** (15 - DECIMAL_PLACES)


class Value(models.Model):
    """Abstract base of observations, targets and figures quoted in stories.

    ``value`` is in the unit of the row (``unit``, which subclasses give). It has at most 15 digits in all, since
    that is what SQLite keeps exactly.
    """

    period = PeriodField("时期")
    period_start = PeriodDayField("起", edge="start")
    period_end = PeriodDayField("止", edge="end", db_index=True)
    value = models.DecimalField("数值", max_digits=15, decimal_places=DECIMAL_PLACES)
    qualifier = models.CharField("精确程度", max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    of = models.PositiveIntegerField("参评总数", null=True, blank=True, help_text="只用于位次：共多少家参评。")

    class Meta:
        abstract = True
        constraints = [
            # More digits than these cannot be read again on SQLite.
            models.CheckConstraint(
                condition=Q(value__gt=-LARGEST, value__lt=LARGEST),
                name="%(class)s_value_has_few_digits",
                violation_error_code="value",
                violation_error_message="数值的位数太多。",
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=Qualifier.values),
                name="%(class)s_qualifier_is_known",
                violation_error_code="qualifier",
                violation_error_message="没有这种精确程度。",
            ),
            models.CheckConstraint(
                condition=Q(of__isnull=True) | Q(of__gte=F("value")),
                name="%(class)s_rank_within_total",
                violation_error_code="of",
                violation_error_message="位次不能大于参评总数。",
            ),
            # Period refuses this before; the database guards what never was one.
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_end__gte=F("period_start")),
                name="%(class)s_period_ends_after_it_starts",
                violation_error_code="period",
                violation_error_message="时期的结束早于开始。",
            ),
        ]

    @property
    def unit(self):
        """The unit of the value: that of the indicator (a quoted figure keeps its own)."""
        return self.indicator.unit

    @property
    def wording(self):
        """The value in words: 突破1500亿元."""
        return wording.figure(self.value, self.unit, self.qualifier, of=self.of)

    @property
    def number(self):
        """The value in plain digits, nothing added and nothing lost."""
        return wording.number(self.value)


class RegisterValue(Value, Part):
    """Abstract base of observations and targets: values of an indicator, refused wherever they do not fit it.

    They are checked on every save, so that admin, import and shell refuse the same with the same sentence at the same
    field (``ValidationError``). What ``bulk_create()`` and ``update()`` may do is held by the database (``guards``).
    """

    source = models.ForeignKey("chains.Source", models.PROTECT, related_name="%(class)ss", verbose_name="来源")
    known_from = models.DateField("公开日期", null=True, blank=True, help_text=KNOWN_FROM)
    place = models.CharField("在来源中的位置", max_length=80, blank=True, help_text="如“第二节”“引语”。")
    note = models.TextField("备注", blank=True, help_text="会在页面上显示。来源前后不一时，在这里说明。")

    class Meta(Value.Meta):
        abstract = True

    def save(self, *args, **kwargs):
        self.full_clean()
        super().save(*args, **kwargs)

    def full_clean(self, *args, **kwargs):
        self.fill_known_from()
        super().full_clean(*args, **kwargs)

    def fill_known_from(self):
        """What a source says is known from the day it came out; a source dated to the month: its last day.

        While that day is yet to come, from today. Stays empty where the source has no date.
        """
        published = self.source_id and Source._meta.get_field("published").to_python(self.source.published)
        if self.known_from is None and published:
            self.known_from = min(self.first_known(published.last_day), timezone.localdate())

    def first_known(self, day):
        """Give the day from which the value is known whose source came out on ``day``."""
        return day

    def validate_constraints(self, exclude=None):
        """Give the sentence of a broken constraint at the field that its code names."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            found = {}
            for broken in error.error_dict[NON_FIELD_ERRORS]:
                found.setdefault(broken.code, []).extend(broken.messages)
            raise ValidationError(found) from error

    def clean(self):
        super().clean()
        self.fill_known_from()
        if isinstance(self.known_from, date) and self.known_from > timezone.localdate():
            raise ValidationError({"known_from": "还没有到这一天。"})
        if isinstance(self.value, Decimal) and self.has_indicator:
            check_digits(self.value, self.indicator.decimals)
            check_fit(self, self.indicator)

    @property
    def has_indicator(self):
        """Whether the indicator is known; a new one may not be saved yet."""
        loaded = self._meta.get_field("indicator").get_cached_value(self, default=None)
        return self.indicator_id is not None or loaded is not None


def check_digits(value, decimals):
    """Raise ``ValidationError`` when ``value`` has more digits after the point than ``decimals``."""
    if decimals < DECIMAL_PLACES and Decimal(value).normalize().as_tuple().exponent < -decimals:
        said = "这个指标只记整数。" if decimals == 0 else f"这个指标最多记{decimals}位小数。"
        raise ValidationError({"value": said})


def check_fit(row, indicator):
    """Raise ``ValidationError`` where the value of ``row`` makes no sense in the unit of ``indicator``."""
    value = Decimal(row.value)
    if indicator.unit == RANK:
        if value < 1 or value % 1:
            raise ValidationError({"value": "位次应为从1起的整数。"})
        if row.qualifier != Qualifier.EXACT:
            raise ValidationError({"qualifier": "位次只能是确数。"})
        if row.of is not None and row.of < value:
            raise ValidationError({"of": "位次不能大于参评总数。"})
    elif row.of is not None:
        raise ValidationError({"of": "参评总数只用于单位为“位”的指标。"})
    if indicator.of_whole and not 0 <= value <= 100:
        raise ValidationError({"value": "占整体的百分比应在0到100之间。"})
