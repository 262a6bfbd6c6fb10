"""Pages that the admin of a model has beside Django's: their names, their addresses, and what stands around them."""

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.template.response import TemplateResponse
from django.urls import reverse


class PageAdmin(admin.ModelAdmin):
    """Base of whatever adds pages to the admin of a model. ``page`` names one as Django does: ``changelist``."""

    def url_name(self, page):
        """Give the name of an address, for ``get_urls``."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address_of(self, page, *args):
        """Give the address of ``page``; a key among ``args`` may hold any character."""
        return reverse(f"{self.admin_site.name}:{self.url_name(page)}", args=[quote(arg) for arg in args])

    def page(self, request, template, context, status=200):
        """Give ``template`` as a page of this admin."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, template, context, status=status)
