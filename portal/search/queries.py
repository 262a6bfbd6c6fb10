"""What people type, read: words that must all be there, quoted ones as they stand, names by their pinyin."""

import re
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, F, Func

from .backends import backend
from .folding import HAN, Phrase
from .models import Draft, Entry
from .searchables import REGISTRY
from .spelling import spelled

MOST_WORDS = 10
LONGEST = 100  # characters of a query
QUOTED = '"“”「」『』'
APART = rf"\s{QUOTED}、，。；：！？（）《》【】…,;:|/"
WORDS = re.compile(rf"[{QUOTED}]([^{QUOTED}]+)[{QUOTED}]|(?:[^{APART}]|(?<=\d),(?=\d{{3}}))+")
THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")  # as Chinese keyboards write 1,500
GAP = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")


@dataclass(frozen=True)
class Word:
    """A word or a quoted phrase. Texts hold it if they hold one of ``texts``: it as typed, or names spelt like it."""

    texts: tuple[str, ...]

    @property
    def typed(self):
        return self.texts[0]

    @property
    def phrases(self):
        return tuple(Phrase.of(text) for text in self.texts)


def typed_words(text):
    """Give the words and quoted phrases of a query as they were typed, each once."""
    typed = (GAP.sub("", match[1] or match[0]) for match in WORDS.finditer(THOUSANDS.sub(",", text)))
    return [word for word in dict.fromkeys(typed) if Phrase.of(word)]


def words(text):
    """Give each :class:`Word` of a query; costs one more query for each that may be the pinyin of a name."""
    return [Word((word, *spelled(word))) for word in typed_words(text)]


class Holds(Func):
    """Whether an entry holds all of ``words``: in its ``text``, or in ``head``, its title and lead.

    Of drafts (``model``), it is the text.
    """

    output_field = BooleanField()

    def __init__(self, words, column="text", model=Entry):
        super().__init__(F("pk"))
        self.words, self.column, self.model = words, column, model

    def as_sql(self, compiler, connection, **kwargs):
        key, parameters = compiler.compile(self.source_expressions[0])
        phrases = [word.phrases for word in self.words]
        sql, sought = backend(connection).condition(self.model._meta.db_table, key, self.column, phrases)
        return sql, [*parameters, *sought]


def entries(words, column="text"):
    """Give the public entries that hold all of ``words``."""
    return Entry.objects.public().filter(Holds(words, column))


def bodies(ids):
    """Give ``{id: all that the record says}`` of entries."""
    with connection.cursor() as cursor:
        return backend(connection).read(cursor, ids)


def newest(model, words, most):
    """Give the keys of the newest ``most`` rows of ``model`` whose entries hold all of ``words``."""
    number = REGISTRY[model._meta.model_name].number
    with connection.cursor() as cursor:
        return backend(connection).newest(cursor, number, [word.phrases for word in words], most)


def newest_drafts(model, words, most):
    """Give the same of the drafts, those written last before others. None but editors may be told."""
    drafts = Draft.objects.filter(Holds(words, model=Draft), kind=model._meta.model_name)
    return list(drafts.order_by("-pk").values_list("key", flat=True)[:most])
