"""The portal's addresses, what a web server in front of it would answer, and faults to be had for the asking."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path, re_path
from django.views.static import serve

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal

FAULTS = {400: SuspiciousOperation, 403: PermissionDenied, 500: RuntimeError}


def fault(request, status):
    raise FAULTS[status]("This fault was asked for.")


urlpatterns = [
    path("fault/<int:status>/", fault),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *portal,
]
