"""Uploads that wait for the rest of their form: a file that was chosen well is not lost by a slip in another field.

It is stored where nobody can fetch it (no row names it), and the form that is shown again carries a signed token for
whoever uploaded it. It is removed when the form is saved, and after a day in any case.
"""

import time
import uuid
from pathlib import PurePath

from django import forms
from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

FOLDER = "kept"
SALT = "portal.library.kept"
SECONDS = 24 * 60 * 60


class KeptUpload(File):
    """An upload that was kept: ``name`` is what its owner calls it, ``stored`` where it is, ``token`` what names it."""

    def __init__(self, name, stored, token):
        self.name, self.stored, self.token = name, stored, token
        self.opened = None

    @property
    def file(self):
        """Opened when it is first needed, and again after it was closed."""
        self.opened = self.opened or default_storage.open(self.stored)
        return self.opened

    @property
    def size(self):
        return default_storage.size(self.stored)

    def close(self):
        if self.opened:
            self.opened.close()
        self.opened = None


def keep(upload, user):
    """Store ``upload`` for ``user`` and give the token by which :func:`find` gives it back."""
    tidy()
    name = f"{FOLDER}/{int(time.time())}-{uuid.uuid4().hex}{PurePath(upload.name).suffix.lower()}"
    upload.seek(0)
    return signing.dumps([default_storage.save(name, upload), upload.name, user.pk], salt=SALT)


def find(token, user):
    """Give the :class:`KeptUpload` of ``token``; ``None`` if it is not this user's, too old, or gone."""
    try:
        stored, name, owner = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    is_there = owner == user.pk and default_storage.exists(stored)
    return KeptUpload(name, stored, token) if is_there else None


def discard(upload):
    """Remove a :class:`KeptUpload`: it is saved where it belongs."""
    upload.close()
    default_storage.delete(upload.stored)


def tidy():
    """Remove what nobody has come back for."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        kept_at = name.partition("-")[0]
        if kept_at.isdecimal() and int(kept_at) < time.time() - SECONDS:
            default_storage.delete(f"{FOLDER}/{name}")


# In forms


class KeptFileInput(forms.FileInput):
    """A choice of a file that shows which one was sent and kept, and takes it unless another one is chosen.

    ``is_sound``: whether the field has found nothing wrong with the file; set by :class:`KeepsUploads`.
    """

    def __init__(self, attrs=None, *, user):
        super().__init__(attrs)
        self.user, self.is_sound, self.sent = user, False, None

    def __deepcopy__(self, memo):
        own = super().__deepcopy__(memo)
        own.sent = None
        return own

    def value_from_datadict(self, data, files, name):
        """Give the file that was chosen, or the one that was kept before; the same one whenever it is asked for."""
        if self.sent is None:
            chosen = super().value_from_datadict(data, files, name)
            self.sent = chosen or find(data.get(f"{name}-kept", ""), self.user)
        return self.sent

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and f"{name}-kept" not in data

    def render(self, name, value, attrs=None, renderer=None):
        kept = self.kept() if self.sent and self.is_sound else None
        field = super().render(name, value, (attrs or {}) | ({"required": False} if kept else {}), renderer)
        return render_to_string("admin/library/_kept_file.html", {"field": field, "name": name, "kept": kept})

    def kept(self):
        """Give what is shown of the file that was sent: what it is called, how large it is, and the token for it."""
        if not isinstance(self.sent, KeptUpload):
            self.sent = find(keep(self.sent, self.user), self.user)
        self.sent.close()
        return {"name": self.sent.name, "size": filesizeformat(self.sent.size), "token": self.sent.token}


class KeepsUploads(forms.BaseForm):
    """Mixin for a form with a :class:`KeptFileInput`."""

    def full_clean(self):
        super().full_clean()
        for name, widget in self.kept_inputs():
            widget.is_sound = self.is_bound and name not in self.errors
            if isinstance(widget.sent, KeptUpload):
                widget.sent.close()

    def kept_inputs(self):
        return [(name, f.widget) for name, f in self.fields.items() if isinstance(f.widget, KeptFileInput)]

    def discard_kept(self):
        """Remove what was kept for this form: it is saved now."""
        for _, widget in self.kept_inputs():
            if isinstance(widget.sent, KeptUpload):
                discard(widget.sent)
