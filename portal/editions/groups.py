"""The groups of those who write and of those who sign, made after ``migrate`` with exactly the rights they need.

A group is made once. Afterwards it is the owner's: rights that were given or taken stay as they are.
"""

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from . import conf, rights
from .models import AuditEntry, Publishable
from .snapshots import part_relations


def publishable_models():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def part_models():
    relations = [part_relations(model) for model in publishable_models()]
    return [relation.related_model for parts in relations for relation in parts.values()]


def names(models, *actions):
    """Give ``app.codename`` of the stock permissions for ``actions`` on ``models``."""
    return [
        f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
        for model in models
        for action in actions
    ]


def rights_of_groups():
    """Give ``{group: [app.codename]}`` for the settings as they are."""
    everything = [*publishable_models(), *part_models()]
    readers = [*names(everything, "view"), *conf.setting("READER_PERMISSIONS")]
    editors = [
        *names(everything, "view", "add", "change"),
        *names(part_models(), "delete"),
        *conf.setting("EDITOR_PERMISSIONS"),
    ]
    publishers = [
        *readers,
        rights.PUBLISH,
        *names([AuditEntry], "view"),
        *conf.setting("PUBLISHER_PERMISSIONS"),
    ]
    stages = {stage.name: publishers if stage.is_last else readers for stage in conf.stages()}
    return {conf.setting("EDITORS"): editors, **stages}


def create_groups(sender, using, **kwargs):
    """Make the groups that are missing (receiver of ``post_migrate``, once all permissions are there)."""
    for name, codenames in rights_of_groups().items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:
            group.permissions.set(permissions(codenames, using))


def permissions(codenames, using):
    wanted = Q(pk=None)
    for name in codenames:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.using(using).filter(wanted)
