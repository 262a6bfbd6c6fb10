"""All addresses of the site; the API's are in ``portal.urls_api``."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.generic import TemplateView

from portal.library.views import media
from portal.search.views import Search
from portal.shared.feeds import feed_paths
from portal.shared.views import paged

from . import leaving, views
from .api import Root
from .feeds import CommitteeFeed, IndustryFeed, SiteFeed
from .sitemaps import SITEMAPS

handler400 = "portal.api.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.api.server_error"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("", include("chains.urls")),
    path("", include("news.urls")),
    path("api/v1", Root.as_view()),
    path("api/v1/", include("portal.urls_api")),
    *paged("search/", Search.as_view(), "search"),
    path("about/", views.About.as_view(), name="about"),
    path("accessibility/", TemplateView.as_view(template_name="accessibility.html"), name="accessibility"),
    path("sitemap/", views.SiteMap.as_view(), name="sitemap"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        "sitemap_index",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, "sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
    *feed_paths("feed/", SiteFeed, "feed"),
    *feed_paths("chains/<slug:slug>/feed/", CommitteeFeed, "committee_feed"),
    *feed_paths("chains/industry/<slug:slug>/feed/", IndustryFeed, "industry_feed"),
    path("leaving/", leaving.leaving, name="leaving"),
    path("preview/", include("portal.editions.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("media/<path:name>", media, name="media"),
]
