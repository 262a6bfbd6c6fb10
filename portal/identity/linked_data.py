"""The site and who runs it, described for search engines (schema.org)."""

from django.templatetags.static import static
from django.urls import reverse

from portal.shared.linked_data import node, page_data

from .models import SiteIdentity


def publisher(request):
    """Give who publishes the site: the organiser, or the site by its name where none is entered."""
    site = SiteIdentity.current()
    return node(
        "Organization",
        name=site.organiser or site.name,
        url=request.build_absolute_uri(reverse("home")),
        logo=request.build_absolute_uri(static("img/favicon.svg")),
        address=site.address,
        telephone=site.phone,
    )


def website(request):
    """Give the site with its search, for the home page."""
    site = SiteIdentity.current()
    home = request.build_absolute_uri(reverse("home"))
    search = request.build_absolute_uri(reverse("search"))
    target = node("EntryPoint", urlTemplate=f"{search}?q={{search_term_string}}")
    action = {"target": target, "query-input": "required name=search_term_string"}
    return page_data(
        "WebSite",
        name=site.name,
        url=home,
        inLanguage="zh-CN",
        publisher=publisher(request),
        potentialAction=node("SearchAction", **action),
    )
