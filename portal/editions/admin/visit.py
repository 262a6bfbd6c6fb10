"""One request to the form of a record: what it is based on, and what became of it."""

from dataclasses import dataclass, field

from django import forms

from ..compare import Comparison
from ..models import Edition, Publishable


def whole_number(text):
    """Give the number that ``text`` writes, up to nine digits, or ``None``."""
    return int(text) if text.isdecimal() and len(text) <= 9 else None


@dataclass
class Conflict:
    """Somebody saved while this form was open: who it was, what they changed since, and what is typed here."""

    newest: Edition
    who: str
    theirs: Comparison
    mine: Comparison


@dataclass
class Visit:
    """``record``: as the tables have it outside the rehearsal, ``None`` where one is being added.

    ``base``: the edition that the form was made from, ``seen``: the number of the newest edition that its editor knew
    of, ``saved``: record and snapshot that a valid form made, ``quiet``: whether messages of the stock admin are held
    back, since they would say that the public record has changed, ``outcome``: what is said instead,
    ``public_keys``: of the lasting parts that were public (:mod:`portal.editions.lasting`).
    """

    record: Publishable | None
    base: Edition | None = None
    seen: int = 0
    warnings: list = field(default_factory=list)
    conflict: Conflict | None = None
    saved: tuple | None = None
    quiet: bool = False
    outcome: str = ""
    public_keys: dict = field(default_factory=dict)

    @property
    def head(self):
        return self.record.head if self.record else None

    @property
    def head_number(self):
        return self.head.number if self.head else 0

    @property
    def is_stale(self):
        """Whether somebody saved since the form was opened. The first edition of an older record is what it showed."""
        was_adopted = self.seen == 0 and self.head_number == 1
        return self.seen != self.head_number and not was_adopted

    @property
    def draft(self):
        """What the tables must be made to say before the form is read or shown; ``None``: they say it already."""
        return self.base.snapshot if self.base and self.base != self.record.in_tables else None

    def open_parts(self, accessor):
        """Give the keys of lasting parts that may still be edited, since they were never public; ``None``: of all."""
        if self.record is None or not self.record.was_published:
            return None
        drafted = self.draft["parts"].get(accessor, {}) if self.draft else {}
        return [key for key in drafted if key not in self.public_keys[accessor]]


class ConflictForm(forms.ModelForm):
    """Mixed into the form of the record: with a conflict it is not valid, so that all that was typed stays on it."""

    visit = None

    def clean(self):
        cleaned = super().clean()
        if self.visit and self.visit.conflict:
            newest, who = self.visit.conflict.newest, self.visit.conflict.who
            self.add_error(None, f"没有保存：您打开以后，{who}保存了第{newest.number}版。您填写的内容都在下面。")
        return cleaned
