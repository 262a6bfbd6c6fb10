"""One chart: what its picture, its table and its sentence say."""

from datetime import date
from functools import cached_property

from .bars import Bars
from .document import standalone
from .lines import Lines
from .marks import MOST, MOST_SERIES, Aim, Mark, Row, Series, by_kind, is_comparable, size, thinned
from .pictures import NARROW, WIDE
from .sentences import describe


class Chart:
    """What a picture, its table and its sentence show of an indicator, from one place so that they cannot disagree.

    ``indicator`` was loaded by ``Indicator.objects.with_card()``; ``values`` are its current observations, newest
    first. Of them only ``period``, ``period_start``, ``period_end``, ``value``, ``qualifier`` and ``of`` are read.
    """

    def __init__(self, indicator, values):
        self.indicator = indicator
        self.values = list(values)

    # What is drawn

    @cached_property
    def groups(self):
        """The observations that are drawn or thinned, by kind of period."""
        return dict(list(by_kind(self.values).items())[:MOST_SERIES])

    @property
    def left_out(self):
        """How many values are of kinds for which the picture has no room."""
        return len(self.values) - sum(len(rows) for rows in self.groups.values())

    @cached_property
    def series(self):
        """The drawn values by kind of period, in all at most ``MOST`` (:class:`~chains.charts.marks.Series`)."""
        share = MOST // max(len(self.groups), 1)
        return [self.series_of(kind, rows, share) for kind, rows in self.groups.items()]

    def series_of(self, kind, rows, most):
        marks = [Mark.of(row, self.indicator.unit) for row in thinned(rows, most, key=size)]
        return Series(kind, marks, len(rows))

    @cached_property
    def aims(self):
        """The drawn targets, the limit first, then goals from the newest (:class:`~chains.charts.marks.Aim`)."""
        targets = [self.indicator.limit, *self.indicator.goals] if self.indicator.limit else self.indicator.goals
        beside = [(target, self.beside(target)) for target in targets]
        return [Aim.of(target, self.indicator.unit, rows) for target, rows in beside if rows]

    def beside(self, target):
        """Give the observations that ``target`` may be compared with."""
        return [row for kind, rows in self.groups.items() if is_comparable(target, kind, rows) for row in rows]

    @property
    def is_paired(self):
        """Whether this is a before and after: one value, and targets that it counts for. Ranks have no length."""
        counting = self.aims and all(aim.counts for aim in self.aims)
        return bool(counting) and len(self.values) == 1 and not self.indicator.is_rank

    @property
    def has_picture(self):
        """Whether there is something to compare: two values of one kind, or one with a target that it counts for."""
        return any(len(one.marks) > 1 for one in self.series) or any(aim.counts for aim in self.aims)

    @cached_property
    def marks(self):
        """All drawn values and targets, oldest first; those of one day with the value last."""
        marks = [*self.aims, *(mark for one in self.series for mark in one.marks)]
        return sorted(marks, key=lambda mark: (day_of(mark), isinstance(mark, Mark)))

    # What is said

    @property
    def title(self):
        """地区生产总值（亿元）; about one organisation: 党员人数（名，激光产业链党委）."""
        unit = "位次" if self.indicator.is_rank else self.indicator.unit
        said = "，".join(str(part) for part in (unit, self.indicator.subject) if part)
        return f"{self.indicator.name}（{said}）" if said else self.indicator.name

    @cached_property
    def sentence(self):
        return describe(self)

    @property
    def rows(self):
        """Exactly what is drawn, for the table: (label, wording), oldest first."""
        return [Row(self.label_of(mark), mark.wording) for mark in self.marks]

    def label_of(self, mark):
        """Give the label of a mark; in a before and after the value is what really was."""
        return f"实际（{mark.label}）" if self.is_paired and isinstance(mark, Mark) else mark.label

    # The picture

    def svg(self, *, narrow=False):
        """Draw the picture: a whole SVG document (``bytes``) that needs nothing else; ``narrow`` for small screens."""
        format_ = NARROW if narrow else WIDE
        plot = (Bars if self.is_paired else Lines)(self, format_)
        return standalone(plot.render_tree(), title=self.title, sentence=self.sentence, format_=format_)


def day_of(mark):
    """Give the day by which ``mark`` is sorted; a limit always was."""
    return (mark.day if isinstance(mark, Mark) else mark.last) or date.min
