"""Where uploaded files are, and how a preview lets its readers have those that it shows.

Nobody but staff may fetch the files of what is not public. On a page that previews an edition, each address of a file
therefore carries a signature for this file and this edition; it is good as long as a preview link of the edition is.
"""

from django.core import signing
from django.core.files.storage import FileSystemStorage

from portal.editions.models import PreviewLink
from portal.editions.showing import shown

PARAMETER = "preview"
SALT = "portal.library.preview"


class SignedInPreviews:
    """Mixin for a storage: addresses that are written into a preview bear its signature."""

    def url(self, name):
        address = super().url(name)
        edition = shown()
        return f"{address}?{PARAMETER}={signature(edition.pk, name)}" if edition else address


class MediaStorage(SignedInPreviews, FileSystemStorage):
    """A folder of this machine."""


def signature(edition_key, name):
    signed = signing.Signer(salt=SALT).signature(f"{edition_key}/{name}")
    return f"{edition_key}.{signed}"


def is_lent(name, said):
    """Whether ``said``, the parameter of an address, lets its bearer have the file ``name`` now (one query at most)."""
    key = said.partition(".")[0]
    is_ours = key.isascii() and key.isdecimal() and signing.constant_time_compare(signature(key, name), said)
    return is_ours and PreviewLink.objects.valid().filter(edition=key).exists()
