"""From pieces to the draft of a feature: what goes into which field, and the rows that it becomes."""

import re
from dataclasses import dataclass, field

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.utils.html import format_html, format_html_join

from news.models import Credit, Feature, PullQuote, Text
from portal.editions import snapshots, workflow
from portal.editions.models import Action

from . import signs
from .checks import PHOTO_WANTED
from .people import BRACKETS, people_in
from .pieces import Kind

TAGS = {Kind.HEADING: "h2", Kind.PARAGRAPH: "p"}
LONGEST_SUMMARY = 120
MOST_DETAIL = 2_000


@dataclass
class Draft:
    """A feature in the making.

    ``credits``: ``[(role, names)]``; ``blocks``: rows without their parent, in order.

    ``summary``: how its text begins; empty only where it has none.
    """

    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    byline: str = ""
    credits: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    captions: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    summary: str = ""

    def problems(self):
        """Give a sentence for everything that keeps this from becoming a feature."""
        missing = [] if self.title else ["还没有标题。请在右边把一处选作“标题”。"]
        if not self.summary:
            missing.append("还没有正文。请在右边把至少一处选作“正文”。")
        return [*missing, *(said for row in self.rows() for said in complaints(row))]

    def rows(self):
        """Give all rows, not saved, to ask them whether they fit the database."""
        return [self.feature(), *self.credit_rows(), *self.blocks]

    def feature(self, **values):
        names = ("kicker", "title", "subtitle", "byline")
        return Feature(**{name: getattr(self, name) for name in names}, **values)

    def credit_rows(self):
        return [Credit(role=role, name=names, position=at) for at, (role, names) in enumerate(self.credits, start=1)]


def complaints(row):
    """Give what is too long in ``row``, in sentences that name the field; what is still missing is no complaint yet."""
    said = []
    for model_field in row._meta.concrete_fields:
        value = getattr(row, model_field.attname)
        if model_field.max_length and isinstance(value, str) and len(value) > model_field.max_length:
            name = f"{row._meta.verbose_name}的" * (not isinstance(row, Feature)) + model_field.verbose_name
            said.append(f"{name}有{len(value)}个字，最多{model_field.max_length}个：“{value[:20]}……”")
    return said


def draft_of(pieces):
    """Give the :class:`Draft` that ``pieces`` make, in their order."""
    by_kind = {kind: [piece.text for piece in pieces if piece.kind == kind] for kind in Kind}
    return Draft(
        kicker=" ".join(by_kind[Kind.KICKER]),
        title=" ".join(by_kind[Kind.HEADLINE]),
        subtitle=" ".join(text.lstrip("—- ") for text in by_kind[Kind.SUBTITLE]),
        byline=" ".join(text.strip(BRACKETS) for text in by_kind[Kind.BYLINE]),
        credits=[pair for text in by_kind[Kind.CREDIT] for pair in credits_in(text)],
        blocks=blocks_of(pieces),
        captions=by_kind[Kind.CAPTION],
        left_out=[piece.text for piece in pieces if piece.kind.is_left_out],
        summary=summary_of(by_kind[Kind.PARAGRAPH]),
    )


def credits_in(text):
    """Give ``[(role, names)]``; what does not say whose role it is keeps all its words as a name."""
    role, colon, names = text.partition("：")
    return people_in(text) or [(role.strip(), names.strip()) if colon and names.strip() else ("署名", text)]


def blocks_of(pieces):
    """Give the blocks of the body: running text with its headings, quotes, and notes where photos are wanted."""
    blocks, running = [], []
    for piece in pieces:
        if piece.kind in TAGS:
            running.append(piece)
        elif piece.kind in (Kind.QUOTE, Kind.CAPTION):
            blocks += [*text_blocks(running), quote_block(piece) if piece.kind == Kind.QUOTE else photo_note(piece)]
            running = []
    return [*blocks, *text_blocks(running)]


def text_blocks(pieces):
    rows = [(TAGS[piece.kind], piece.text, TAGS[piece.kind]) for piece in pieces]
    return [Text(text=format_html_join("", "<{}>{}</{}>", rows))] if rows else []


def photo_note(piece):
    """Give the note that stands where a photo belongs, with its caption; it cannot be published (``checks``)."""
    return Text(text=format_html("<p>{}{}</p>", PHOTO_WANTED, piece.text))


def quote_block(piece):
    """Give the quote without its marks, which the page sets; a last line “——某某” is who said it."""
    *said, last = piece.text.split("\n")
    attribution = last.lstrip("—- ") if said and last.startswith(("—", "--")) else ""
    text = "\n".join(said) if attribution else piece.text
    return PullQuote(text=without_marks(text), attribution=attribution)


def without_marks(text):
    """Give ``text`` without the marks around it, whether they are closed or not; those within it stay."""
    if signs.is_quotation(text):
        return text[1:-1].strip()
    return text[1:].strip() if signs.opens_quotation(text) else text


def summary_of(paragraphs):
    """Give the first sentences of the text, as many as make a summary."""
    summary = ""
    for sentence in re.findall(r"[^。！？]*[。！？]+”?|[^。！？]+$", paragraphs[0] if paragraphs else ""):
        if summary and len(summary + sentence) > LONGEST_SUMMARY:
            break
        summary += sentence
    return summary if len(summary) <= LONGEST_SUMMARY else f"{summary[: LONGEST_SUMMARY - 1]}…"


# Saving


def imported(token):
    """Give the feature that was made of the page with ``token``, or ``None``: a page sent twice makes one draft."""
    text = Text.objects.filter(pk=token).select_related("parent").first()
    return text and text.parent


@transaction.atomic
def save(draft, values, actor, *, token, lines):
    """Make the feature with its first edition, and write it down; ``values`` are the fields that are not on the page.

    The first text gets ``token`` as its key, so that the database refuses a second one. Raises ``ValidationError`` and
    :class:`~portal.editions.workflow.Refused`.
    """
    feature = draft.feature(**values)
    feature.full_clean()
    feature.save()
    add_parts(feature, draft, token)
    edition = workflow.save(feature, snapshots.take(feature), actor, comment="导入报道")
    workflow.write_down(actor, Action.IMPORTED, feature, edition=edition, detail=detail(draft, lines))
    LogEntry.objects.log_actions(actor.user.pk, [feature], ADDITION, f"导入报道，保存第{edition.number}版")
    return feature


def add_source(source, actor):
    """Save ``source`` where it is a new one; give it."""
    if source.pk is None:
        source.save()
        LogEntry.objects.log_actions(actor.user.pk, [source], ADDITION, "导入报道时新建")
    return source


def add_parts(feature, draft, token):
    next(block for block in draft.blocks if isinstance(block, Text)).pk = token
    for credit in draft.credit_rows():
        credit.feature = feature
        credit.save()
    for number, block in enumerate(draft.blocks, start=1):
        block.parent, block.region, block.ordering = feature, "body", number * 10
        block.save(force_insert=True)


def detail(draft, lines):
    """Say what became of the page, and the words of it that are not in the feature."""
    photos = f"待配图{len(draft.captions)}处。" if draft.captions else ""
    left_out = f"略去：{'｜'.join(draft.left_out)}" if draft.left_out else "没有略去的文字。"
    return f"原文{lines}行。{photos}{left_out}"[:MOST_DETAIL]
