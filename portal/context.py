"""What every template may ask for."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal.identity.models import SiteIdentity

SECTIONS = {
    "首页": "home",
    "新闻": "news:features",
    "产业链": "chains:committees",
    "服务链": "chains:initiatives",
    "数据": "chains:indicators",
    "大事记": "chains:timeline",
}


def site(request):
    """Give ``site``, its identity (one query, once a template asks for it), and ``sections``, the main navigation."""
    identity = SimpleLazyObject(SiteIdentity.current)
    return {"site": identity, "sections": [section(request.path, *item) for item in SECTIONS.items()]}


def section(path, name, view):
    """Give a section, and the ``aria-current`` of its link on the page at ``path`` (empty: the page is elsewhere)."""
    url = reverse(view)
    inside = view != "home" and path.startswith(url)
    return {"name": name, "url": url, "current": "page" if path == url else "true" if inside else ""}
