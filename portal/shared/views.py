"""What the public views of all apps have in common."""

import re

from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.views.generic import DetailView, ListView


class NotFound(Http404):
    """A 404 whose text is a sentence for the visitor: what was looked for and is not there."""


def find(queryset, sentence, **lookup):
    """Give the one row of ``queryset`` that ``lookup`` names, or raise :class:`NotFound` with ``sentence``."""
    row = queryset.filter(**lookup).first()
    if row is None:
        raise NotFound(sentence)
    return row


def paged(route, view, name):
    """Give the URL patterns of a list: its own address, and ``…/page/2/`` and on (a static copy can hold these)."""
    return [path(route, view, name=name), path(f"{route}page/<int:page>/", view, name=f"{name}_page")]


class FilteredListView(ListView):
    """A public list with a FilterSet whose form works without a script, and pages that have addresses.

    A value that the FilterSet refuses is answered with status 400, the sentence at its field, and no rows.
    ``fixed_filter`` names the filter that the address itself stands for; the form leaves it out.
    """

    filterset_class = None
    fixed_filter = None
    paginate_by = 20

    def get(self, request, *args, **kwargs):
        if kwargs.get("page") == 0:
            raise NotFound("页码从1开始，没有第0页。")
        if kwargs.get("page") == 1:
            return redirect(self.address(1), permanent=True)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        """Give the public rows of this list, before the visitor's filters."""
        raise NotImplementedError

    def paginate_queryset(self, queryset, page_size):
        try:
            return super().paginate_queryset(queryset, page_size)
        except Http404:
            raise NotFound(f"这个列表没有第{self.kwargs.get('page', self.request.GET.get('page'))}页。") from None

    def get_queryset(self):
        self.filterset = self.filterset_class(self.request.GET, queryset=self.get_base_queryset())
        if self.fixed_filter:
            del self.filterset.form.fields[self.fixed_filter]
        return self.filterset.qs if self.filterset.is_valid() else self.filterset.queryset.none()

    def get_context_data(self, **kwargs):
        return super().get_context_data(filterset=self.filterset, **kwargs)

    def render_to_response(self, context, **response_kwargs):
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **response_kwargs)

    def first_page(self):
        """Give the address of this list without page and filters."""
        return re.sub(r"page/\d+/$", "", self.request.path)

    def address(self, page):
        """Give the address of page number ``page`` of this list with the filters that are set."""
        base = self.first_page()
        query = self.request.GET.copy()
        query.pop("page", None)
        return base + (f"page/{page}/" if page > 1 else "") + (f"?{query.urlencode()}" if query else "")


class PublicDetailView(DetailView):
    """The page of one public record, found by its slug. ``missing`` is what a 404 says."""

    missing = "没有这个页面，或它尚未公开。"

    def get_queryset(self):
        return self.model.objects.public().with_page()

    def get_object(self, queryset=None):
        return find(self.get_queryset(), self.missing, slug=self.kwargs["slug"])
