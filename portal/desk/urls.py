"""Addresses of the desk within the admin, for whoever may enter it."""

from django.urls import path, re_path

from . import guide, views


def desk_urls(site):
    """Give the URL patterns of the pages of the desk in the admin ``site``."""
    enter = site.admin_view
    return [
        path("desk/<slug:name>/", enter(views.desk_list), {"site": site}, "desk_list"),
        path("guide/", enter(views.guide_page), {"site": site}, "guide"),
        re_path(
            rf"^guide/{guide.PICTURES}/(?P<name>[a-z0-9-]+\.(?:png|webp))$",
            enter(views.guide_picture, cacheable=True),
            name="guide_picture",
        ),
    ]
