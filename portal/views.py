"""Pages that join the apps: the home page, pages about the site, and what machines ask for."""

from django.contrib import admin
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.defaults import permission_denied
from django.views.generic import TemplateView

from chains.models import Committee, Indicator, Industry, Initiative, Milestone, Organization
from news.models import Column, Feature
from portal.identity.linked_data import website
from portal.shared.views import NotFound


class Home(TemplateView):
    """The lead story, the newest stories, and the register at a glance."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        stories = Feature.objects.public().with_card().newest_first()
        lead = stories.filter(pinned=True).first() or stories.first()
        return super().get_context_data(
            lead=lead,
            stories=stories.exclude(pk=lead.pk)[:6] if lead else [],
            columns=Column.objects.public(),
            headlines=Indicator.objects.public().filter(headline=True).with_card()[:6],
            committees=by_kind(Committee.objects.public().with_card()[:8]),
            industries=Industry.objects.all(),
            initiatives=Initiative.objects.public().with_card()[:6],
            milestones=Milestone.objects.public().with_page()[:5],
            linked_data=website(self.request),
            **kwargs,
        )


def by_kind(committees):
    """Give committees in the order of their kinds, and as they came in each."""
    kinds = Committee.Kind.values
    return sorted(committees, key=lambda committee: kinds.index(committee.kind))


MOST_NAMES = 200


def some_of(records):
    """Give the first records as ``rows``, and ``count`` of all: who is shown some is told of the rest."""
    return {"rows": records[:MOST_NAMES], "count": records.count(), "most": MOST_NAMES}


class SiteMap(TemplateView):
    """网站地图, for people."""

    template_name = "sitemap.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            columns=Column.objects.public(),
            years=Feature.objects.public().years(),
            industries=Industry.objects.all(),
            committees=some_of(Committee.objects.public()),
            initiatives=some_of(Initiative.objects.public()),
            topics=Indicator.Topic,
            **kwargs,
        )


class About(TemplateView):
    """What this site is and how it works, with how much it holds."""

    template_name = "about.html"

    def get_context_data(self, **kwargs):
        counts = {
            "features": Feature.objects.public().count(),
            "committees": Committee.objects.public().count(),
            "organizations": Organization.objects.count(),
            "initiatives": Initiative.objects.public().count(),
            "indicators": Indicator.objects.public().count(),
        }
        return super().get_context_data(counts=counts, **kwargs)


def robots(request):
    """Everything public may be indexed, but no list of what somebody looked for, and no notice before leaving."""
    closed = [f"Disallow: /{folder}/" for folder in ("admin", "preview", "search", "leaving")]
    sitemap = request.build_absolute_uri(reverse("sitemap_index"))
    lines = ["User-agent: *", *closed, "Allow: /", "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@never_cache
def healthz(request):
    """Whether the process answers at all; touches nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request):
    """Whether the process can serve pages: 200, or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever is wrong with the database, we are not ready
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    return JsonResponse({"status": "ok", "database": True})


healthz.touches_database = readyz.touches_database = False  # they say what is, and change nothing


def not_found(request, exception):
    """The 404 page, with a sentence where the view had one."""
    sentence = str(exception) if isinstance(exception, NotFound) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)


def forbidden(request, exception):
    """The 403 page; whoever works in the admin stays there, and gets the sentence of the refusal where it has one."""
    if not (request.path.startswith(reverse("admin:index")) and admin.site.has_permission(request)):
        return permission_denied(request, exception)
    context = {"title": "您没有这个权限", "sentence": str(exception)}
    return render(request, "admin/403.html", admin.site.each_context(request) | context, status=403)
