"""What is found about pictures before something is submitted or published."""

from django.urls import reverse
from django.utils.html import format_html

from portal.editions.findings import Finding
from portal.editions.snapshots import upgraded

from .models import Photo
from .uses import by_owner


def check(model, snapshot, record):
    """Give a blocking finding for each photo without alternative text that ``snapshot`` uses; one query, where any."""
    used = photos_in(model, upgraded(model, snapshot))
    silent = Photo.objects.without_alt().in_bulk(used) if used else {}
    return [finding(silent[key], label) for key, label in used.items() if key in silent]


def photos_in(model, snapshot):
    """Give ``{key of a photo: what uses it}``, in the order of the uses."""
    found = {}
    for use in by_owner(Photo).get(model, []):
        for key in use.keys_in(snapshot):
            found.setdefault(key, use.label)
    found.pop(None, None)
    return found


def finding(photo, label):
    return Finding(
        rule=f"photo-alt:{photo.pk}",  # a reason to keep one without is none to keep another
        sentence="图片没有替代文字，看不到图片的人不知道图上有什么。请在图片库里补上。",
        place=label,
        context=format_html("<mark>{}</mark>", photo),
        blocks=True,
        address=reverse("admin:library_photo_change", args=[photo.pk]),
        address_name="填写替代文字",
    )
