"""The public pages of the stories."""

from django.shortcuts import redirect

from portal.shared.views import FilteredListView, NotFound, PublicDetailView, find

from .filters import FeatureFilter
from .linked_data import news_article
from .models import Column, Feature


class FeatureList(FilteredListView):
    """All stories, newest first."""

    filterset_class = FeatureFilter
    asked_filters = ("indicator",)
    template_name = "news/feature_list.html"

    def get_base_queryset(self):
        return Feature.objects.public().with_card().newest_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            columns=Column.objects.public(),
            years=Feature.objects.public().years(),
            **kwargs,
        )


class ColumnFeatureList(FeatureList):
    """The stories of one column."""

    fixed_filter = "column"

    def get_base_queryset(self):
        self.column = find(Column.objects.public(), "没有这个栏目，或它还没有公开的新闻。", slug=self.kwargs["slug"])
        return super().get_base_queryset().filter(column=self.column)

    def get_context_data(self, **kwargs):
        return super().get_context_data(column=self.column, **kwargs)


class YearFeatureList(FeatureList):
    """The stories of one year; a year without stories has no page."""

    fixed_filter = "year"

    def get_base_queryset(self):
        self.year = self.kwargs["year"]
        stories = super().get_base_queryset().in_year(self.year)
        if not stories.exists():
            raise NotFound(f"{self.year}年没有新闻。")
        return stories

    def get_context_data(self, **kwargs):
        return super().get_context_data(year=self.year, **kwargs)


class FeatureDetail(PublicDetailView):
    """A story. The number in the address finds it; an old or wrong slug leads to the right one."""

    model = Feature
    template_name = "news/feature_detail.html"
    missing = "没有这篇新闻，或它尚未公开。"

    def get_object(self, queryset=None):
        return find(self.get_queryset(), self.missing, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if kwargs["slug"] != self.object.slug:
            return redirect(self.object, permanent=True)
        described = news_article(self.object, request)
        return self.render_to_response(self.get_context_data(object=self.object, linked_data=described))
