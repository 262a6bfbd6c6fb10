"""The addresses of the book and its admin, and behind them the portal's own, to which every page of the admin links."""

from django.urls import include, path

from tests.editions import urls

urlpatterns = [*urls.urlpatterns, path("", include("portal.urls"))]
handler404 = "portal.views.not_found"
