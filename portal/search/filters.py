"""Words as a filter of lists, by the same index as the search of the whole site."""

import django_filters
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field

from .queries import LONGEST, MOST_WORDS, entries, typed_words, words

TYPED = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"\S"}  # what words may be, for OpenAPI


def few_words(text):
    """Refuse more words than a person types; each costs the database a search of its own."""
    if len(typed_words(text)) > MOST_WORDS:
        raise ValidationError(f"最多写{MOST_WORDS}个词。")


class WordsFilter(django_filters.CharFilter):
    """Rows that hold every word that was typed (``portal.search.queries``); quoted words stand as they are typed."""

    def __init__(self, *args, label="关键词", **kwargs):
        super().__init__(*args, label=label, max_length=LONGEST, validators=[few_words], **kwargs)
        said = f"{label}，几个词都要有，最多{MOST_WORDS}个；加引号的按原样连着找。"
        extend_schema_field(TYPED | {"description": said})(self)

    def filter(self, qs, value):
        found = words(value or "")
        if not found:
            return qs.none() if value else qs
        return qs.filter(pk__in=entries(found).filter(kind=qs.model._meta.model_name).values("key"))
