"""Whether an internal link leads to what the public may see, without HTTP: by asking the page itself.

The view that the address resolves to is called as for a visitor who is not signed in; a page is only as good as its
own rule of what is public, so there is no second one here; so is an upload. Its template is not rendered. Files of the
style are looked up.
"""

import logging
import re
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.views.generic.detail import SingleObjectMixin

from portal.editions.middleware import WRITING_APPS
from portal.editions.models import Publishable
from portal.shared.views import NotFound

from .answers import FINE, Answer, Outcome

logger = logging.getLogger(__name__)

NO_PAGE = "本网没有这个页面。"
NO_FILE = "本网没有这个文件。"
NO_UPLOAD = "本网没有这个文件，或它现在不公开。"
NOT_FOR_READERS = "这是后台或预览的地址，读者打不开。"
BROKEN = "打开这个页面时出错。"
NOT_YET = "链接的内容还没有公开，或已撤下、已到期。"
MOST_REDIRECTS = 5
LOCAL = re.compile(r"/(?![/\\])")


def judge(target):
    """Give the :class:`Answer` of this site to a visitor who asks for ``target``, a path with or without a query."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = ask(target)
        if isinstance(answer, Answer):
            return answer
        target = answer
    return Answer(Outcome.GONE, "跳转没有尽头，打不开。")


def ask(target):
    """Give the answer to ``target``, or the path that it leads on to."""
    path = path_of(target)
    if path.startswith(settings.STATIC_URL):
        return FINE if is_static(path.removeprefix(settings.STATIC_URL)) else Answer(Outcome.GONE, NO_FILE)
    found = match_of(path)
    if found is None:
        return Answer(Outcome.GONE, NO_PAGE)
    if found.app_name in WRITING_APPS:
        return Answer(Outcome.GONE, NOT_FOR_READERS)
    answer = answer_of(found, visit(target, path, found))
    is_upload = path.startswith(settings.MEDIA_URL) and isinstance(answer, Answer)
    return Answer(Outcome.GONE, NO_UPLOAD) if is_upload and answer.outcome is Outcome.GONE else answer


def path_of(target):
    return unquote(target.partition("?")[0])


def is_static(name):
    try:
        return bool(name) and bool(finders.find(name) or staticfiles_storage.exists(name))
    except (SuspiciousOperation, ValueError):
        return False


def match_of(path):
    """Give the view that answers at ``path``, or where the site would add a slash; ``None``: none does."""
    for address in (path, f"{path}/"):
        try:
            return resolve(address)
        except Resolver404:
            continue
    return None


def visit(target, path, found):
    """Give the request of a visitor who is not signed in."""
    request = HttpRequest()
    query = target.partition("?")[2]
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **host()}
    request.GET, request.user, request.resolver_match = QueryDict(query), AnonymousUser(), found
    return request


def host():
    """Give a name that ``ALLOWED_HOSTS`` allows, as the server's own."""
    name = next((name.lstrip("*.") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    return {"SERVER_NAME": name, "SERVER_PORT": "443"}


def answer_of(found, request):
    """Give what the view says. A fault of it is no fault of the caller's transaction."""
    try:
        with transaction.atomic():
            response = found.func(request, *found.args, **found.kwargs)
    except NotFound as error:
        return Answer(Outcome.GONE, hint(found) or str(error))
    except Http404:
        return Answer(Outcome.GONE, hint(found) or NO_PAGE)
    except SuspiciousOperation:
        return Answer(Outcome.GONE, NO_PAGE)
    except Exception:
        logger.exception("检查链接%s时，页面出错。", request.path)
        return Answer(Outcome.FAILED, BROKEN)
    return verdict(response, found, request)


def verdict(response, found, request):
    if response.status_code in (301, 302, 303, 307, 308):
        location = response.headers["Location"].partition("#")[0]
        return location if LOCAL.match(location) else FINE
    if response.status_code >= 400:
        return Answer(Outcome.GONE, hint(found) or f"本网的这个地址打不开（{response.status_code}）。")
    return FINE


def hint(found):
    """Give a sentence where the address names a record that is there and not public; one or two queries."""
    view = getattr(found.func, "view_class", None)
    model = view and issubclass(view, SingleObjectMixin) and view.model
    key = next((name for name in ("pk", "slug") if found.kwargs.get(name)), "")
    if not (model and key and issubclass(model, Publishable)):
        return ""
    row = model._base_manager.filter(**{key: found.kwargs[key]}).first()
    return NOT_YET if row and not row.is_public else ""


# What the addresses of one record have in common


def stem(target):
    """Give the part of an internal address up to what its first argument names; the whole path where there is none.

    ``/news/5-old-slug/`` and ``/news/5/`` are ``/news/5``; a record's page, its further pages, its chart and its data
    have one stem. Addresses that are nobody's page have none (``""``).
    """
    path = path_of(target)
    found = match_of(path)
    if found is None or found.app_name in WRITING_APPS:
        return ""
    before, argument, _ = found.route.partition("<")
    if not argument or before.endswith("(?P"):
        return path[:200]
    return f"/{before}{next(iter(found.captured_kwargs.values()))}"[:200]
