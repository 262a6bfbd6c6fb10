"""Addresses of the stories' pages."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from portal.shared.feeds import feed_paths
from portal.shared.views import paged

from . import views
from .feeds import ColumnFeed, FeatureFeed


class YearConverter(IntConverter):
    """A year of four digits, as in ``YearFilter``."""

    regex = "[1-9][0-9]{3}"


register_converter(YearConverter, "year")

app_name = "news"
urlpatterns = [
    *paged("news/", views.FeatureList.as_view(), "features"),
    *feed_paths("news/feed/", FeatureFeed, "feed"),
    *paged("news/column/<slug:slug>/", views.ColumnFeatureList.as_view(), "column"),
    *feed_paths("news/column/<slug:slug>/feed/", ColumnFeed, "column_feed"),
    *paged("news/year/<year:year>/", views.YearFeatureList.as_view(), "year"),
    path("news/<int:pk>-<slug:slug>/", views.FeatureDetail.as_view(), name="feature"),
    path("news/<int:pk>/", views.FeatureDetail.as_view(), {"slug": ""}, name="feature_by_number"),
]
