"""Columns: how a field of a row is said in a cell, and read from one (fields and widgets of django-import-export)."""

import re
from collections import defaultdict
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.db import models
from import_export.fields import Field
from import_export.widgets import Widget

from ..dates import normal_text
from ..fields import ParsedTextField
from .cells import FAILED, digits, shown, typed, undated

YES = {"是", "true", "1", "y", "yes", "√"}
NO = {"否", "false", "0", "n", "no", "×"}


# Widgets: ``clean`` reads text that is not empty or raises ``ValueError``; ``render`` gives the text back.


class TextWidget(Widget):
    allowed = ()

    def __init__(self, model_field):
        super().__init__()
        self.model_field = model_field

    def clean(self, value, row=None, **kwargs):
        return value

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else typed(str(value))


class ChoiceWidget(TextWidget):
    """One of the choices of the field, by its label or its key."""

    @cached_property
    def labels(self):
        return {str(key): str(label) for key, label in self.model_field.flatchoices}

    @property
    def allowed(self):
        return list(self.labels.values())

    def clean(self, value, row=None, **kwargs):
        wanted = normal_text(value)
        for key, label in self.labels.items():
            if wanted in {normal_text(label), normal_text(label).partition("(")[0], key}:
                return key
        raise ValueError(f"没有“{value}”这个选项。可以写：{'、'.join(self.allowed)}。")

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(str(value), str(value or ""))


class SwitchWidget(TextWidget):
    allowed = ("是", "否")

    def clean(self, value, row=None, **kwargs):
        said = normal_text(value).lower()
        if said not in YES | NO:
            raise ValueError(f"“{value}”应写是或否。")
        return said in YES

    def render(self, value, obj=None, **kwargs):
        return "是" if value else "否"


class ParsedWidget(TextWidget):
    """A partial date or a period, in any form that the field reads; said as in running text."""

    def clean(self, value, row=None, **kwargs):
        if re.fullmatch(r"\d{4}\.1", value):  # which is all that a spreadsheet keeps of 2022.10
            raise ValueError(f"“{value}”分不清是1月还是10月，请写成{value[:4]}-01或{value[:4]}-10。")
        return self.model_field.value_class.parse(undated(value))

    def render(self, value, obj=None, **kwargs):
        return value.label if value else ""


class DayWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        said = normal_text(undated(value))
        for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"):
            try:
                return datetime.strptime(said, form).date()
            except ValueError:
                continue
        raise ValueError(f"“{value}”不是日期，请写到日，如2022-06-01。")

    def render(self, value, obj=None, **kwargs):
        return f"{value:%Y-%m-%d}" if value else ""


class NumberWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        try:
            return self.model_field.to_python(Decimal(normal_text(value).replace(",", "")))
        except (InvalidOperation, OverflowError) as error:
            raise ValueError(f"“{value}”不是数字。") from error

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else digits(Decimal(value))


class WholeWidget(NumberWidget):
    def clean(self, value, row=None, **kwargs):
        number = normal_text(value).replace(",", "")
        if not (number.isdecimal() and len(number) <= 9):
            raise ValueError(f"“{value}”应是整数。")
        return int(number)


class ReferenceWidget(TextWidget):
    """A row of another model, by its slug or by a name that no other has."""

    references = None

    def clean(self, value, row=None, **kwargs):
        return self.references.find(value)

    def render(self, value, obj=None, **kwargs):
        return self.references.word(value.pk) if value else ""


class References:
    """What a column may refer to. ``names`` gives the names of a row, the one that is written in cells first."""

    def __init__(self, rows, names):
        self.kind = rows.model._meta.verbose_name
        self.rows = {row.pk: row for row in rows}
        self.slugs = {row.slug: row for row in self.rows.values()}
        self.words = {row.pk: names(row)[0] for row in self.rows.values()}
        self.named = defaultdict(dict)
        for row in self.rows.values():
            for name in names(row):
                self.named[normal_text(name)][row.pk] = row

    def find(self, text):
        """Give the row that ``text`` names, or raise ``ValueError`` with a sentence."""
        found = self.named.get(normal_text(text), {})
        if len(found) == 1 or text in self.slugs:
            return self.slugs.get(text) or next(iter(found.values()))
        if found:
            slugs = "、".join(row.slug for row in found.values())
            raise ValueError(f"有{len(found)}个“{text}”，请改写网址名：{slugs}。")
        raise ValueError(f"没有“{text}”这个{self.kind}。请核对名称或网址名；还没有录入的，先去录入。")

    def word(self, key):
        """Give what names the row with this key: its name, or its slug where others have the name, too."""
        name = self.words.get(key, "")
        return name if len(self.named[normal_text(name)]) == 1 else self.rows[key].slug


