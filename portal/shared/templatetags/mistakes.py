"""What is wrong with a form of the admin and with its parts: each sentence with its place and the field it leads to."""

from content_editor.admin import ContentEditorInline
from django import template
from django.core.exceptions import NON_FIELD_ERRORS

register = template.Library()


@register.simple_tag
def mistakes_in(form, parts):
    """Give ``[{"field", "place", "sentence"}]`` of ``form`` and of ``parts``, the inline formsets of the admin.

    ``field`` is the id of an element. What is wrong with ``form`` as a whole is left out: the page says it above.
    """
    found = [*mistakes(form, {**form.errors, NON_FIELD_ERRORS: []}, "")]
    places = block_places(parts)
    for part in parts:
        whole = f"{part.formset.prefix}-group"
        found += [mistake(whole, part.opts.verbose_name_plural, said) for said in part.formset.non_form_errors()]
        for number, row in enumerate(part.formset.forms, start=1):
            if not is_deleted(part.formset, row):
                found += mistakes(row, row.errors, places.get(row.prefix) or f"{part.opts.verbose_name}第{number}项")
    return found


def mistakes(form, errors, place):
    """Give those of one form, which stands at ``place``; the row of a part has its form's prefix for an id."""
    for name, sentences in errors.items():
        field = form[name] if name in form.fields else None
        is_seen = field and not field.is_hidden
        target = (field.id_for_label or f"{field.auto_id}_0") if is_seen else form.prefix
        where = "：".join(filter(None, [place, str(field.label) if is_seen else ""]))
        yield from (mistake(target, where, sentence) for sentence in sentences)


def mistake(field, place, sentence):
    return {"field": field, "place": place, "sentence": sentence}


def block_places(parts):
    """Give ``{prefix of a form: place in the body}``, as the blocks of all kinds have one order."""
    rows = [
        (part.opts.verbose_name, row)
        for part in parts
        if isinstance(part.opts, ContentEditorInline)
        for row in part.formset.forms
        if "ordering" in row.fields and not is_deleted(part.formset, row)
    ]
    rows.sort(key=lambda named: ordering(named[1]))
    return {row.prefix: f"第{number}块{name}" for number, (name, row) in enumerate(rows, start=1)}


def ordering(row):
    """Give the number that was sent; what is none comes last."""
    text = str(row["ordering"].value())
    return int(text) if text.isdecimal() and len(text) < 10 else float("inf")


def is_deleted(formset, row):
    return formset.can_delete and formset._should_delete_form(row)
