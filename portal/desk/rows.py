"""What the desk shows of one thing: a line with a link."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Row:
    """``marks`` are states as ``[(key, label)]``; ``note`` is said beside ``when``."""

    title: str
    url: str
    kind: str = ""
    marks: tuple = ()
    note: str = ""
    when: datetime | None = None
    quote: str = ""
