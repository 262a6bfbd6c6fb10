"""What a form is told while a title is typed: an address that is made from it, and records with the same title."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path

from .pages import PageAdmin
from .pinyin import suggested_slug
from .titles import same_titled, title_field


class TitleAdmin(PageAdmin):
    """Answers ``titles.js`` for models that have a slug; the others have no such address."""

    class Media:
        js = [forms.Script("admin-portal/titles.js", type="module")]

    def get_urls(self):
        view = self.admin_site.admin_view(self.suggest)
        urls = super().get_urls()
        return [path("suggest/", view, name=self.url_name("suggest")), *urls] if self.has_slug else urls

    @property
    def has_slug(self):
        return any(field.name == "slug" for field in self.opts.fields)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if self.has_slug and db_field == title_field(self.model):
            field.widget.attrs |= self.suggestions_for(request)
        return field

    def suggestions_for(self, request):
        """Give the attributes that tell the script where to ask, and what to say of records with the same title."""
        shown = request.resolver_match.kwargs.get("object_id", "") if request.resolver_match else ""
        said = f"已有同名的{self.opts.verbose_name}："
        return {"data-suggest": self.address_of("suggest"), "data-suggest-record": shown, "data-suggest-same": said}

    def suggest(self, request):
        """Answer ``{"slug", "same": [{"title", "url"}]}`` for the ``title`` of ``record``, which may be a new one.

        For whoever may write records; addresses of records are for those who may open them. Two queries at most.
        """
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        title, key = request.GET.get("title", "")[:200].strip(), request.GET.get("record", "")
        record = self.model(pk=int(key) if key.isdecimal() and len(key) < 10 else None)
        slug = suggested_slug(record, title) if title else ""
        return JsonResponse({"slug": slug, "same": self.same_records(request, title, record.pk)})

    def same_records(self, request, title, but):
        may_open = self.has_view_or_change_permission(request)
        found = same_titled(self.model, title, but)[:5]
        return [{"title": other, "url": self.address_of("change", key) if may_open else ""} for key, other in found]
