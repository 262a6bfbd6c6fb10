"""When entries are written: on publications, and on saves of the records that have none."""

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from portal.editions.models import Edition, Publishable
from portal.editions.signals import public_changed

from . import drafts, index
from .searchables import REGISTRY


def connect():
    """Listen to every model that is found, or that something found tells of; after ``REGISTRY`` is full."""
    public_changed.connect(published, dispatch_uid="search")
    post_save.connect(drafted, Edition, dispatch_uid="search")
    told_of = {label for searchable in REGISTRY.values() for label in searchable.related}
    for model in {searchable.model for searchable in REGISTRY.values()} | set(map(apps.get_model, told_of)):
        post_delete.connect(deleted, model, dispatch_uid="search")
        if not issubclass(model, Publishable):
            post_save.connect(saved, model, dispatch_uid="search")


def published(record, **kwargs):
    index.changed(record)


def drafted(instance, created, **kwargs):
    if created and instance.content_type.model in REGISTRY:
        drafts.keep(instance)


def saved(instance, **kwargs):
    index.changed(instance)


def deleted(instance, **kwargs):
    if searchable := REGISTRY.get(instance._meta.model_name):
        index.remove(searchable, [instance.pk])
        drafts.remove(searchable.kind, [instance.pk])
