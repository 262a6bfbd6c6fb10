"""A before and after: the limit and what it really took, or the goal and what is done."""

import pygal

from .lettering import lines, width
from .marks import Mark
from .pictures import EDGE, Picture

# The part of the width that pygal leaves free on each side.
PYGAL_SPARE = 0.019


class Bars(Picture, pygal.HorizontalBar):
    """A before and after: a bar from 0 for each mark, with its words above it; targets are hollow."""

    _series_margin = 0.3

    def __init__(self, chart, format_):
        self.chart, self.format = chart, format_
        side = max(EDGE - round(PYGAL_SPARE * format_.width), 1)
        sides = {"margin_left": side, "margin_right": side, "margin_bottom": EDGE}
        super().__init__(chart, format_, margin_top=self.name_height + self.extra_height, **sides)
        self.add(None, [float(mark.value) for mark in reversed(chart.marks)])

    def words_of(self, mark):
        """Give the lines above a bar, as ``[(label, wording)]``: one if both fit, else the wording on its own."""
        label, size = self.chart.label_of(mark), self.format.text
        if width(f"{label}　{mark.wording}", size) <= self.format.room:
            return [(label, mark.wording)]
        return [*((line, "") for line in lines(label, size, self.format.room, 2)), ("", mark.wording)]

    @property
    def extra_height(self):
        """The room that the first bar needs for more than one line."""
        return (len(self.words_of(self.chart.marks[0])) - 1) * (self.format.text + 6)

    def _axes(self):
        """Leave out axes: every bar has its words and its own piece of the line at 0."""

    def _tooltip_and_print_values(self, serie_node, serie, parent, index, val, metadata, x, y, width, height):
        """Print the words of a bar above it (pygal's hook; of horizontal charts ``x`` and ``width`` go up)."""
        mark = self.chart.marks[-1 - index]
        top = min(x, x + width)
        parent.set("class", "actual" if isinstance(mark, Mark) else "aim")
        self.draw(self.nodes["plot"], f"M{self.view.y(0)} {top - 4}v{abs(width) + 8}", "base")
        self.print_above(top - 10, self.words_of(mark))

    def print_above(self, y, words):
        """Print ``words`` from the left end of the longest bar on, the last line at ``y``."""
        left, size = self.view.y(min(self._min, 0)), self.format.text
        for below, (label, said) in enumerate(words, start=1):
            node = self.write(self.nodes["text_overlay"], label, left, y - (len(words) - below) * (size + 6), "soft")
            self.svg.node(node, "tspan", class_="said", dx=size / 2 if label else 0).text = said
