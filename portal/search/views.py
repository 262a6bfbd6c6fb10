"""The search of the whole site."""

from typing import NamedTuple

from django.utils.http import urlencode

from portal.shared.views import PagedListView

from .forms import SORTS, SearchForm
from .suggestions import suggestions

# What narrows results: the parameter, what it narrows by, and its heading.
FACETS = [("kind", "kind", "类型"), ("column", "section", "栏目"), ("year", "year", "年份")]


class Link(NamedTuple):
    """A link to the same results, narrowed or ordered otherwise."""

    address: str
    label: str
    tally: int | None
    is_chosen: bool


class Search(PagedListView):
    """What a query finds, a page at a time; without a query, the form alone."""

    template_name = "search/results.html"

    def get_queryset(self):
        self.form = SearchForm(self.request.GET)
        self.results = self.form.results()
        return self.results

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, results=self.results, **kwargs)
        if self.results.words:
            context |= {"facets": self.facets(), "sorts": self.sorts()} if self.results.total else {}
            context |= {} if self.results.total else {"suggestions": self.suggested()}
        return context

    def facets(self):
        """Give ``[(parameter, heading, links)]`` of what narrows the results; the chosen one leads back."""
        groups = [(name, heading, self.links(name, self.results.facets(by))) for name, by, heading in FACETS]
        return [group for group in groups if len(group[2]) > 1 or any(link.is_chosen for link in group[2])]

    def links(self, name, facets):
        return [
            Link(
                self.asking(**{name: "" if facet.is_chosen else facet.value}), facet.label, facet.tally, facet.is_chosen
            )
            for facet in facets
        ]

    def sorts(self):
        chosen = "date" if self.results.by_date else "relevance"
        return [
            Link(self.asking(sort="" if sort == "relevance" else sort), label, None, sort == chosen)
            for sort, label in SORTS.items()
        ]

    def suggested(self):
        found = suggestions(self.results.words)
        queries = [
            Link(f"{self.first_page()}?{urlencode({'q': suggestion.query})}", suggestion.query, suggestion.tally, False)
            for suggestion in found.queries
        ]
        return {"queries": queries, "titles": found.titles}

    def asking(self, **changes):
        """Give the address of the first page of these results with other parameters; an empty one is left out."""
        asked = {name: self.request.GET.get(name) for name in self.form.fields} | changes
        return f"{self.first_page()}?{urlencode({name: value for name, value in asked.items() if value})}"

    def render_to_response(self, context, **response_kwargs):
        status = 200 if self.form.is_valid() else 400
        return super().render_to_response(context, status=status, **response_kwargs)
