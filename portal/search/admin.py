"""Words in the lists of the admin, by the indexes of what is public and of what only editors find."""

from itertools import islice

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.lookups import In

from .filters import few_words
from .queries import newest, newest_drafts, words

LONGEST = 200  # characters: a title fits
MOST = 1000  # rows of a word that very many have
ALL = 2**28


class WordsAdmin(admin.ModelAdmin):
    """Mixin for the admin of what is found (``portal.search.searchables``); it comes first among the bases.

    The list is searched as the site is, in public editions and newest ones alike, whatever ``search_fields`` names;
    Django asks whether it is empty.
    """

    search_help_text = "标题、摘要、正文里的词都能查到，没有公开的也在内；几个词之间用空格隔开。"

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        if refusal := too_much(search_term):
            messages.error(request, refusal)
            return queryset.none(), False
        return self.holding(request, queryset, words(search_term)), False

    def holding(self, request, queryset, found):
        """Give the rows of ``queryset`` that hold all words, at most :data:`MOST`.

        Keys that are known cost the database next to nothing, whatever it does with them. A word that very many rows
        have is looked up whole only where something else narrows them.
        """
        if not found:
            return queryset.none()
        is_narrowed = bool(queryset.query.where)
        keys = self.keys(found, ALL if is_narrowed else MOST + 1)
        if is_narrowed and len(keys) > MOST:
            held, narrowed = set(keys), queryset.values_list("pk", flat=True).iterator()
            keys = list(islice((key for key in narrowed if key in held), MOST + 1))
        if len(keys) > MOST and request.method == "GET":
            messages.info(request, f"查到{MOST}条以上，这里只列{MOST}条。再加一个词，或在旁边筛选，就能找全。")
        return among(queryset, keys[:MOST])

    def keys(self, found, most):
        """Give the keys of rows that hold all words: of the newest ``most`` drafts, then of as many public rows."""
        return list(dict.fromkeys([*newest_drafts(self.model, found, most), *newest(self.model, found, most)]))


def among(queryset, keys):
    """Give the rows of ``queryset`` with one of ``keys``.

    Where it is filtered already, the keys are checked and not looked up: SQLite would try each with each value of
    another list.
    """
    return queryset.filter(In(F("pk") + 0, keys)) if queryset.query.where else queryset.filter(pk__in=keys)


def too_much(text):
    """Give "" or why so long a query is refused."""
    if len(text) > LONGEST:
        return f"查找的话最长{LONGEST}个字。"
    try:
        few_words(text)
    except ValidationError as error:
        return "".join(error.messages)
    return ""
