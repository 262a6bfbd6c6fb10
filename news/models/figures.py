"""What has become of the figures that stories quote: corrected since, or followed by newer ones.

The two rules stand here once, as values of the register seen from a figure. What is pinned is compared by indicator
and period with what is public now, so that they hold as well when the observation itself is gone.
"""

from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from chains.models import Indicator, Observation


def current_values():
    """Give the current values of the indicator that a figure quotes, as long as visitors may see them."""
    return Observation.objects.public().current().filter(indicator=OuterRef("indicator"))


def corrections():
    """Give the value that stands for the quoted period now, where it is another than the quoted one.

    A new status alone is no correction, nor is one that was taken back.
    """
    # The index knows the end of a period, not its code.
    of_period = current_values().filter(period_end=OuterRef("period_end"), period=OuterRef("period"))
    return of_period.annotate(total=Coalesce("of", 0)).exclude(
        value=OuterRef("value"), qualifier=OuterRef("qualifier"), total=Coalesce(OuterRef("of"), 0)
    )


def newer_values():
    """Give the values for periods that end later than the quoted one, newest first."""
    return current_values().filter(period_end__gt=OuterRef("period_end")).newest_first()


def first_of(values):
    """Give the join from a figure to the first of ``values``."""
    chosen = Q(indicator__observations__pk=Subquery(values.values("pk")[:1]))
    return FilteredRelation("indicator__observations", condition=chosen)


class FigureQuerySet(models.QuerySet):
    """Reading rules of quoted figures."""

    def corrected(self):
        """Figures whose period has another value now."""
        return self.filter(Exists(corrections()))

    def outdated(self):
        """Figures whose indicator has a value for a later period; quick however many figures there are.

        A correction has the period of what it corrects, so that any value may be asked, which an index answers.
        """
        ends = Observation.objects.filter(indicator=OuterRef("indicator")).order_by("-period_end").values("period_end")
        return self.filter(indicator__in=Indicator.objects.public(), period_end__lt=Subquery(ends[:1]))

    def with_changes(self):
        """Load ``corrected_to`` and ``newer`` of each figure, in the same query however many values there are."""
        joined = self.annotate(corrected_to=first_of(corrections()), newer=first_of(newer_values()))
        return joined.select_related("corrected_to__indicator", "newer__indicator")

    def moved(self):
        """Of the figures of a few stories those that are corrected (they come first) or outdated, with changes."""
        changed = self.with_changes().filter(Q(corrected_to__isnull=False) | Q(newer__isnull=False))
        return changed.order_by(Exists(corrections()).desc(), "ordering")
