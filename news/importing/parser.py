"""From the text of a page to its pieces. Every line that is not blank ends up in exactly one of them.

Three passes: what a line is by its own words (``signs``); the headline and what stands around it; then the body from
top to bottom, where a sentence that a column has cut waits for its other half across whatever stands between.
"""

from dataclasses import dataclass, field

from . import signs
from .lines import Block, blocks, ends_sentence, join, most_common_gap, read
from .people import are_reporters, people_in
from .pieces import Kind, Piece

MOST_QUOTED = 4  # paragraphs; what goes on longer is no pull quote
HEAD_BLOCKS = 14  # whatever comes later is no headline
MOST_WHYS = 5


def parse(text):
    """Give the pieces of clean ``text``, in the order of their first lines."""
    found = blocks(read(text))
    page = Page(found, most_common_gap(found))
    name_the_obvious(page)
    name_the_head(page)
    Body(page).read()
    return sorted((made.piece() for made in page.made), key=lambda piece: min(piece.lines))


@dataclass
class Made:
    """A piece in the making: blocks that belong together."""

    kind: Kind
    blocks: list
    is_guess: bool = False
    why: list = field(default_factory=list)

    def guess(self, why):
        self.is_guess = True
        self.why.append(why)

    @property
    def text(self):
        texts = (block.text for block in self.blocks)
        return "\n".join(texts) if self.kind == Kind.QUOTE else join(texts)

    def piece(self):
        if any(block.is_guess for block in self.blocks):
            self.guess("有一行恰好在行尾结束一句，也可能是两段")
        numbers = tuple(number for block in self.blocks for number in block.numbers)
        return Piece(self.kind, self.text, numbers, self.is_guess, "；".join(self.why[:MOST_WHYS]))


@dataclass
class Page:
    """The blocks of a page and what was made of them so far. ``kinds``: ``{index: kind}`` of what is named."""

    blocks: list[Block]
    usual_gap: int
    kinds: dict = field(default_factory=dict)
    made: list = field(default_factory=list)

    def text(self, index):
        return self.blocks[index].text

    def is_open(self, index):
        """Whether there is such a block, and nothing is made of it."""
        return index < len(self.blocks) and index not in self.kinds

    def open_from(self, index):
        """Give the index of the first block from ``index`` on that nothing is made of; ``None`` if there is none."""
        return next((at for at in range(index, len(self.blocks)) if at not in self.kinds), None)

    def name(self, index, kind, why=""):
        """Make a piece of one block; with ``why`` it is a guess."""
        made = Made(kind, [self.blocks[index]])
        if why:
            made.guess(why)
        self.kinds[index] = kind
        self.made.append(made)
        return made

    def is_set_off(self, index):
        """Whether there is more room around the block than between others."""
        return self.has_room(index) and self.has_room(index + 1)

    def has_room(self, index):
        """Whether there is more room above the block than above others; the edges of the page say nothing."""
        return 0 < index < len(self.blocks) and self.blocks[index].gap > self.usual_gap


# First: what says itself what it is


def name_the_obvious(page):
    for index, block in enumerate(page.blocks):
        if kind := own_kind(block.text):
            page.name(index, kind)


def own_kind(text):
    """Give what ``text`` is by its own words, or ``None``."""
    if people := people_in(text):
        return Kind.BYLINE if are_reporters(people) else Kind.CREDIT
    if signs.is_of_picture(text):
        return Kind.CAPTION
    if signs.is_furniture(text):
        return Kind.FOOTER
    if signs.is_advertisement(text):
        return Kind.ADVERTISEMENT
    return Kind.HEADING if signs.is_numbered(text) else None


# Second: the head


def name_the_head(page):
    """Name the lines of the headline, and short sentences above it: they belong to the picture at the top."""
    head = range(head_end(page))
    titles = [index for index in head if page.is_open(index) and signs.is_title(page.text(index))]
    for index in head:
        if page.is_open(index) and index not in titles:
            page.name(index, Kind.CAPTION, "标题之前的短句，像是头图的说明")
    for index in [index for index in titles if signs.is_subtitle(page.text(index))]:
        titles.remove(index)
        page.name(index, Kind.SUBTITLE)
    if is_heading_below(page, titles):
        page.name(titles.pop(), Kind.HEADING, "标题下面紧接正文，像是第一个小标题")
    name_titles(page, titles)


def is_heading_below(page, titles):
    """Whether the last of many titles is the first heading: text begins below it, and there are other headings."""
    if len(titles) < len(TITLES) or not page.is_open(below := titles[-1] + 1):
        return False
    return any(signs.is_heading(page.text(index)) for index in range(below, len(page.blocks)) if page.is_open(index))


