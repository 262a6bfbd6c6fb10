"""The forms of the import: the text, the pieces that it fell into, and what the page does not say."""

import uuid
from functools import lru_cache

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AutocompleteSelect
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from chains.models import Source
from news.models import Column, Feature
from portal.editions.admin.visit import whole_number

from .arranging import JOINS
from .pieces import Kind, Piece
from .texts import MOST_BYTES, MOST_LINES, Undecodable, clean, decode, too_long

MANY_ROWS = 12
SIGNS_A_ROW = 34


class PlainTextField(forms.CharField):
    """The text of a page, with ``\\n`` at the end of each line and without signs that cannot be seen."""

    def __init__(self, **kwargs):
        super().__init__(**{"strip": False, "required": False} | kwargs)

    def to_python(self, value):
        return clean(super().to_python(value))


class TextForm(forms.Form):
    """The text of the page: pasted, or as a file. ``cleaned_data["original"]`` is what to read."""

    text = PlainTextField(label="粘贴文字", widget=AdminTextareaWidget(attrs={"rows": 18}))
    file = forms.FileField(
        label="或者上传文本文件", required=False, allow_empty_file=True, help_text="扩展名为txt的纯文本，最大200KB。"
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过{MOST_BYTES // 1000}KB。请只留这一篇报道的文字。")
        try:
            return clean(decode(file.read()))
        except Undecodable as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        pasted, uploaded = data["text"], data["file"]
        if pasted.strip() and uploaded.strip():
            raise forms.ValidationError("既贴了文字，又选了文件。请只用一种：清空文字框，或者不选文件。")
        data["original"] = original = pasted if pasted.strip() else uploaded
        if not original.strip():
            self.add_error("file" if self.files.get("file") else "text", self.nothing())
        elif sentence := too_long(original):
            self.add_error("text" if pasted.strip() else "file", sentence)
        return data

    def nothing(self):
        return "这个文件里没有文字。" if self.files.get("file") else "请把报道的文字贴在这里，或者选一个文件。"


CHOICES = [
    ("稿件的各部分", [(kind.value, kind.label) for kind in Kind if not kind.is_left_out]),
    ("接到别处", [(value, label) for value, (_, label) in JOINS.items()]),
    ("不放进稿件", [(kind.value, kind.label) for kind in Kind if kind.is_left_out]),
]


class KindSelect(forms.Select):
    """A select whose options are the same for all pieces: written once for each kind, as pages have hundreds."""

    def render(self, name, value, attrs=None, renderer=None):
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {})))
        return format_html("<select{}>{}</select>", attributes, options(str(value)))


@lru_cache(maxsize=32)
def options(chosen):
    """Give the options with ``chosen`` selected; nonsense that was sent selects nothing and is not kept."""
    groups = [(label, [(option(*choice, chosen),) for choice in choices]) for label, choices in CHOICES]
    rows = ((label, format_html_join("", "{}", choices)) for label, choices in groups)
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', rows)


def option(value, label, chosen):
    return format_html("<option{}>{}</option>", flatatt({"value": value, "selected": value == chosen}), label)


