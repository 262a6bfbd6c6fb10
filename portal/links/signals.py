"""When links are written and judged: on publications, and on saves of the records that are public once saved."""

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from portal.editions.middleware import WRITING_APPS
from portal.editions.models import Publishable
from portal.editions.signals import public_changed

from . import index
from .extracting import models_with_links


def connect():
    """Listen to every model that holds links or has a page."""
    public_changed.connect(published, dispatch_uid="links")
    for model in watched():
        post_delete.connect(deleted, model, dispatch_uid="links")
        if not issubclass(model, Publishable):
            post_save.connect(saved, model, dispatch_uid="links")


def watched():
    pages = {model for model in apps.get_models() if index.has_page(model)}
    return {model for model in {*pages, *models_with_links()} if model._meta.app_label not in WRITING_APPS}


def published(record, **kwargs):
    index.changed(record)


def saved(instance, raw=False, **kwargs):
    if not raw:
        index.changed(instance)


def deleted(instance, **kwargs):
    index.removed(instance)
