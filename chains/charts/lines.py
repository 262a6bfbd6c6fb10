"""Values over time, with their targets."""

import pygal

from ..wording import number
from .axes import rank_axis, time_ticks, value_axis
from .lettering import Board, Box, apart, box_of, lines, width
from .pictures import EDGE, Picture

# From how many on values are a line without dots.
DOTS = 40
# Centred on the point: the shape tells series apart where colours do not.
SHAPES = (
    "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "m-4.5-4.5h9v9h-9z",
    "m0-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
    "m0-6l6 10.5h-12z",
)
KEY = 30
PRINTED_AIMS = 2
PYGAL = {"show_dots": False, "allow_interruptions": True}


class Lines(Picture, pygal.XY):
    """Values over time, a line for each kind of period, and targets as dashed lines over their days.

    Real time goes from left to right; a value stands at the end of its period. Ranks have 1 on top.
    """

    def __init__(self, chart, format_):
        self.chart, self.format = chart, format_
        self.axis = self.scale()
        inverse = chart.indicator.is_rank
        super().__init__(chart, format_, inverse_y_axis=inverse, **self.ranges(), **self.margins(), **PYGAL)
        for one in chart.series:
            self.add(one.kind, points(one))

    # The room

    def scale(self):
        """Give the value axis of all marks; of none, one without ticks."""
        values = [mark.value for mark in self.chart.marks]
        if not values:
            return None
        is_whole = self.chart.indicator.decimals == 0
        return rank_axis(values) if self.chart.indicator.is_rank else value_axis(values, whole=is_whole)

    def ranges(self):
        """Give pygal the ends of both axes: in time a little more than there is, so that no mark stands on an edge."""
        if self.axis is None:
            return {}
        aims = [day for aim in self.chart.aims if aim.last for day in (aim.first, aim.last)]
        days = [day.toordinal() for day in (*aims, *(mark.day for _, mark in self.numbered))]
        spare = max((max(days) - min(days)) * 0.03, 1)
        values = (float(self.axis.low), float(self.axis.high))
        return {"range": values, "xrange": (min(days) - spare, max(days) + spare)}

    def margins(self):
        """Give the room around the lines for the title, the legend, the values of the axis, the days and, where a
        line is too dense to print upon, the newest value."""
        ticks = [width(number(tick), self.format.text) for tick in self.axis.ticks] if self.axis else [0]
        newest = [width(one.marks[-1].wording, self.format.text) for one in self.chart.series if self.is_dense]
        return {
            "margin_left": EDGE + round(max(ticks)) + 8,
            "margin_right": max(24, *map(round, newest), 0),
            "margin_top": self.name_height + self.legend_rows * self.format.line + self.format.line + 4,
            "margin_bottom": self.format.line + EDGE,
        }

    # The legend

    @property
    def keys(self):
        """What the legend explains, ``[(class, shape, text)]``; nothing where there is one line alone."""
        series = [(f"serie-{index}", SHAPES[index], one.kind) for index, one in enumerate(self.chart.series)]
        goals = [("aim", "", aim.label if aim.last is None else "目标") for aim in self.chart.aims]
        keys = dict.fromkeys(series + goals) if len(series) + len(goals) > 1 else ()
        return [(*key, lines(text, self.format.text, self.format.room - KEY, 1)[0]) for *key, text in keys]

    def key_places(self):
        """Give where each key stands: ``[(row, x)]``."""
        places, row, x = [], 0, 0
        for _, _, text in self.keys:
            wide = KEY + width(text, self.format.text) + 24
            if x and x + wide > self.format.room:
                row, x = row + 1, 0
            places.append((row, x))
            x += wide
        return places

    @property
    def legend_rows(self):
        return self.key_places()[-1][0] + 1 if self.keys else 0

    def _legend(self):
        for (classes, shape, text), (row, x) in zip(self.keys, self.key_places(), strict=True):
            left, y = EDGE + x, self.name_height + (row + 0.5) * self.format.line
            node = self.svg.node(self.nodes["graph"], class_=classes)
            self.draw(node, f"M{left} {y}h{KEY - 6}", "line")
            if shape:
                self.draw(node, f"M{left + KEY / 2 - 3} {y}{shape}", "mark")
            self.write(self.nodes["graph"], text, left + KEY, y + 0.35 * self.format.text, "soft")

    # The axes

    def _axes(self):
        if self.axis:
            self.write_values()
            self.write_days()

    def write_values(self):
        for tick in self.axis.ticks:
            y = self.view.y(float(tick))
            self.draw(self.nodes["plot"], f"M0 {y}h{self.view.width}", "base" if tick == 0 else "guide")
            self.write(self.nodes["plot"], number(tick), -8, y + 0.35 * self.format.text, "soft", "end")

    def write_days(self):
        """Write as many days as stand apart, each at a stroke where it really is."""
        base, size = self.view.height, self.format.text
        placed = self.placed_days()
        for index in apart([box for _, _, box in placed], size):
            tick, x, box = placed[index]
            self.draw(self.nodes["plot"], f"M{x} {base}v{6 + tick.indent * 2}", "base")
            self.write(self.nodes["plot"], tick.text, box.left, base + 6 + size, "soft")

    def placed_days(self):
        """Give ``[(tick, where it is, box of its text)]``; near an edge centred text moves, other text is left out."""
        whole = Box(4 - self.margin_box.left, -self.format.line, self.view.width + self.margin_box.right - 4, 9)
        placed = []
        for tick in time_ticks([mark for _, mark in self.numbered], self.format.ticks):
            x = self.view.x(tick.day.toordinal())
            box = box_of(tick.text, self.format.text, x + tick.indent, 0, tick.anchor)
            if tick.anchor == "middle" or whole.holds(box):
                placed.append((tick, x, box.moved_into(whole)))
        return placed

    # The marks

    def _plot(self):
        super()._plot()
        for aim in self.chart.aims:
            left, right, y = self.span(aim)
            self.draw(self.svg.node(self.nodes["plot"], class_="aim"), f"M{left} {y}H{right}", "line")
        self.draw_dots()
        self.print_words()

    def at(self, mark):
        """Give where a mark stands, in px."""
        return self.view((mark.day.toordinal(), float(mark.value)))

    def span(self, aim):
        """Give left end, right end and height of the line of a target; the shortest can still be seen."""
        y = self.view.y(float(aim.value))
        if aim.last is None:
            return 0, self.view.width, y
        left, right = self.view.x(aim.first.toordinal()), self.view.x(aim.last.toordinal())
        return min(left, right - 20), right, y

    @property
    def numbered(self):
        """All drawn values as ``[(number of its series, mark)]``."""
        return [(index, mark) for index, one in enumerate(self.chart.series) for mark in one.marks]

    @property
    def printed(self):
        """The values to print, as in ``numbered``, the most telling first: all if they are few."""
        telling = [(index, mark) for index, one in enumerate(self.chart.series) for mark in one.telling]
        rest = self.numbered[::-1] if len(self.numbered) <= self.format.printed else []
        return list(dict.fromkeys(telling + rest))

    @property
    def is_dense(self):
        """Whether there are so many values that they are lines without dots."""
        return len(self.numbered) > DOTS

    @property
    def dots(self):
        """The values that have a dot, as in ``numbered``: all, or of many those that are printed or on no line."""
        if not self.is_dense:
            return self.numbered
        runs = [(index, run) for index, one in enumerate(self.chart.series) for run in one.runs]
        return list(dict.fromkeys([*self.printed, *((index, run[0]) for index, run in runs if len(run) == 1)]))

    def draw_dots(self):
        for index, mark in self.dots:
            x, y = self.at(mark)
            node = self.draw(self.nodes["overlay"], f"M{x:.1f} {y:.1f}{SHAPES[index]}", f"mark serie-{index}")
            self.svg.node(node, "title").text = f"{mark.label}{mark.wording}"

    def print_words(self):
        """Print targets and values where there is room, never over one another."""
        bounds = Box(2, -self.format.line, self.view.width + self.margin_box.right - 4, self.view.height)
        strokes = [[self.at(mark) for mark in run] for one in self.chart.series for run in one.runs]
        strokes += [[(left, y), (right, y)] for left, right, y in map(self.span, self.chart.aims)]
        board = Board(bounds, [self.at(mark) for _, mark in self.dots], strokes, firm=self.is_dense)
        for aim in self.chart.aims[:PRINTED_AIMS]:
            places = self.beside_line(aim)
            self.print_at(board, f"{aim.label}{aim.wording}", places) or self.print_at(board, aim.wording, places)
        for index, mark in self.printed:
            self.print_at(board, mark.short, self.beside_dot(self.chart.series[index].marks, mark))

    def print_at(self, board, text, places):
        """Print ``text`` at the first of ``places`` (x, baseline, anchor) that is free; give whether one was."""
        box = board.place([box_of(text, self.format.text, *place) for place in places])
        if box:
            over, middle = self.nodes["text_overlay"], (box.left + box.right) / 2
            self.svg.node(over, "rect", class_="paper", x=box.left, y=box.top, width=box.width, height=box.height)
            self.write(over, text, middle, box.bottom - 0.2 * self.format.text, "value", "middle")
        return bool(box)

    def beside_line(self, aim):
        left, right, y = self.span(aim)
        ends = ((right, "end"), (left, "start"))
        return [(x, at, anchor) for at in (y - 7, y + 7 + self.format.text) for x, anchor in ends]

    def beside_dot(self, marks, mark):
        """Give places above and below a mark (below first where the lines go up from it), then beside it."""
        x, y = self.at(mark)
        index = marks.index(mark)
        around = [self.at(other)[1] for other in marks[max(index - 1, 0) : index + 2]]
        aligned = ((x, "middle"), (x + 8, "end"), (x - 8, "start"))
        above, below = ([(left, y + at, anchor) for left, anchor in aligned] for at in self.offsets)
        is_valley = y == max(around) and y > min(around)
        right, left = ((x + at, y + 0.35 * self.format.text, anchor) for at, anchor in ((11, "start"), (-11, "end")))
        first = [right] if self.is_dense and mark == marks[-1] else []
        return [*first, *(below + above if is_valley else above + below), right, left]

    @property
    def offsets(self):
        """How far above and below a dot the baseline of its value is."""
        return -11, 11 + 0.85 * self.format.text


def points(series):
    """Give the points of ``series`` for pygal, with a gap between its runs."""
    found = []
    for run in series.runs:
        found += [(mark.day.toordinal(), float(mark.value)) for mark in run] + [None]
    return found[:-1]
