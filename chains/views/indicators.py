"""The dashboard of indicators, and the page of each."""

from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import redirect
from django.urls import reverse

from portal.shared.views import FilteredListView, NotFound, PublicDetailView, find

from ..charts import Chart
from ..filters import AsOfForm, IndicatorFilter
from ..linked_data import dataset
from ..models import Indicator, Observation
from ..tables import OBSERVATIONS


class IndicatorList(FilteredListView):
    """数据: the numbers of the zone at a glance, then every indicator with its newest value, by topic."""

    filterset_class = IndicatorFilter
    template_name = "chains/indicator_list.html"
    paginate_by = 60

    def get_base_queryset(self):
        return Indicator.objects.public().by_topic()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            topics=Indicator.Topic,
            headlines=self.headlines(),
            as_of=self.filterset.form.cleaned_data.get("as_of"),
            columns=OBSERVATIONS,
            **kwargs,
        )

    def headlines(self):
        """Give the numbers at a glance: only above the whole list, and only on its first page."""
        is_whole = self.fixed_filter is None and not self.filterset.is_filtered and "page" not in self.kwargs
        return Indicator.objects.public().filter(headline=True).with_card()[:6] if is_whole else []


class TopicIndicatorList(IndicatorList):
    """The indicators of one topic."""

    fixed_filter = "topic"

    def get_base_queryset(self):
        try:
            self.topic = Indicator.Topic(self.kwargs["slug"])
        except ValueError:
            raise NotFound("没有这个数据主题。") from None
        return super().get_base_queryset().filter(topic=self.topic)

    def get_context_data(self, **kwargs):
        return super().get_context_data(topic=self.topic, **kwargs)


class OfIndicator:
    """A view about one public indicator, as it was known on the day ``as_of`` if one is asked for.

    ``as_of`` that is no day, or yet to come, is for the view to refuse: then ``as_of_form`` is not valid.
    """

    missing = "没有这个指标，或它尚未公开。"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.as_of_form = AsOfForm(request.GET)
        self.as_of = self.as_of_form.cleaned_data["as_of"] if self.as_of_form.is_valid() else None

    def find_indicator(self):
        return find(Indicator.objects.public().with_card(self.as_of), self.missing, slug=self.kwargs["slug"])

    def known_values(self, indicator):
        """The values as known, corrected ones too, newest first."""
        return Observation.objects.filter(indicator=indicator).known_on(self.as_of).with_indicator()

    def chart(self, indicator):
        values = Observation.objects.filter(indicator=indicator).current(self.as_of).newest_first()
        return Chart(indicator, values.only("period", "period_start", "period_end", "value", "qualifier", "of"))


class IndicatorDetail(OfIndicator, PublicDetailView):
    """An indicator: value, chart, targets, history with corrections, and how to use and cite it."""

    model = Indicator
    template_name = "chains/indicator_detail.html"
    paginate_by = 50

    def get(self, request, *args, **kwargs):
        if kwargs.get("page") == 1:
            return redirect("chains:indicator", kwargs["slug"], permanent=True)
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return self.find_indicator()

    def get_context_data(self, **kwargs):
        history = self.history()
        return super().get_context_data(
            as_of=self.as_of,
            as_of_form=self.as_of_form,
            page_obj=history,
            chart=self.chart(self.object) if history.number == 1 else None,
            linked_data=dataset(self.object, self.request),
            **kwargs,
        )

    def history(self):
        """Give the page of the history that the address names."""
        number = self.kwargs.get("page", 1)
        try:
            return Paginator(self.known_values(self.object), self.paginate_by).page(number)
        except InvalidPage:
            raise NotFound(f"历次数值没有第{number}页。") from None

    def address(self, page):
        """Give the address of a page of the history, as of the same day."""
        name, more = ("chains:indicator_page", [page]) if page > 1 else ("chains:indicator", [])
        return reverse(name, args=[self.object.slug, *more]) + self.query

    @property
    def query(self):
        """The query that asks for the same day."""
        return f"?as_of={self.as_of}" if self.as_of else ""

    def render_to_response(self, context, **response_kwargs):
        status = 200 if self.as_of_form.is_valid() else 400
        return super().render_to_response(context, status=status, **response_kwargs)
