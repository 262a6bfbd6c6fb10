"""What the public views of all apps have in common."""

import re

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

# A list is not a way to reach old things: nobody turns a thousand pages, and each deep one costs the database more.
MOST_PAGES = 999


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


class ShortPaginator(Paginator):
    """Pages of a list of any length: no more than :data:`MOST_PAGES` of them.

    ``is_cut``: whether there is more than they hold. Visitors reach that by year and by other filters.
    """

    @cached_property
    def num_pages(self):
        return min(super().num_pages, MOST_PAGES)

    @property
    def is_cut(self):
        return self.count > self.num_pages * self.per_page


class PagedListView(ListView):
    """A public list whose pages have addresses: the first one that of the list, the others ``…/page/2/``."""

    paginate_by = 20
    paginator_class = ShortPaginator

    def get(self, request, *args, **kwargs):
        if kwargs.get("page") == 0:
            raise NotFound("页码从1开始，没有第0页。")
        if kwargs.get("page") == 1:
            return redirect(self.address(1), permanent=True)
        return super().get(request, *args, **kwargs)

    def paginate_queryset(self, queryset, page_size):
        try:
            return super().paginate_queryset(queryset, page_size)
        except Http404:
            number = self.kwargs.get("page", self.request.GET.get("page"))
            raise NotFound(f"这个列表没有第{number}页。{self.cut_sentence(queryset)}") from None

    def cut_sentence(self, queryset):
        is_cut = self.get_paginator(queryset, self.paginate_by).is_cut
        return f"最多翻到第{MOST_PAGES}页。更早的，请按年份、栏目或关键词缩小范围来看。" if is_cut else ""

    def first_page(self):
        """Give the address of this list without page and filters."""
        return re.sub(r"page/\d+/$", "", self.request.path)

    def address(self, page):
        """Give the address of page number ``page`` of this list with the filters that are set."""
        base = self.first_page()
        query = self.request.GET.copy()
        query.pop("page", None)
        return base + (f"page/{page}/" if page > 1 else "") + (f"?{query.urlencode()}" if query else "")


class FilteredListView(PagedListView):
    """A public list with a FilterSet whose form works without a script.

    A value that the FilterSet refuses is answered with status 400, the sentence at its field, and no rows.
    ``fixed_filter`` names the filter that the address itself stands for; the form leaves it out. ``asked_filters``
    have too many values to choose from: links set them, and only while they are set does the form have them.
    """

    filterset_class = None
    fixed_filter = None
    asked_filters = ()

    def get_base_queryset(self):
        """Give the public rows of this list, before the visitor's filters."""
        raise NotImplementedError

    def get_queryset(self):
        self.filterset = self.filterset_class(self.request.GET, queryset=self.get_base_queryset())
        if self.fixed_filter:
            del self.filterset.form.fields[self.fixed_filter]
        rows = self.filterset.qs if self.filterset.is_valid() else self.filterset.queryset.none()
        for name in self.asked_filters:
            self.keep_choice(self.filterset.form, name)
        return rows

    def keep_choice(self, form, name):
        """Let the field ``name`` offer what was chosen and nothing else; without a choice, the form goes without it."""
        chosen = form.cleaned_data.get(name) if form.is_bound else None
        setattr(self, name, chosen)
        if self.request.GET.get(name):
            choice = [(chosen.slug, chosen.name)] if chosen else []
            form.fields[name].widget.choices = [("", "全部"), *choice]
        else:
            del form.fields[name]

    def get_context_data(self, **kwargs):
        asked = {name: getattr(self, name) for name in self.asked_filters}
        return super().get_context_data(filterset=self.filterset, **asked, **kwargs)

    def render_to_response(self, context, **response_kwargs):
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **response_kwargs)


class PublicDetailView(DetailView):
    """The page of one public record, found by its slug. ``missing`` is what a 404 says."""

    missing = "没有这个页面，或它尚未公开。"

    def get_queryset(self):
        return self.model.objects.public().with_page()

    def get_object(self, queryset=None):
        return find(self.get_queryset(), self.missing, slug=self.kwargs["slug"])
