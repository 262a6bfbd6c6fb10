"""What our pygal charts share. pygal projects and draws lines and bars; axes, marks and text are ours.

pygal measures Chinese as narrow as Latin, prints values over each other and explains them by a script. So its axes
and legend are left out, and what has room is printed (the table beside the picture has all).
"""

from dataclasses import dataclass

from pygal.etree import etree

from .lettering import lines

etree.to_etree()  # pygal makes the same tree whether lxml is installed or not

EDGE = 14


@dataclass(frozen=True)
class Format:
    """The size of a picture and of its type in px, and how many values, days and lines of its title it may print."""

    width: int
    height: int
    text: int
    name: int
    printed: int
    ticks: int
    name_lines: int

    @property
    def line(self):
        return self.text + 8

    @property
    def room(self):
        return self.width - 2 * EDGE


WIDE = Format(width=800, height=450, text=15, name=18, printed=12, ticks=6, name_lines=2)
NARROW = Format(width=360, height=360, text=14, name=16, printed=6, ticks=4, name_lines=3)


class Picture:
    """What our pygal charts share: the title, margins for Chinese text, and no axes, legend, styles or script of
    pygal's own."""

    def __init__(self, chart, format_, **options):
        self.chart, self.format = chart, format_
        size = {"width": format_.width, "height": format_.height}
        plain = {"show_legend": False, "css": [], "js": [], "no_prefix": True, "no_data_text": "尚无数据"}
        super().__init__(**size, **plain, **options)

    @property
    def name_lines(self):
        return lines(self.chart.title, self.format.name, self.format.room, self.format.name_lines)

    @property
    def name_height(self):
        return EDGE + len(self.name_lines) * (self.format.name + 8)

    def _compute_x_labels(self):
        """Leave out pygal's labels: ``_axes()`` writes ours."""

    _compute_y_labels = _compute_x_labels

    def _make_title(self):
        for row, line in enumerate(self.name_lines, 1):
            self.write(self.nodes["title"], line, EDGE, EDGE - 6 + row * (self.format.name + 8), "name")

    def write(self, parent, text, x, y, classes, anchor="start"):
        """Write ``text`` into ``parent`` and give its node."""
        node = self.svg.node(parent, "text", {"text-anchor": anchor}, class_=classes, x=x, y=y)
        node.text = text
        return node

    def draw(self, parent, path, classes):
        """Draw ``path`` into ``parent`` and give its node."""
        return self.svg.node(parent, "path", class_=classes, d=path)
