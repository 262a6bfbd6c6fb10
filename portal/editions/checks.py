"""System checks: what a developer may forget about a publishable model, said at start and not after a lost draft."""

from itertools import chain

from django.apps import apps
from django.conf import settings
from django.contrib.admin.sites import all_sites
from django.core.checks import Error
from django.db import models
from django.utils.module_loading import import_string

from . import conf, snapshots
from .models import Publishable


def check_settings(app_configs, **kwargs):
    """``editions.E001``: EDITIONS names what is unknown or is no check, no stage or one twice, or nonsense as days."""
    names = conf.setting("STAGES")
    if not names or len(set(names)) < len(names) or conf.setting("EDITORS") in names:
        return [
            Error("EDITIONS: STAGES needs at least one name, each once, and other than EDITORS.", id="editions.E001")
        ]
    if not 1 <= conf.setting("PREVIEW_DAYS") <= 30:
        return [Error("EDITIONS: PREVIEW_DAYS is a number from 1 to 30.", id="editions.E001")]
    if broken := [path for path in conf.setting("CHECKS") if not can_be_imported(path)]:
        return [Error(f"EDITIONS: CHECKS names {broken}, which cannot be imported.", id="editions.E001")]
    unknown = set(getattr(settings, "EDITIONS", {})) - set(conf.DEFAULTS)
    return [Error(f"EDITIONS: unknown names {sorted(unknown)}.", id="editions.E001")] if unknown else []


def can_be_imported(path):
    try:
        return callable(import_string(path))
    except ImportError:
        return False


def check_models(app_configs, **kwargs):
    """``editions.E002`` to ``E004`` and ``E008``: the parts of each publishable model."""
    publishable = [model for model in apps.get_models() if issubclass(model, Publishable)]
    return list(chain.from_iterable(check_parts(model) for model in publishable))


def check_parts(model):
    relations = relations_of(model)
    for accessor in model.parts:
        if accessor not in relations:
            hint = f"Accessors of {model.__name__}: {', '.join(relations) or 'none'}."
            yield Error(f"'{accessor}' in parts is no reverse relation.", hint=hint, obj=model, id="editions.E002")
        elif not isinstance(relations[accessor].related_model._meta.pk, models.UUIDField):
            hint = "Use id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)."
            part = relations[accessor].related_model
            yield Error("A part needs a UUID as primary key.", hint=hint, obj=part, id="editions.E003")
    for accessor in model.lasting_parts:
        if accessor not in model.parts:
            yield Error(f"'{accessor}' in lasting_parts is no part.", obj=model, id="editions.E008")
    for relation in cascading(model):
        accessor = relation.get_accessor_name() or f"{relation.related_model.__name__}.{relation.field.name}"
        if accessor not in (*model.parts, *model.not_parts):
            hint = "Name it in parts, so that it is edited and published with the record, or in not_parts."
            yield Error(f"'{accessor}' belongs to the record and is no part.", hint=hint, obj=model, id="editions.E004")


def relations_of(model):
    return {relation.get_accessor_name(): relation for relation in model._meta.related_objects}


def cascading(model):
    """Give the foreign keys whose rows are deleted with a row of ``model``, those without an accessor, too."""
    relations = model._meta.get_fields(include_hidden=True)
    return [
        relation
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.on_delete is models.CASCADE
        and not relation.related_model._meta.auto_created
    ]


def check_admins(app_configs, **kwargs):
    """``editions.E005`` to ``E007``: the admin of each publishable model."""
    return list(
        chain.from_iterable(
            check_admin(admin)
            for site in all_sites
            for model, admin in site._registry.items()
            if issubclass(model, Publishable)
        )
    )


def check_admin(admin):
    mixin = import_string("portal.editions.admin.EditionAdmin")
    if not isinstance(admin, mixin):
        hint = "Put portal.editions.admin.EditionAdmin first among the bases."
        yield Error(
            "Saving in this admin would change the public tables.", hint=hint, obj=type(admin), id="editions.E005"
        )
        return
    if admin.list_editable:
        yield Error("list_editable would change the public tables.", obj=type(admin), id="editions.E006")
    relations = relations_of(admin.model)
    parts = {relations[accessor].related_model for accessor in admin.model.parts if accessor in relations}
    many = {field.remote_field.through for field in snapshots.many_fields(admin.model)}
    for inline in admin.inlines:
        if inline.model not in parts | many:
            hint = f"Name its relation in {admin.model.__name__}.parts."
            yield Error(
                "What this inline edits is no part, and would be lost.", hint=hint, obj=inline, id="editions.E007"
            )