WIDGETS = {
    ParsedTextField: ParsedWidget,
    models.BooleanField: SwitchWidget,
    models.DateField: DayWidget,
    models.IntegerField: WholeWidget,
    models.DecimalField: NumberWidget,
    models.ForeignKey: ReferenceWidget,
    models.Field: TextWidget,
}


def widget_of(model_field):
    """Give the widget for a field of a model."""
    kinds = (widget for kind, widget in WIDGETS.items() if isinstance(model_field, kind))
    return (ChoiceWidget if model_field.choices else next(kinds))(model_field)


# Columns


class Column(Field):
    """One column: the field ``attribute`` of the rows, headed by what people call the field.

    A cell of a row that is there already counts as untouched when it says what the row said; so whatever was exported
    is read back as it was. An empty cell empties a field that may be empty, and leaves any other as it is.
    """

    widget_class = None

    def __init__(self, attribute, title="", help_text="", required=None, **kwargs):
        super().__init__(attribute=attribute, **kwargs)
        self.title, self.help_text, self.required = title, help_text, required

    def bind(self, resource):
        """Take title, help and widget from the field of the model of ``resource``."""
        self.resource = resource
        self.model_field = field = resource._meta.model._meta.get_field(self.attribute)
        self.column_name = self.title or str(field.verbose_name)
        self.widget = self.widget_class(field) if self.widget_class else widget_of(field)
        self.help_text = self.help_text or str(field.help_text)
        if self.required is None:
            self.required = not (field.blank or field.has_default())

    @property
    def allowed(self):
        """The words that a cell may hold, where they are few."""
        return self.widget.allowed

    def said(self, row):
        """Give the text of the cell."""
        return self.widget.render(self.get_value(row))

    def export(self, instance, **kwargs):
        said = self.said(instance)
        return Decimal(said) if said and isinstance(self.widget, NumberWidget) else shown(said)

    def save(self, instance, row, is_m2m=False, **kwargs):
        text = row.get(self.column_name)
        if text is not None and text != self.resource.before.get(self):
            self.write(instance, text, row)

    def write(self, instance, text, row):
        """Set what ``text`` says; raise ``ValueError`` with a sentence where it says nothing that can be."""
        if text in FAILED:
            raise ValueError(f"这一格的公式出错（{text}）。")
        if text:
            setattr(instance, self.attribute, self.widget.clean(text, row=row))
        elif self.required:
            raise ValueError("这一格不能空着。")
        elif self.resource.before and self.model_field.blank:
            setattr(instance, self.attribute, None if self.model_field.null else self.model_field.get_default())


class ReferenceColumn(Column):
    """A column that names a row of another model."""

    def __init__(self, attribute, names, **kwargs):
        super().__init__(attribute, **kwargs)
        self.names = names

    def bind(self, resource):
        super().bind(resource)
        self.widget.references = self

    @cached_property
    def known(self):
        return References(self.rows(), self.names)

    def rows(self):
        return self.model_field.related_model._base_manager.all()

    def find(self, text):
        return self.known.find(text)

    def word(self, key):
        return self.known.word(key)


class Shown(Column):
    """A column for the reader; where it is filled in, it must say what is so."""

    def __init__(self, attribute, title, sentence, **kwargs):
        super().__init__(attribute, title, required=False, **kwargs)
        self.sentence = sentence

    def bind(self, resource):
        self.resource, self.column_name = resource, self.title

    allowed = ()

    def said(self, row):
        value = self.get_value(row)
        return "" if value is None else str(value)

    def export(self, instance, **kwargs):
        return shown(self.said(instance))

    def save(self, instance, row, is_m2m=False, **kwargs):
        text, said = row.get(self.column_name), self.said(instance)
        if text and said and normal_text(text) != normal_text(said):
            raise ValueError(self.sentence.format(text=text, said=said))
