"""The filters of the lists of stories, for pages and API alike."""

from chains.filters import committees, indicators, industries, initiatives
from portal.search.filters import WordsFilter
from portal.shared.filters import SlugFilter, StrictFilterSet, YearFilter

from .models import Column, Feature


def columns(request):
    return Column.objects.public()


class FeatureFilter(StrictFilterSet):
    named = {"q", "indicator"}

    q = WordsFilter()
    column = SlugFilter(queryset=columns, label="栏目")
    committee = SlugFilter(queryset=committees, field_name="committees", label="有关组织")
    initiative = SlugFilter(queryset=initiatives, field_name="initiatives", label="有关举措")
    industry = SlugFilter(queryset=industries, label="领域", method="in_industry")
    indicator = SlugFilter(queryset=indicators, label="引用的指标", method="about")
    year = YearFilter(method="in_year")

    class Meta:
        model = Feature
        fields = ["q", "column", "committee", "initiative", "industry", "indicator", "year"]

    def in_industry(self, queryset, name, value):
        """Stories about a public committee of the industry."""
        about = Feature.objects.filter(committees__in=committees(None).filter(industry=value))
        return queryset.filter(pk__in=about.values("pk"))

    def about(self, queryset, name, value):
        return queryset.about(value)

    def in_year(self, queryset, name, value):
        return queryset.in_year(value)
