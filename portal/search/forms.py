"""What may be asked of the search, on its page and in the API."""

from django import forms

from portal.shared.filters import NOT_A_YEAR, UNKNOWN, YearField

from .filters import few_words
from .queries import LONGEST, words
from .results import Results
from .searchables import labels, sections

SORTS = {"relevance": "按相关程度", "date": "按时间"}


class SearchForm(forms.Form):
    """``q`` and what narrows it. ``sort`` is one of :data:`SORTS`."""

    q = forms.CharField(
        label="关键词",
        max_length=LONGEST,
        required=False,
        validators=[few_words],
        error_messages={"required": "请写要找的词。"},
    )
    kind = forms.ChoiceField(label="类型", required=False, choices=lambda: labels().items(), error_messages=UNKNOWN)
    column = forms.ChoiceField(label="栏目", required=False, choices=lambda: sections().items(), error_messages=UNKNOWN)
    year = YearField(label="年份", required=False, min_value=1000, max_value=9999, error_messages=NOT_A_YEAR)
    sort = forms.ChoiceField(label="排序", required=False, choices=SORTS.items(), error_messages=UNKNOWN)

    def results(self):
        """Give the :class:`Results`, none where something was refused; the queries come as they are read."""
        asked = self.cleaned_data if self.is_valid() else {}
        return Results(
            words(asked.get("q", "")),
            kind=asked.get("kind", ""),
            section=asked.get("column", ""),
            year=asked.get("year"),
            by_date=asked.get("sort") == "date",
        )
