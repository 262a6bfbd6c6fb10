"""Filters by when something was published or changed."""

import re
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend

from ..changes import changed
from .problems import invalid_parameters

# When what is public of a record changed last; the same is written in its row.
UPDATED = changed()
ORDERING = {"published_at": "public_from", "updated_at": UPDATED}

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
OFFSET = r"Z|[-+ ][0-9]{2}:[0-9]{2}"  # a plus sign that is not escaped in a query arrives as a space
MOMENT = re.compile(rf"{DATE}(T{TIME}({OFFSET})?)?")
NOT_A_MOMENT = "应写成2026-11-01（北京时间零点）或2026-11-01T08:00:00+08:00这样，并且是有的日子和时刻。"


def moment(text):
    """Give the moment that ``text`` names, in UTC; a day is its beginning, and times without offset are Beijing's.

    Raises ``ValueError`` where it is none. Moments that UTC has no year for are the nearest that it has.
    """
    if not MOMENT.fullmatch(text):
        raise ValueError(text)
    found = datetime.fromisoformat(text.replace(" ", "+"))
    if timezone.is_naive(found):
        found = found.replace(tzinfo=timezone.get_default_timezone())
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return (datetime.min if found.year == 1 else datetime.max).replace(tzinfo=UTC)


def updated_since(moment):
    return Q(updated_at__gte=moment) | Q(public_from__gte=moment)


class DatesBackend(BaseFilterBackend):
    """``published_after``, ``published_before`` and ``updated_after`` of rows that are published.

    From a moment on, and before a moment: intervals that follow each other hold each row once.
    """

    conditions = {
        "published_after": ("在这一刻或以后发布的。", lambda moment: Q(public_from__gte=moment)),
        "published_before": ("在这一刻以前发布的。", lambda moment: Q(public_from__lt=moment)),
        "updated_after": ("在这一刻或以后发布或更新的。", updated_since),
    }

    def filter_queryset(self, request, queryset, view):
        for name, (_, condition) in self.conditions.items():
            if name in request.query_params:
                queryset = queryset.filter(condition(self.read(request.query_params, name)))
        return queryset

    @staticmethod
    def read(query, name):
        try:
            return moment(query[name])
        except ValueError:
            raise invalid_parameters({name: [NOT_A_MOMENT]}, query) from None

    def parameters(self, view):
        """Give the names that the query may have."""
        return list(self.conditions)

    def get_schema_operation_parameters(self, view):
        """Describe the parameters for OpenAPI."""
        form = "日期（北京时间零点）或时刻（不写时区的为北京时间），如2026-11-01、2026-11-01T08:00:00+08:00。"
        schema = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
        return [
            {"name": name, "in": "query", "description": said + form, "schema": schema}
            for name, (said, _) in self.conditions.items()
        ]
