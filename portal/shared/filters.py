"""What the FilterSets of all lists have in common. A list page and its API list use one FilterSet class."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from drf_spectacular.utils import extend_schema_field

UNKNOWN = {"invalid_choice": "没有“%(value)s”这一项。"}
MOST_WORDS = 10
NOT_A_YEAR = dict.fromkeys(["invalid", "min_value", "max_value"], "年份应为四位数字。")


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet whose refusals are sentences that name the value."""

    @property
    def is_filtered(self):
        """Whether the visitor has narrowed the list."""
        return self.is_bound and any(self.data.get(name) for name in self.form.fields)

    @property
    def is_narrowed(self):
        """Whether the visitor has used more than the words."""
        return self.is_bound and any(self.data.get(name) for name in self.form.fields if name != "q")

    @property
    def errors(self):
        """``{parameter: [sentences]}`` for the values that were refused; empty when all is well."""
        return super().errors if self.is_bound else {}


def few_words(text):
    """Refuse more words than a person types; each costs the database a search of its own."""
    if len(text.split()) > MOST_WORDS:
        raise ValidationError(f"最多写{MOST_WORDS}个词。")


class WordsFilter(django_filters.CharFilter):
    """Rows in which every word that was typed stands in at least one of ``fields``."""

    def __init__(self, *args, fields, label="关键词", **kwargs):
        self.fields = fields
        super().__init__(*args, label=label, max_length=100, validators=[few_words], **kwargs)

    def filter(self, qs, value):
        for word in (value or "").split():
            # A subquery, so that rows found in several blocks are neither repeated nor counted twice.
            found = Q(*((f"{field}__icontains", word) for field in self.fields), _connector=Q.OR)
            qs = qs.filter(pk__in=qs.model._base_manager.filter(found).values("pk"))
        return qs


class SlugFilter(django_filters.ModelChoiceFilter):
    """Rows that point at the record with the given slug; an unknown slug is refused by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"to_field_name": "slug", "empty_label": "全部", "error_messages": UNKNOWN} | kwargs)
        extend_schema_field({"type": "string", "description": f"{self.label}，写网址名（slug）。"})(self)


class ChoiceFilter(django_filters.ChoiceFilter):
    """Rows with one of the model's choices; an unknown one is refused by name."""

    def __init__(self, *args, choices, **kwargs):
        kwargs = {"empty_label": "全部", "error_messages": UNKNOWN} | kwargs
        super().__init__(*args, choices=choices.choices, **kwargs)


class YearFilter(django_filters.Filter):
    """Rows of a year of four digits."""

    field_class = forms.IntegerField

    def __init__(self, *args, label="年份", **kwargs):
        kwargs = {"min_value": 1000, "max_value": 9999, "error_messages": NOT_A_YEAR} | kwargs
        super().__init__(*args, label=label, **kwargs)
        extend_schema_field({"type": "integer", "minimum": 1000, "maximum": 9999, "description": f"{label}。"})(self)
