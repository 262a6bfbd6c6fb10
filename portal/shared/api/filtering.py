"""How the API's lists are filtered: by the FilterSets of the list pages."""

from functools import cache

from django_filters.rest_framework import DjangoFilterBackend

from .problems import refused

# What programs call a filter that has another name on pages.
NAMES = {"q": "search"}


@cache
def for_programs(filterset_class):
    """Give the FilterSet of a list page with the names that its filters have in the API."""
    renamed = type(filterset_class)(filterset_class.__name__, (filterset_class,), {})
    filters = filterset_class.base_filters.items()
    renamed.base_filters = {NAMES.get(name, name): found for name, found in filters}
    return renamed


class StrictFilterBackend(DjangoFilterBackend):
    """Filters a list by its FilterSet; a value that the FilterSet refuses is a 400 that names parameter and value."""

    def get_filterset_class(self, view, queryset=None):
        found = super().get_filterset_class(view, queryset)
        return found and for_programs(found)

    def filter_queryset(self, request, queryset, view):
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise refused(filterset.form, request.query_params)
        return filterset.qs

    def parameters(self, view):
        """Give the names that the query may have."""
        found = self.get_filterset_class(view)
        return list(found.base_filters) if found else []
