"""How the API's lists are filtered: by the FilterSets of the list pages."""

from django_filters.rest_framework import DjangoFilterBackend

from .problems import invalid_parameters, with_choices


class StrictFilterBackend(DjangoFilterBackend):
    """Filters a list by its FilterSet; a value that the FilterSet refuses is a 400 that names parameter and value."""

    def filter_queryset(self, request, queryset, view):
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            choices = {name: field.extra.get("choices") for name, field in filterset.filters.items()}
            raise invalid_parameters(with_choices(filterset.errors, choices), request.query_params)
        return filterset.qs
