"""Titles of records: which field holds them, and which records have the same."""

import re
import unicodedata

from django.core.exceptions import FieldDoesNotExist
from django.db.models.functions import Length

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

    Blanks, punctuation, case and width make no difference, while there are fewer of them than words. One query: the
    database looks through the column for titles of about this length that have the Chinese characters of ``title``;
    no index knows titles without their punctuation.
    """
    name, wanted = title_field(model).name, fold(title)
    if not wanted:
        return []
    characters = HAN.findall(wanted)
    rows = model._default_manager.order_by("pk").exclude(pk=but).alias(length=Length(name))
    rows = rows.filter(length__range=(len(wanted) // 2, 2 * len(wanted) + 4))
    for character in list(dict.fromkeys(characters))[:MOST_CHARACTERS]:
        rows = rows.filter(**{f"{name}__contains": character})
    found = rows.values_list("pk", name)
    return [(key, other) for key, other in found if HAN.findall(other) == characters and fold(other) == wanted]


def quoted(title):
    """Give a title in quotation marks; those within it become single ones (GB/T 15834-2011, 4.8.3.4)."""
    return f"“{str(title).replace('“', '‘').replace('”', '’')}”"
