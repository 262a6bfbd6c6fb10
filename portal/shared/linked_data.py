"""Pages described for search engines in the words of schema.org (JSON-LD): what the descriptions of all apps share.

Descriptions are made of what the page has loaded and ask the database nothing; each is a ``dict``. What is not known
is left out.
"""

from django.utils import timezone

CONTEXT = "https://schema.org"


def node(kind, **properties):
    """Give a thing of schema.org's type ``kind`` with those of ``properties`` that are known."""
    return {"@type": kind} | {name: value for name, value in properties.items() if value not in (None, "", [])}


def page_data(kind, **properties):
    """Give the description of what a page is about, as JSON-LD wants its outermost thing."""
    return {"@context": CONTEXT} | node(kind, **properties)


def moment(when):
    """Give a moment as ISO 8601 with the offset of Beijing."""
    return timezone.localtime(when).isoformat(timespec="seconds")


def image(photo, request):
    """Give the whole address of a photo as a list, empty where there is none."""
    return [request.build_absolute_uri(photo.image.url)] if photo else []


def breadcrumb_list(places, request):
    """Give the way to a page: ``places`` are pairs of name and path, the last one (the page itself) without path."""
    items = [
        node("ListItem", position=position, name=name, item=path and request.build_absolute_uri(path))
        for position, (name, path) in enumerate(places, start=1)
    ]
    return page_data("BreadcrumbList", itemListElement=items)
