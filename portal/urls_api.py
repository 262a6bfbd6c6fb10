"""Addresses of the API. The slash at the end may be left out."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from chains import api as chains
from news import api as news
from portal.search import api as search

from .api import Docs, NoSuchAddress, Root, SchemaView

router = SimpleRouter()
router.trailing_slash = "/?"
router.register("features", news.Features, "feature")
router.register("columns", news.Columns, "column")
router.register("committees", chains.Committees, "committee")
router.register("organizations", chains.Organizations, "organization")
router.register("initiatives", chains.Initiatives, "initiative")
router.register("indicators", chains.Indicators, "indicator")
router.register(r"indicators/(?P<slug>[-\w]+)/observations", chains.IndicatorObservations, "observation")
router.register("observations", chains.Observations, "register_observation")
router.register("targets", chains.Targets, "target")
router.register("sources", chains.Sources, "source")
router.register("milestones", chains.Milestones, "milestone")
router.register("search", search.Search, "search")

app_name = "api"
urlpatterns = [
    re_path(r"^$", Root.as_view(), name="root"),
    *router.urls,
    re_path(r"^schema/?$", SchemaView.as_view(), name="schema"),
    re_path(r"^docs/?$", Docs.as_view(), name="docs"),
    re_path(r"", NoSuchAddress.as_view()),
]