class PieceForm(forms.Form):
    """One piece as a person may change it. ``guess``: the kind that it was guessed to be, empty where it is certain."""

    kind = forms.ChoiceField(label="是什么", choices=CHOICES, widget=KindSelect)
    text = PlainTextField(label="文字", widget=forms.Textarea)
    lines = forms.RegexField(r"[\d,]*", required=False, max_length=20_000, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    is_guess = forms.BooleanField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if piece := self.initial.get("piece"):
            self.show(piece)

    def show(self, piece):
        self.piece = piece
        self.initial |= {
            "kind": piece.kind.value,
            "text": piece.text,
            "lines": ",".join(map(str, piece.lines)),
            "was": piece.kind.value,
            "is_guess": piece.is_guess,
            "why": piece.why,
        }
        rows = sum(1 + len(line) // SIGNS_A_ROW for line in piece.text.split("\n"))
        self.fields["text"].widget.attrs["rows"] = min(rows, MANY_ROWS)

    def row(self):
        """Give ``(choice, piece)`` of what was sent; what nobody could have chosen is unplaced."""
        self.full_clean()
        data = self.cleaned_data
        lines = tuple(int(number) for number in data.get("lines", "").split(",") if number.isdecimal())
        was = data.get("was") if data.get("was") in set(Kind) else Kind.UNPLACED
        piece = Piece(Kind(was), data.get("text", ""), lines, data.get("is_guess", False), data.get("why", ""))
        return data.get("kind", Kind.UNPLACED.value), piece


PieceFormSet = forms.formset_factory(PieceForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)


def piece_forms(pieces):
    """Give the formset that shows ``pieces``."""
    formset = PieceFormSet(initial=[{"piece": piece} for piece in pieces], prefix="piece")
    for number, (form, piece) in enumerate(zip(formset, pieces, strict=False), start=1):
        form.number = number
        for name in ("kind", "text"):
            form.fields[name].widget.attrs["aria-label"] = f"第{number}处{form.fields[name].label}"
        form.piece = piece
    return formset


def sent_rows(data):
    """Give ``[(choice, piece)]`` of the pieces that were sent, or ``None`` where the page did not send them whole."""
    formset = PieceFormSet(data, prefix="piece")
    if not formset.management_form.is_valid():
        return None
    return [form.row() for form in formset]


class SourceSelect(AutocompleteSelect):
    """Django's select with search, which takes only numbers of sources: it fails at anything else that is sent."""

    def format_value(self, value):
        return [text for text in super().format_value(value) if whole_number(text)]


class DraftForm(forms.Form):
    """What the page does not say of the feature. ``token`` is one for each text that is brought in."""

    original = PlainTextField(widget=forms.Textarea(attrs={"hidden": True}))
    token = forms.UUIDField(widget=forms.HiddenInput)
    summary = forms.CharField(
        label="摘要",
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="取自正文开头，可以改写。",
        error_messages={"required": "请写一两句摘要。"},
    )
    column = forms.ModelChoiceField(
        Column.objects.all(), label="栏目", error_messages={"required": "请选一个栏目。"}, empty_label="请选择"
    )
    origin = forms.ChoiceField(
        label="稿件性质",
        widget=forms.RadioSelect,
        choices=[choice for choice in Feature.Origin.choices if choice[0] != Feature.Origin.ORIGINAL],
        error_messages={"required": "请选转载或据来源整理。"},
    )
    source = forms.ModelChoiceField(Source.objects.all(), label="来源", required=False)
    may_use = forms.BooleanField(
        label="我确认本单位有权使用这篇报道的文字",
        error_messages={"required": "没有使用的权利，就不能导入。请确认后勾选。"},
    )

    def __init__(self, *args, admin_site, may_add_source, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_add_source = may_add_source
        source = self.fields["source"]
        source.widget = SourceSelect(Feature._meta.get_field("source"), admin_site, choices=source.choices)
        source.widget.is_required = False
        source.help_text = (
            "按标题或媒体查找。没有的话，留空，填下面的“新来源”。" if may_add_source else "按标题或媒体查找。"
        )

    def clean(self):
        data = super().clean()
        if not data.get("source") and not self.may_add_source and "source" not in self.errors:
            self.add_error("source", "请选择来源。没有的话，请有权限的同事先添加。")
        return data

    def values(self, source):
        """Give the fields of the feature that this form knows."""
        return {name: self.cleaned_data[name] for name in ("summary", "column", "origin")} | {"source": source}


class SourceForm(forms.ModelForm):
    """A source that is not there yet; only asked for where none was chosen."""

    use_required_attribute = False

    class Meta:
        model = Source
        fields = ["outlet", "title", "author", "published", "url"]
        widgets = dict.fromkeys(["outlet", "title", "author", "url"], AdminTextInputWidget)
        error_messages = {
            "outlet": {"required": "请写明是哪家媒体或机关，或在上面选一个已有的来源。"},
            "title": {"required": "请写明报道的标题。"},
        }
        help_texts = {"published": "知道到哪一级就写到哪一级：2022、2022-06、2022-06-01。"}

    def found(self):
        """Give the source that is there already under this title and outlet, or a new one, not saved."""
        data = self.cleaned_data
        known = Source.objects.filter(title=data["title"], outlet=data["outlet"])
        if data["published"]:
            known = known.filter(published=data["published"])
        return known.first() or self.instance


def new_token():
    return uuid.uuid4()
