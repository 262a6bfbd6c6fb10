"""Places that use a file, with the addresses of their forms."""

from django.contrib.admin.utils import quote
from django.urls import reverse


def linked(found, site):
    """Give ``(place, address of its form or "")`` of each place."""
    return [(place, address_of(place.record, site)) for place in found]


def address_of(record, site):
    if not site.is_registered(type(record)):
        return ""
    name = f"{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(f"{site.name}:{name}", args=[quote(record.pk)])
