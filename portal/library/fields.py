"""Fields for pictures, in models and in forms: whatever is put into them has gone through ``pictures.read``."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import ImageFieldFile

from . import pictures
from .pictures import Picture


class PictureFile(ImageFieldFile):
    """The file of a row; the row's ``digest`` is set with it."""

    def save(self, name, content, save=True):
        """Keep the picture in ``content``. Raises ``ValidationError`` where there is none."""
        picture = content if isinstance(content, Picture) else pictures.read(content, name)
        self.instance.digest = picture.digest
        super().save(picture.name, picture, save)


class PictureField(models.ImageField):
    """A picture. Its row has a field ``digest``, declared behind it."""

    attr_class = PictureFile

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField} | kwargs)


class PictureFormField(forms.FileField):
    """Takes an upload and gives the :class:`~portal.library.pictures.Picture` in it."""

    widget = forms.ClearableFileInput

    def to_python(self, data):
        file = forms.Field.to_python(self, data)
        return None if file in self.empty_values else read_once(file)

    def widget_attrs(self, widget):
        accept = {"accept": "image/jpeg,image/png,image/webp,image/gif"}
        return super().widget_attrs(widget) | (accept if isinstance(widget, forms.FileInput) else {})


def read_once(upload):
    """Give the picture in ``upload``; it is unpacked once, however often it is asked for."""
    if isinstance(upload, Picture):
        return upload
    if not hasattr(upload, "picture"):
        try:
            upload.picture = pictures.read(upload)
        except ValidationError as refused:
            upload.picture = refused
    if isinstance(upload.picture, ValidationError):
        raise upload.picture
    return upload.picture
