"""Addresses of the pages beside the form of a record."""

from functools import partial

from django.urls import path

from . import actions, findings, pages


def record_urls(model_admin):
    """Give the URL patterns of the pages of one record of ``model_admin``."""
    routes = [
        ("editions/", pages.History, "editions"),
        ("compare/", pages.Compare, "compare"),
        ("preview/<int:number>/", pages.Preview, "preview"),
        ("sheet/<int:number>/", pages.Sheet, "sheet"),
        ("links/", pages.Links, "links"),
        ("presence/", pages.PresencePage, "presence"),
        ("findings/", findings.Findings, "findings"),
        ("submit/", actions.Submit, "submit"),
        ("review/", actions.Review, "review"),
        ("send-back/", actions.SendBack, "send-back"),
        ("publish/", actions.Override, "publish"),
        ("withdraw/", actions.Withdraw, "withdraw"),
        ("dates/", actions.Dates, "dates"),
        ("restore/<int:number>/", actions.Restore, "restore"),
    ]
    make = partial(view, model_admin)
    return [
        path(f"<path:object_id>/{route}", make(page), name=model_admin.url_name(name)) for route, page, name in routes
    ]


def view(model_admin, page):
    return model_admin.admin_site.admin_view(page.as_view(model_admin=model_admin))
