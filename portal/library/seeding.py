"""How photos are seeded: the picture comes from a file beside the list. They have no slug but in the seed."""

from pathlib import Path

from django.core.files.base import ContentFile

from portal.shared.seedfiles import SeedError, at, text_of
from portal.shared.seeding import Kind, Reading

from .models import Photo

FOLDER = "covers"


def photos(file):
    """Give the kind of a file of photos; the pictures stand beside it in ``covers/``."""
    names = ("slug", "file", "alt", "caption", "credit", "taken_on", "is_illustration")
    return Kind(Photo, file, readings={Photo: Reading(names, read_image)})


def read_image(photo, entry, seeder):
    """Set the image of ``photo`` from the file that ``entry`` names; it has its alternative text from the beginning."""
    with at("alt"):
        text_of(entry, "alt")
    with at("file"):
        name = text_of(entry, "file")
        image = ContentFile(read_file(seeder.folder / FOLDER, name), name)
        photo.image = Photo._meta.get_field("image").formfield().clean(image)


def read_file(folder, name):
    """Give the bytes of a file that stands in ``folder`` itself."""
    try:
        if name == Path(name).name:
            return (folder / name).read_bytes()
    except OSError:
        pass
    raise SeedError(f"没有图片文件{FOLDER}/{name}。")
