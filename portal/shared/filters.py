"""What the FilterSets of all lists have in common. A list page and its API list use one FilterSet class."""

import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field

UNKNOWN = {"invalid_choice": "没有“%(value)s”这一项。"}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
NOT_A_YEAR = dict.fromkeys(["invalid", "min_value", "max_value"], "年份应为四位数字。")


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet whose refusals are sentences that name the value.

    ``named``: the filters that a page names elsewhere than in the fold of further ones.
    """

    named = {"q"}

    @property
    def is_filtered(self):
        """Whether the visitor has narrowed the list."""
        return self.is_bound and any(self.data.get(name) for name in self.form.fields)

    @property
    def is_narrowed(self):
        """Whether the visitor has used filters of the fold, or wrongly used any."""
        used = self.form.fields.keys() - self.named | self.errors.keys()
        return self.is_bound and any(self.data.get(name) for name in used)

    @property
    def errors(self):
        """``{parameter: [sentences]}`` for the values that were refused; empty when all is well."""
        return super().errors if self.is_bound else {}


class SlugFilter(django_filters.ModelChoiceFilter):
    """Rows that point at the record with the given slug; an unknown slug is refused by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"to_field_name": "slug", "empty_label": "全部", "error_messages": UNKNOWN} | kwargs)
        extend_schema_field(SLUG | {"description": f"{self.label}，写网址名（slug）。"})(self)


class ChoiceFilter(django_filters.ChoiceFilter):
    """Rows with one of the model's choices; an unknown one is refused by name."""

    def __init__(self, *args, choices, **kwargs):
        kwargs = {"empty_label": "全部", "error_messages": UNKNOWN} | kwargs
        super().__init__(*args, choices=choices.choices, **kwargs)


class YearField(forms.IntegerField):
    """Four digits and nothing else: a year that is written in two ways would have two addresses."""

    def to_python(self, value):
        if value and not re.fullmatch("[0-9]{4}", str(value)):
            raise ValidationError(NOT_A_YEAR["invalid"])
        return super().to_python(value)


class DayField(forms.DateField):
    """A day as ``2022-06-01``, with all its zeros."""

    def to_python(self, value):
        if isinstance(value, str) and value and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValidationError(self.error_messages["invalid"])
        return super().to_python(value)


class YearFilter(django_filters.Filter):
    """Rows of a year of four digits."""

    field_class = YearField

    def __init__(self, *args, label="年份", **kwargs):
        kwargs = {"min_value": 1000, "max_value": 9999, "error_messages": NOT_A_YEAR} | kwargs
        super().__init__(*args, label=label, **kwargs)
        extend_schema_field(
            {"type": "integer", "minimum": 1000, "maximum": 9999, "description": f"{label}，四位数字。"}
        )(self)
