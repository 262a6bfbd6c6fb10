"""What a page is made of."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    """What a piece is; ``label`` is what editors read."""

    KICKER = "kicker", "引题"
    HEADLINE = "headline", "标题"
    SUBTITLE = "subtitle", "副题"
    BYLINE = "byline", "记者"
    HEADING = "heading", "小标题"
    PARAGRAPH = "paragraph", "正文"
    QUOTE = "quote", "引语"
    CAPTION = "caption", "图片说明"
    CREDIT = "credit", "编辑等署名"
    FOOTER = "footer", "版面信息（略去）"
    ADVERTISEMENT = "advertisement", "广告（略去）"
    UNPLACED = "unplaced", "未放置"

    def __new__(cls, value, label):
        kind = str.__new__(cls, value)
        kind._value_, kind.label = value, label
        return kind

    @property
    def is_left_out(self):
        """Whether it does not become part of the feature."""
        return self in (Kind.FOOTER, Kind.ADVERTISEMENT, Kind.UNPLACED)


@dataclass(frozen=True)
class Piece:
    """One thing on the page. ``lines``: the numbers of the lines that it came from, in the order of its text.

    Paragraphs of one quote are lines of ``text``. ``is_guess``: whether a person should look; ``why`` tells what spoke
    for it, or what was done to it.
    """

    kind: Kind
    text: str
    lines: tuple
    is_guess: bool = False
    why: str = ""

    @property
    def span(self):
        """The numbers of its lines as people read them: 20—24、30."""
        numbers = sorted(set(self.lines))
        runs = [list(run) for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
        ends = [(run[0][1], run[-1][1]) for run in runs]
        return "、".join(f"{first}" if first == last else f"{first}—{last}" for first, last in ends)