def head_end(page):
    """Give where the head ends: at the reporter's name, or else where the running text begins."""
    byline = next((index for index, kind in page.kinds.items() if kind == Kind.BYLINE and index < HEAD_BLOCKS), None)
    if byline is not None and is_head(page, byline):
        return byline
    first = range(min(len(page.blocks), HEAD_BLOCKS))
    return next((index for index in first if is_running(page, index)), 0)


def is_head(page, end):
    """Whether everything up to ``end`` may stand above a report, a title among it."""
    texts = [page.text(index) for index in range(end) if page.is_open(index)]
    are_short = all(signs.is_title(text) or signs.is_short_sentence(text) for text in texts)
    return are_short and any(signs.is_title(text) for text in texts)


def is_running(page, index):
    """Whether the running text begins here: not with a short sentence that a title follows, nor with a title."""
    if not page.is_open(index) or signs.is_title(page.text(index)):
        return page.kinds.get(index) == Kind.HEADING
    following = page.open_from(index + 1)
    is_above_title = following is not None and signs.is_title(page.text(following))
    return not (signs.is_short_sentence(page.text(index)) and is_above_title and not has_title(page, index))


def has_title(page, end):
    return any(page.is_open(index) and signs.is_title(page.text(index)) for index in range(end))


TITLES = {
    1: [Kind.HEADLINE],
    2: [Kind.KICKER, Kind.HEADLINE],
    3: [Kind.KICKER, Kind.HEADLINE, Kind.SUBTITLE],
}


def name_titles(page, titles):
    """Name the lines of a headline by their order; what a fourth would be, nobody knows."""
    kinds = TITLES.get(min(len(titles), 3), [])
    why = "标题有几行，按先后认作引题、标题和副题" if len(titles) > 1 else ""
    for index, kind in zip(titles, [*kinds, *[Kind.UNPLACED] * len(titles)], strict=False):
        page.name(index, kind, why)


# Third: the body


def is_dated_sentence(text):
    return signs.is_short_sentence(text) and signs.says_when(text)


