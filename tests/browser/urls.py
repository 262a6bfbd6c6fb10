"""The portal's addresses, and faults to be had for the asking."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal

FAULTS = {400: SuspiciousOperation, 403: PermissionDenied, 500: RuntimeError}


def fault(request, status):
    raise FAULTS[status]("This fault was asked for.")


urlpatterns = [
    path("fault/<int:status>/", fault),
    *portal,
]
