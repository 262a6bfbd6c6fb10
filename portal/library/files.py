"""What an address under ``/media/`` names: only what a row says that it has. Nothing is looked for in folders."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from .models import Attachment, Photo
from .renditions import names
from .uses import is_in_public_use

RENDITION = re.compile(r"r/([0-9]{1,18})-")


@dataclass(frozen=True)
class StoredFile:
    """A file that a row has: ``is_public`` now; ``model``, whose readers may have it anyway; ``download``, the name
    under which it is saved, empty where it is shown.
    """

    name: str
    model: type
    is_public: bool
    download: str = ""


def find(name):
    """Give the :class:`StoredFile` of ``name``, or ``None``; at most two queries."""
    if "\0" in name:  # which no database looks for
        return None
    if key := RENDITION.match(name):
        return rendition(name, int(key[1]))
    return photo(name) or attachment(name) or always_public(name)


def rendition(name, key):
    row = Photo.objects.filter(pk=key).first()
    known = row is not None and name in names(row, row.renditions)
    return StoredFile(name, Photo, is_in_public_use(row)) if known else None


def photo(name):
    row = Photo.objects.filter(image=name).first() if name.startswith("photos/") else None
    return row and StoredFile(name, Photo, is_in_public_use(row))


def attachment(name):
    row = Attachment.objects.filter(file=name).first() if name.startswith("attachments/") else None
    return row and StoredFile(name, Attachment, is_in_public_use(row), f"{row.title}{row.suffix}")


def always_public(name):
    """Files that the public may have whenever their row names them (``PUBLIC_FILES``)."""
    for path in settings.PUBLIC_FILES:
        label, _, field = path.rpartition(".")
        model = apps.get_model(label)
        if name.startswith(model._meta.get_field(field).upload_to):
            return StoredFile(name, model, True) if model.objects.filter(**{field: name}).exists() else None
    return None
