"""The first rows of many lists, and how many each has, in one query."""

from django.db.models import Count, Value, Window
from django.db.models.functions import RowNumber


def together(lists, most):
    """Give ``{name: (count, rows)}`` of ``lists``, ``{name: queryset}``: at most ``most`` rows each, in their order.

    The querysets need an order and the same columns. One query, however many lists there are.
    """
    found = {name: (0, []) for name in lists}
    first, *others = [numbered(name, queryset, most) for name, queryset in lists.items()] or [None]
    rows = first.union(*others, all=True) if lists else []
    for row in sorted(rows, key=place_of):
        name, count = value_of(row, "list_name"), value_of(row, "list_count")
        found[name] = (count, [*found[name][1], row])
    return found


def numbered(name, queryset, most):
    """Give the first ``most`` rows of ``queryset``, each with the name and the length of the list, and its place."""
    place = Window(RowNumber(), order_by=queryset.query.order_by)
    counted = queryset.order_by().annotate(list_name=Value(name), list_count=Window(Count("pk")), list_place=place)
    return counted.filter(list_place__lte=most)


def place_of(row):
    return value_of(row, "list_place")


def value_of(row, name):
    """Give what was annotated as ``name``, of a record or of a ``dict``."""
    return row[name] if isinstance(row, dict) else getattr(row, name)
