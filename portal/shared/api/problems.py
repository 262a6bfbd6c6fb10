"""What the API answers when it refuses: problem details (RFC 9457) in Chinese, with a ``code`` that never changes.

``type`` is ``about:blank``, so ``title`` is the meaning of the status. Beside the standard members an answer has
``code`` and, where they apply, ``errors`` (``{parameter: [sentences]}``) and ``allowed`` (what may be written instead).
"""

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponseNotModified, JsonResponse
from django.utils.log import log_response
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable
from rest_framework.views import set_rollback

from ..views import NotFound

MEDIA_TYPE = "application/problem+json"
MOST = 50  # values that a refusal lists
TITLES = {
    400: "请求有误",
    404: "没有找到",
    405: "不支持这种请求方法",
    406: "不提供这种格式",
    412: "条件不成立",
    429: "请求太多",
    500: "服务器出错",
}


class NotModified(Exception):
    """The reader has what we would answer: 304."""


class Problem(APIException):
    """A refusal: HTTP ``status``, a stable ``code``, and ``detail``, a sentence for whoever wrote the request."""

    def __init__(self, status, code, detail, **members):
        super().__init__(detail, code)
        self.status_code = status
        self.code = code
        self.members = members

    @property
    def response(self):
        """The answer. It is JSON whatever the view renders, for that is all a refused program can be sure to read."""
        title = TITLES.get(self.status_code, "请求未能完成")
        body = {"type": "about:blank", "title": title, "status": self.status_code, "detail": str(self.detail)}
        return JsonResponse(
            body | {"code": self.code} | self.members,
            status=self.status_code,
            content_type=MEDIA_TYPE,
            json_dumps_params={"ensure_ascii": False},
        )


class TooMany(Problem):
    """Too many requests; ``wait`` is how many seconds it takes until the next may be sent."""

    def __init__(self, wait):
        super().__init__(429, "too_many_requests", f"请求太多了，请等{wait}秒再试。", retry_after=wait)

    @property
    def response(self):
        response = super().response
        response.headers["Retry-After"] = str(self.members["retry_after"])
        return response


def failure():
    """Give the problem that is ours."""
    return Problem(500, "server_error", "服务器出错了，我们已记录下来，请稍后再试。")


def invalid_parameters(errors, values, **members):
    """Give the problem that ``values`` (the query) hold refused ones: ``errors`` is ``{parameter: [sentences]}``."""
    said = [f"参数{name}的值“{values.get(name, '')}”有误：{''.join(found)}" for name, found in errors.items()]
    return Problem(400, "invalid_parameter", "".join(said), errors=errors, **members)


def refused(form, query):
    """Give the problem that ``form`` refuses ``query``; where a value is chosen, it lists what there is to choose."""
    errors, allowed = {}, {}
    for name, sentences in form.errors.items():
        errors[name] = [str(sentence) for sentence in sentences]
        if offered := values_of(form.fields[name]):
            allowed[name] = offered[:MOST]
            errors[name].append(f"可以是：{'、'.join(offered[:MOST])}{'等' if offered[MOST:] else ''}。")
    only = {"allowed": next(iter(allowed.values()))} if len(errors) == len(allowed) == 1 else {}
    return invalid_parameters(errors, query, **only)


def values_of(field):
    """Give the values that a form's field offers, a few more than :data:`MOST` where there are so many."""
    if hasattr(field, "queryset"):
        return [str(value) for value in field.queryset.values_list(field.to_field_name, flat=True)[: MOST + 1]]
    return [value for value, _ in getattr(field, "choices", []) if value]


def exception_handler(exception, context):
    """Give the answer to an exception of an API view (DRF's ``EXCEPTION_HANDLER``).

    What nobody foresaw is logged with its traceback and answered with 500; in development Django shows it.
    """
    if isinstance(exception, NotModified):
        return HttpResponseNotModified()
    problem = as_problem(exception, context["view"])
    if problem is None and settings.DEBUG:
        return None
    set_rollback()
    return problem.response if problem else unforeseen(exception, context["request"]._request)


def as_problem(exception, view):
    """Give the :class:`Problem` that ``exception`` is, or ``None`` when it is a fault of ours."""
    if isinstance(exception, Problem):
        return exception
    if isinstance(exception, Http404):
        sentence = str(exception) if isinstance(exception, NotFound) else "没有找到所要的内容。"
        return Problem(404, "not_found", sentence)
    if isinstance(exception, MethodNotAllowed):
        detail = f"API只供读取，这里不接受{view.request.method}请求。"
        return Problem(405, "method_not_allowed", detail, allowed=view.allowed_methods)
    if isinstance(exception, NotAcceptable):
        formats = list(dict.fromkeys(renderer.media_type for renderer in view.get_renderers()))
        detail = f"这里没有请求头Accept所要的格式，只有{'、'.join(formats)}。"
        return Problem(406, "not_acceptable", detail, allowed=formats)
    if isinstance(exception, APIException):
        return Problem(exception.status_code, exception.default_code, str(exception.detail))
    return None


def unforeseen(exception, request):
    """Tell the log and whoever watches for exceptions, as Django itself would; give the answer."""
    got_request_exception.send(sender=None, request=request)
    response = failure().response
    log_response(
        "%s: %s", response.reason_phrase, request.path, response=response, request=request, exception=exception
    )
    return response
