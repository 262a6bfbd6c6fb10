"""What begins or ends to be public by the clock, when nobody publishes anything (``portal.shared.freshness``)."""

from django.apps import apps
from django.db.models import Max, Min, Q, Value

from .models import Publishable

FIELDS = ("public_from", "public_until")


def publication_clock(now):
    """Give the last moment up to ``now`` at which a publication began or ended, and the next after it; one query."""
    first, *others = (moments(model, now) for model in apps.get_models() if issubclass(model, Publishable))
    rows = list(first.union(*others, all=True))
    past = [moment for row in rows for moment in row[: len(FIELDS)] if moment]
    coming = [moment for row in rows for moment in row[len(FIELDS) :] if moment]
    return max(past, default=None), min(coming, default=None)


def moments(model, now):
    """Give the one row of ``model``: the last of each of :data:`FIELDS`, then the next of each."""
    last = {f"last_{name}": Max(name, filter=Q(**{f"{name}__lte": now})) for name in FIELDS}
    coming = {f"next_{name}": Min(name, filter=Q(**{f"{name}__gt": now})) for name in FIELDS}
    rows = model._base_manager.order_by().values(all_rows=Value(1))
    return rows.annotate(**last, **coming).values_list(*last, *coming)
