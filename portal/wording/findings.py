"""What the portal finds in the texts of a record: wrong forms of the owner's table, and personal numbers.

``EDITIONS["CHECKS"]`` names :func:`check`. All texts are searched as one, so that a record of many parts costs no more
than one long text; the table costs one query, and is read again only when it has changed.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from portal.editions.findings import Finding
from portal.editions.texts import texts_of

from . import personal
from .matching import Matcher
from .models import Revision, Term

BETWEEN = "\n"  # stands in no wrong form and in no number


def check(model, snapshot, record):
    """Give the :class:`~portal.editions.findings.Finding` rows of ``snapshot``, in the order of its texts."""
    texts = Texts(texts_of(model, snapshot))
    slips = [slip(texts.at(hit.start, hit.end), hit.entry) for hit in table().find(texts.words)]
    return slips + [exposed(texts.at(*number.span), number) for number in personal.numbers(texts.words)]


def table():
    """Give the table as it is now, made ready."""
    return made_ready(Revision.current())


@lru_cache(maxsize=1)
def made_ready(revision):
    return Matcher(Term.objects.active().entries())


class Texts:
    """Many texts as one."""

    def __init__(self, texts):
        self.texts = texts
        self.words = BETWEEN.join(text.words for text in texts)
        self.starts = list(accumulate((len(text.words) + len(BETWEEN) for text in texts), initial=0))

    def at(self, start, end):
        """Give the text that holds the words from ``start`` to ``end`` of all, and where they stand in it."""
        number = bisect_right(self.starts, start) - 1
        return self.texts[number], start - self.starts[number], end - self.starts[number]


def slip(found, entry):
    text, start, end = found
    return Finding(
        rule=f"wording:{entry.wrong}",
        sentence=sentence(entry),
        place=text.place,
        context=text.context(start, end),
        blocks=entry.level == Term.Level.SERIOUS,
        fix=text.replacement(start, end, entry.right) if entry.right else None,
    )


def sentence(entry):
    """Say what is wrong and what is right: “按步就班”应为“按部就班”。"""
    if not entry.right:
        said = f"“{entry.wrong}”不宜使用。"
    elif entry.level == Term.Level.SERIOUS:
        said = f"“{entry.wrong}”应为“{entry.right}”。"
    else:
        said = f"“{entry.wrong}”一般写作“{entry.right}”。"
    return said + (entry.reason.rstrip("。") + "。" if entry.reason else "")


def exposed(found, number):
    text, start, end = found
    return Finding(
        rule=f"personal:{number.masked}",
        sentence=f"“{number.masked}”像是{number.kind}，属于个人信息，公开前请核实；不宜公开的请删去。",
        place=text.place,
        context=text.context(start, end),
    )
