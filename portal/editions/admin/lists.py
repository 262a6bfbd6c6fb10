"""What the lists of publishable records show: their state, filters, and the periods in which they came out.

None of it reads all rows where an index can tell: lists of 50,000 open as those of 500 (docs/decisions/026).
"""

from calendar import monthrange
from datetime import datetime, timedelta
from itertools import takewhile

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.html import format_html_join

from ..models.publishable import desk_states

PERIODS = ("year", "month", "day")


class StateFilter(admin.SimpleListFilter):
    """By where a record stands on the desk; a record with two states is found under both."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return desk_states().items()

    def queryset(self, request, queryset):
        return queryset.on_desk(self.value()) if self.value() else queryset


class RelatedFilter(admin.RelatedFieldListFilter):
    """By a many-to-many field, with the choices that some row has: each is looked up, and not read off all rows."""

    def field_choices(self, field, request, model_admin):
        through = field.remote_field.through._base_manager
        used = Exists(through.filter(**{field.m2m_reverse_field_name(): OuterRef("pk")}))
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=Q(used))


def tags(states):
    """Give the states of a record as marks that read as words, too."""
    return format_html_join(" ", '<span class="state state-{}">{}</span>', states)


# Periods


class DeskChangeList(ChangeList):
    """Django's list: which rows a page has is found out before anything else of them is read.

    Years, months and days to choose from are looked up one by one, and not read off all rows.
    """

    def get_results(self, request):
        super().get_results(request)
        keys = list(self.result_list.values_list("pk", flat=True))
        rows = {row.pk: row for row in self.load(keys)}
        self.result_list = [rows[key] for key in keys if key in rows]

    def load(self, keys):
        """Give the rows ``keys`` with what the list shows of them."""
        return self.root_queryset.filter(pk__in=keys)

    @property
    def periods(self):
        """Give ``back`` and ``choices`` for the template of Django's ``date_hierarchy``, whatever else is chosen."""
        asked = self.asked_period()
        choices = [self.choice(period) for period in periods_within(self.root_queryset, self.date_hierarchy, asked)]
        back = {"link": self.link(asked[:-1]), "title": wording(asked[:-1])} if asked else None
        return {"back": back, "choices": choices or [{"title": wording(asked)}]}

    def asked_period(self):
        """Give ``(year, month, day)`` as far as the address names them."""
        values = [self.params.get(f"{self.date_hierarchy}__{name}", "") for name in PERIODS]
        return tuple(int(value) for value in takewhile(str.isdecimal, values))

    def choice(self, period):
        return {"link": self.link(period), "title": wording(period)}

    def link(self, period):
        asked = {f"{self.date_hierarchy}__{name}": value for name, value in zip(PERIODS, period, strict=False)}
        return self.get_query_string(asked, [f"{self.date_hierarchy}__"])


def wording(period):
    """Give what a period is called within the one around it: 2026年, 2026年11月, 11月26日."""
    year, month, day = (*period, None, None, None)[:3]
    if day:
        return f"{month}月{day}日"
    return f"{year}年{month}月" if month else f"{year}年" if year else "全部日期"


def periods_within(rows, field, period):
    """Give the parts of ``period`` that have ``rows`` by ``field``, as tuples: years, newest first, months or days.

    Two or three queries that an index answers: the first row of each part is asked for, since PostgreSQL would look
    through the rows for any of them.
    """
    parts = parts_of(rows.order_by(), field, period)
    firsts = [Subquery(within(rows, field, part).order_by(field).values(field)[:1]) for part in parts]
    found = next(iter(rows.order_by().values_list(*firsts)[:1]), ()) if firsts else ()
    return [part for part, first in zip(parts, found, strict=False) if first]


def parts_of(rows, field, period):
    match period:
        case [year, month]:
            return [(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        case [year]:
            return [(year, month) for month in range(1, 13)]
        case []:
            moments = rows.exclude(**{field: None}).order_by(field).values_list(field, flat=True)
            ends = [timezone.localtime(moment).year for moment in (moments.first(), moments.last()) if moment]
            return [(year,) for year in range(ends[1], ends[0] - 1, -1)] if ends else []
    return []


def within(rows, field, period):
    """Give the ``rows`` of a period, by bounds that an index knows."""
    start = datetime(*(*period, 1, 1)[:3])
    bounds = {f"{field}__gte": start, f"{field}__lt": end_of(start, len(period))}
    return rows.filter(**{name: timezone.make_aware(moment) for name, moment in bounds.items()})


def end_of(start, parts):
    """Give where the year (1 part), month (2) or day (3) ends that begins at ``start``."""
    if parts == 1:
        return start.replace(year=start.year + 1)
    return (start + timedelta(days=32)).replace(day=1) if parts == 2 else start + timedelta(days=1)
