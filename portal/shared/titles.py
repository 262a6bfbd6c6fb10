"""Titles of records: which field holds them, and which records have the same."""

import re
import unicodedata

from django.core.exceptions import FieldDoesNotExist

FIELDS = ("title", "name")
HAN = re.compile("[\u3400-\u9fff]")
MOST_CHARACTERS = 24  # that the database is asked about: enough to leave a handful of titles to compare


def title_field(model):
    """Give the field of ``model`` that names its records to people, or ``None``."""
    for name in FIELDS:
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
    return None


def fold(title):
    """Give ``title`` as it is compared: half width, lower case, letters, numbers and characters only."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title).lower()))


def same_titled(model, title, but=None):
    """Give ``[(key, title)]`` of the rows of ``model`` but the one with the key ``but`` whose title is the same.

    Blanks, punctuation, case and width make no difference. One query: the database finds the rows that have all
    Chinese characters of ``title``, by looking through the column; no index knows titles without their punctuation.
    """
    field, wanted = title_field(model), fold(title)
    if not wanted:
        return []
    rows = model._default_manager.order_by("pk").exclude(pk=but)
    for character in list(dict.fromkeys(HAN.findall(wanted)))[:MOST_CHARACTERS]:
        rows = rows.filter(**{f"{field.name}__contains": character})
    return [(key, other) for key, other in rows.values_list("pk", field.name) if fold(other) == wanted]
