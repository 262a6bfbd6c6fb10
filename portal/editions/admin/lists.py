"""What the lists of publishable records show: their state, and a filter by it."""

from django.contrib import admin
from django.utils.html import format_html_join

from ..models.publishable import desk_states


class StateFilter(admin.SimpleListFilter):
    """By where a record stands on the desk; a record with two states is found under both."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return desk_states().items()

    def queryset(self, request, queryset):
        return queryset.on_desk(self.value()) if self.value() else queryset


def tags(states):
    """Give the states of a record as marks that read as words, too."""
    return format_html_join(" ", '<span class="state state-{}">{}</span>', states)
