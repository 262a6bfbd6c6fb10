"""How photos are seeded. They have no slug of their own: the name of the stored file keeps the one of the seed."""

from pathlib import Path

from django.core.files.base import ContentFile

from portal.shared.seedfiles import SeedError, at, text_of
from portal.shared.seeding import Kind, Reading

from .models import Photo

FOLDER = "covers"


def photos(file):
    """Give the kind of a file of photos; the pictures stand beside it in ``covers/``."""
    names = ("slug", "file", "alt", "caption", "credit", "taken_on", "is_illustration")
    return Kind(Photo, file, find=find_photo, readings={Photo: Reading(names, read_image)})


def find_photo(key):
    """Give the photo that was seeded as ``key``, or ``None``; storage may have put seven characters after its name."""
    return Photo.objects.filter(image__regex=rf"/seed-{key}(_[a-zA-Z0-9]{{7}})?\.[a-z]+$").order_by("pk").last()


def read_image(photo, entry, seeder):
    """Set the image of ``photo`` from the file that ``entry`` names."""
    with at("file"):
        name = text_of(entry, "file")
        path = Path(seeder.folder, FOLDER, name)
        if name != path.name or not path.is_file():
            raise SeedError(f"没有图片文件{FOLDER}/{name}。")
        image = ContentFile(path.read_bytes(), f"seed-{entry['slug'].strip()}{path.suffix.lower()}")
        photo.image = Photo._meta.get_field("image").formfield().clean(image)
