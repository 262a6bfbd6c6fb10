"""When renditions are made, and when files go: after the commit, so that what was rolled back has touched no file."""

from django.core.exceptions import ValidationError
from django.db import transaction

from . import renditions


def make_of(model, key):
    """Make the renditions of the photo ``key``, if it is still there."""
    photo = model.objects.filter(pk=key).first()
    if photo and renditions.are_due(photo):
        renditions.make(photo)


def bring_up_to_date(photo):
    """Make what is missing of ``photo``; give "" or the sentence that says why it cannot be done.

    A photo without a digest was uploaded when pictures were kept as they came: it goes through the one way in first.
    """
    try:
        if not photo.digest:
            clean(photo)
        if renditions.are_due(photo):
            renditions.make(photo)
    except ValidationError as refused:
        return "".join(refused.messages)
    except OSError as error:
        return str(error)
    return ""


@transaction.atomic
def clean(photo):
    """Keep the picture of ``photo`` as an upload of today would be kept; the file that it had goes."""
    remove_later(photo)
    with photo.image.storage.open(photo.image.name) as file:
        photo.image.save(photo.image.name, file)


def files_of(record):
    """Give the names of all files of a photo or an attachment."""
    return [record.file.name, *renditions.names(record, getattr(record, "renditions", None))]


def remove_later(record):
    """Remove the files that ``record`` has now, once what is being done is committed."""
    storage, names = record.file.storage, files_of(record)
    transaction.on_commit(lambda: [storage.delete(name) for name in names], robust=True)


def deleted(instance, **kwargs):
    """A photo or an attachment was deleted (receiver of ``post_delete``)."""
    remove_later(instance)
