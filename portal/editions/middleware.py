"""Scheduled editions take effect with no cron, and a page never shows half of a publication."""

import logging
from contextlib import ExitStack
from datetime import timedelta

from django.utils import timezone

from portal.shared.moments import one_moment

from .models import Edition
from .workflow import publish_due

logger = logging.getLogger(__name__)

# A schedule is set at least a minute ahead (``workflow.publishing``), so a process that looks twice a minute
# knows of each before it is due and asks the database nothing in between.
LOOK_EVERY = timedelta(seconds=30)


class PublishDueMiddleware:
    """Before a view answers, publish what is due. Costs one small query each 30 seconds and process.

    A fault of the database does not stop the request: it is logged, and the next look tries again. A view that must
    not touch the database has an attribute ``touches_database = False``.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.look_at = None

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        now = timezone.now()
        if getattr(view, "touches_database", True) and (self.look_at is None or now >= self.look_at):
            self.look(now)

    def look(self, now):
        self.look_at = now + LOOK_EVERY
        try:
            times = list(Edition.objects.due(self.look_at).values_list("publish_at", flat=True))
            if times and times[0] <= now:
                publish_due(now)
        except Exception:
            logger.exception("定时发布出错，稍后再试。")
            return
        self.look_at = min([self.look_at, *(time for time in times if time > now)])


# Their views write, or read within transactions of their own.
WRITING_APPS = ("admin", "editions")


class OneMomentMiddleware:
    """Lets a public page read all that it shows as of one moment: its queries share one transaction that only reads.

    A publication between two of its queries would otherwise give a page that is half old and half new, and a cache
    might keep it. A streamed answer reads its rows later, in a moment of its own (``portal.shared.csv``). A view that
    may need no database enters ``request.one_moment`` itself and has an attribute ``enters_moment = True``; one that
    asks who somebody is has an attribute ``reads_only = False``: Django then removes a session that has ended. Goes
    below PublishDueMiddleware.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with ExitStack() as request.one_moment:
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        reads = request.method in ("GET", "HEAD") and request.resolver_match.app_name not in WRITING_APPS
        reads = reads and not getattr(view, "enters_moment", False)
        if reads and getattr(view, "touches_database", True) and getattr(view, "reads_only", True):
            request.one_moment.enter_context(one_moment())
