"""What the page says of where it came from, as a beginning for the form."""

import re
from dataclasses import dataclass

from chains.models import Source
from news.models import Feature
from portal.shared.dates import PartialDate

from .people import people_in
from .pieces import Kind

DATE = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?")
OUTLET = re.compile(r"(?:来源|稿源)\s?[：:]\s?(\S{2,30})")


@dataclass(frozen=True)
class Suggestion:
    """``values``: of the feature, ``source``: of a source that is not there yet."""

    values: dict
    source: dict


def suggest(draft, pieces):
    """Give a :class:`Suggestion`; a source that has the headline as its title is chosen (one query)."""
    furniture = "\n".join(piece.text for piece in pieces if piece.kind == Kind.FOOTER)
    known = Source.objects.filter(title=draft.title).first() if draft.title else None
    outlet = OUTLET.search(furniture)
    names = (name for _, name in people_in(draft.byline))
    source = {
        "title": draft.title,
        "author": " ".join(names),
        "outlet": outlet[1] if outlet else "",
        "published": day_in(furniture),
    }
    return Suggestion({"summary": draft.summary, "origin": Feature.Origin.REPRINT, "source": known}, source)


def day_in(text):
    """Give the day that the head of the page names; ``""`` for none, or one that there never was."""
    match = DATE.search(text)
    try:
        return str(PartialDate.parse(match[0])) if match else ""
    except ValueError:
        return ""
