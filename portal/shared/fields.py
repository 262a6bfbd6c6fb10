"""Model fields that several apps use."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .dates import PartialDate
from .pinyin import sort_key


class StableOrderMixin:
    """Make a text column sort by code point, so that lists have one order on SQLite and PostgreSQL."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class StableSlugField(StableOrderMixin, models.SlugField):
    """A slug by which rows may be sorted."""


class PinyinKeyField(StableOrderMixin, models.CharField):
    """The pinyin of another field of the row, made on every save and never typed: lists of names sort by it."""

    def __init__(self, *args, source, **kwargs):
        self.source = source
        kwargs.setdefault("max_length", 600)
        kwargs.update(editable=False, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        key = sort_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class ParsedTextField(StableOrderMixin, models.Field):
    """A column of short text that is a value object in Python.

    Subclasses name ``value_class``: it has ``parse(text)``, which raises ``ValueError`` with a sentence for the
    person who typed it, and a ``str()`` that ``parse`` reads back. Empty is ``None``.
    """

    value_class = None

    def get_internal_type(self):
        return "CharField"

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if value is None or value == "" or isinstance(value, self.value_class):
            return value or None
        try:
            return self.value_class.parse(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value):
        value = self.to_python(super().get_prep_value(value))
        return None if value is None else str(value)

    def value_to_string(self, obj):
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": ParsedTextFormField, "model_field": self, **kwargs})


class ParsedTextFormField(forms.CharField):
    """One text box for a ``ParsedTextField``: people may write the value in any form that it reads."""

    def __init__(self, *args, model_field, **kwargs):
        self.model_field = model_field
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        return self.model_field.to_python(super().to_python(value))

    def prepare_value(self, value):
        return "" if value is None else str(value)

    def has_changed(self, initial, data):
        try:
            return self.to_python(str(initial or "")) != self.to_python(data)
        except ValidationError:
            return True

    def run_validators(self, value):
        """The value object has been checked by parsing; text validators do not apply to it."""


class PartialDateField(ParsedTextField):
    """A :class:`~portal.shared.dates.PartialDate`, stored as ``2022``, ``2022-06`` or ``2022-06-01``."""

    value_class = PartialDate
    description = "A date known to the year, the month or the day"

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs.setdefault("help_text", "知道到哪一级就写到哪一级：2022、2022-06或2022-06-01，不要推测。")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
