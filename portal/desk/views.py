"""Pages of the desk beside the first one: a list in full, and the editors' guide. The admin site asks who may enter."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control

from . import guide
from .panels import find_list
from .viewer import Viewer

PER_PAGE = 50
DAY = 24 * 60 * 60


def desk_list(request, site, name):
    """One list of the desk with all its rows, in pages; an impossible number of a page gives the last one."""
    listed = find_list(Viewer(request, site), name)
    if listed is None:
        raise Http404("工作台没有这个列表。")
    if not listed.is_shown:
        raise PermissionDenied
    page = Paginator(listed.queryset(), PER_PAGE).get_page(request.GET.get("p"))
    rows = [listed.row(row) for row in page]
    context = site.each_context(request) | {"title": listed.title, "listed": listed, "page": page, "rows": rows}
    return TemplateResponse(request, "admin/desk/list.html", context)


def guide_page(request, site):
    """The guide, with its contents."""
    try:
        context = {"title": "编辑手册", "guide": guide.read()}
    except FileNotFoundError as missing:
        raise Http404("服务器上没有编辑手册（docs/editor.md）。") from missing
    return TemplateResponse(request, "admin/desk/guide.html", site.each_context(request) | context)


@cache_control(private=True, max_age=DAY)
def guide_picture(request, name):
    """A picture of the guide; the pattern of the address lets no other file through."""
    file = guide.path(guide.PICTURES) / name
    if not file.is_file():
        raise Http404("编辑手册没有这幅图。")
    return FileResponse(file.open("rb"))
