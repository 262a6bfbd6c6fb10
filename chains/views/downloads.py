"""Numbers to take away: charts and tables. A request that is not understood is refused in plain text."""

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.generic import View

from ..filters import AsOfForm
from ..models import Observation
from ..tables import DICTIONARY, OBSERVATIONS
from ..tables.csv import csv_response
from .indicators import OfIndicator

SHORT = 300  # seconds that a cache may keep a chart; then it asks, and is told that nothing changed


def refusal(form):
    """Give the answer to parameters that ``form`` has refused: its sentences."""
    said = "".join(sentence for sentences in form.errors.values() for sentence in sentences)
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")


@method_decorator([conditional_page, cache_control(public=True, max_age=SHORT)], "dispatch")
class IndicatorChart(OfIndicator, View):
    """The chart of an indicator, as a picture of its own that other sites may show; ``narrow`` for small screens."""

    narrow = False

    def get(self, request, *args, **kwargs):
        if not self.as_of_form.is_valid():
            return refusal(self.as_of_form)
        picture = self.chart(self.find_indicator()).svg(narrow=self.narrow)
        response = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def refused(request, form):
    """Give the answer that refuses a download, or ``None``. (What knows no filter must not pass for filtered.)"""
    unknown = [name for name in request.GET if name not in form.fields]
    if unknown:
        form.add_error(None, f"没有参数“{'、'.join(unknown)}”。可用的参数：{'、'.join(form.fields)}。")
    return None if form.is_valid() else refusal(form)


class IndicatorData(OfIndicator, View):
    """All values of an indicator as CSV, corrected ones too, newest first."""

    def get(self, request, *args, **kwargs):
        if response := refused(request, self.as_of_form):
            return response
        indicator = self.find_indicator()
        values = self.known_values(indicator).with_table()
        return csv_response(OBSERVATIONS, values, f"{indicator.slug}.csv", request)


class RegisterData(View):
    """All values of all public indicators as one CSV."""

    def get(self, request, *args, **kwargs):
        form = AsOfForm(request.GET)
        if response := refused(request, form):
            return response
        values = Observation.objects.public().known_on(form.cleaned_data["as_of"]).by_indicator().with_table()
        return csv_response(OBSERVATIONS, values, "indicators.csv", request)


class Dictionary(View):
    """What the columns of these files mean, as CSV."""

    def get(self, request, *args, **kwargs):
        return csv_response(DICTIONARY, OBSERVATIONS, "dictionary.csv", request)