class Body:
    """Reads the rest of a page from top to bottom. ``waiting``: the paragraph whose last sentence has no end yet."""

    def __init__(self, page):
        self.page = page
        self.waiting = None
        self.last = None  # what was made of the block before

    def read(self):
        index = 0
        while (index := self.page.open_from(index)) is not None:
            self.last = self.before(index)
            self.place(index)
        self.give_up()

    def before(self, index):
        """Give the kind of the block above; what cannot belong to the text is passed over."""
        passed = (Kind.FOOTER, Kind.ADVERTISEMENT, Kind.CAPTION)
        kinds = (self.page.kinds[at] for at in range(index - 1, -1, -1))
        return next((kind for kind in kinds if kind not in passed), None)

    def place(self, index):
        """Make something of the block; the first rule that holds decides."""
        rules = (self.as_quote, self.as_caption, self.as_rest, self.as_heading, self.as_paragraph)
        any(rule(index) for rule in rules)

    # Quotes

    def as_quote(self, index):
        """A quotation that interrupts a sentence, or is set off from the text, was pulled out of it."""
        run = self.quotation(index)
        if not run:
            return False
        made = self.page.name(run[0], Kind.QUOTE)
        for at in run[1:]:
            self.page.kinds[at] = Kind.QUOTE
            made.blocks.append(self.page.blocks[at])
        self.add_attribution(run[-1] + 1, made)
        self.doubt_quote(made, run)
        return True

    def quotation(self, index):
        """Give the indexes of the paragraphs of a pull quote that begins here, or none."""
        text = self.page.text(index)
        if signs.is_quotation(text):
            is_pulled = self.has_attribution(index + 1) or (self.waiting and self.can_go_on(index + 1))
            return [index] if is_pulled or self.page.is_set_off(index) else []
        if not signs.opens_quotation(text):
            return []
        run, is_closed = self.quoted(index)
        if is_closed:
            return run if self.waiting or self.has_attribution(run[-1] + 1) else []
        return run if self.waiting or self.page.has_room(index) or text[1:2] == " " else []

    def quoted(self, index):
        """Give the paragraphs that belong to an open quotation, and whether it is closed: it ends there, at the latest
        where there is more room or something else stands. Without either, only what begins a sentence goes on with it,
        so that the rest of a cut sentence finds its beginning.
        """
        run = [index]
        for at in range(index + 1, index + MOST_QUOTED):
            if not self.page.is_open(at) or self.page.has_room(at) or signs.is_attribution(self.page.text(at)):
                return run, False
            if signs.is_title(self.page.text(at)) or is_dated_sentence(self.page.text(at)):
                return run, False
            run.append(at)
            if signs.closes_quotation(self.page.text(at)):
                return run, True
        openers = [at for at in run[1:] if signs.begins_sentence(self.page.text(at))]
        return [index, *(at for number, at in enumerate(openers, index + 1) if at == number)], False

    def has_attribution(self, index):
        return self.page.is_open(index) and signs.is_attribution(self.page.text(index))

    def add_attribution(self, index, made):
        if self.has_attribution(index):
            self.page.kinds[index] = Kind.QUOTE
            made.blocks.append(self.page.blocks[index])

    def doubt_quote(self, made, run):
        if not self.waiting:
            made.guess("这段引语前后都空开，像是从正文里抽出来的")
        elif len(run) > 1 and not signs.closes_quotation(self.page.text(run[-1])):
            made.guess("引号没有收尾，按空行断定到哪里为止")

    # Captions

    def as_caption(self, index):
        """A short sentence alone that says when, amid more room than usual or in the middle of another sentence."""
        text, is_set_off = self.page.text(index), self.page.is_set_off(index)
        is_dated, is_whole = signs.says_when(text), signs.is_short_sentence(text)
        interrupts = is_dated and self.waiting and self.can_go_on(index + 1)
        if is_whole:
            is_caption = is_set_off or interrupts
        else:  # without its full stop it takes more room to tell it from the rest of the sentence
            is_caption = (
                is_dated and signs.is_title(text) and (is_set_off or (interrupts and self.page.has_room(index)))
            )
        if is_caption:
            self.page.name(index, Kind.CAPTION, "" if is_dated and is_whole else "前后空开的短句，像是图片说明")
        return bool(is_caption)

    def can_go_on(self, index):
        """Whether something follows that the waiting sentence may go on with."""
        following = self.page.open_from(index)
        return following is not None and not signs.is_heading(self.page.text(following))

    # Sentences cut in two

    def as_rest(self, index):
        """The next text after a sentence without an end is its rest, unless a heading begins something new."""
        if not self.waiting or self.begins_anew(index):
            return False
        text, cut = self.page.text(index), self.waiting.blocks[-1].text
        self.page.kinds[index] = Kind.PARAGRAPH
        self.waiting.why.append(f"断句已接上：{cut[-8:]}｜{text[:8]}")
        if signs.begins_sentence(text) and not signs.is_cut_hard(cut):
            self.waiting.guess("前一段句末没有标点，后一段像是另起一句")
        self.waiting.blocks.append(self.page.blocks[index])
        if ends_sentence(text):
            self.waiting = None
        return True

    def begins_anew(self, index):
        """Whether a heading stands here, though the sentence above has no end; then it never gets one."""
        is_heading = self.could_be_heading(index) and not signs.is_cut_hard(self.waiting.blocks[-1].text)
        following = self.page.open_from(index + 1)
        if not is_heading or not signs.begins_sentence(self.page.text(following)):
            return False
        self.give_up()
        return True

    def give_up(self):
        """The sentence that waits has no other half."""
        if self.waiting:
            self.waiting.guess("最后一句没有句末标点，可能缺了下文")
        self.waiting = None

    # Headings and paragraphs

    def as_heading(self, index):
        """A short line without a full stop, with text below it; the second of two is a sentence that was cut."""
        if not self.could_be_heading(index):
            return False
        if self.last == Kind.HEADING and not signs.begins_sentence(self.next_text(index)):
            return False
        self.page.name(index, Kind.HEADING, self.doubt_heading(index))
        return True

    def could_be_heading(self, index):
        following = self.next_text(index)
        return signs.is_heading(self.page.text(index)) and following != "" and not signs.goes_on(following)

    def next_text(self, index):
        following = self.page.open_from(index + 1)
        return "" if following is None else self.page.text(following)

    def doubt_heading(self, index):
        if self.last == Kind.HEADING:
            return "紧跟在另一个小标题后面"
        text = self.page.text(index)
        is_odd = "，" in text and not signs.is_couplet(text)
        return "小标题里一般没有逗号，也可能是断开的半句" if is_odd else ""

    def as_paragraph(self, index):
        """Text. A short line without an end that nothing follows is no text: nobody knows where it belongs."""
        text = self.page.text(index)
        if not ends_sentence(text) and not self.next_text(index) and signs.is_title(text):
            self.page.name(index, Kind.UNPLACED)
            return True
        made = self.page.name(index, Kind.PARAGRAPH)
        self.waiting = None if ends_sentence(text) else made
        return True
