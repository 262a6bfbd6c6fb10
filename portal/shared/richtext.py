"""Running text as HTML: what may stand in it, and what becomes of everything else.

The editor offers :data:`EXTENSIONS`. :func:`clean` brings whatever was posted, loaded or stored by older code to the
same form, so that text of any origin can be edited; ``static/admin-portal/paste.js`` does so with what is pasted.
"""

import html
import re

from django.utils.html import strip_tags
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField, create_sanitizer

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Heading": {"levels": [2, 3]},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "HorizontalRule": True,
}

# The editor itself knows the protocols; told again with each new block, it would complain.
OFFERED = EXTENSIONS | {"Link": {"enableTarget": False}}

END_OF_LINE = re.compile(r"</(?:p|h\d|li|blockquote|td|th|tr)>|<br\b[^>]*>|<hr\b[^>]*>")


def plain(markup):
    """Give the text of clean HTML, a line for each paragraph, heading, item or cell."""
    return html.unescape(strip_tags(END_OF_LINE.sub("\n", markup)))


# The sanitiser removes these with what is in them.
CODE = {"script", "style"}
ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))["tags"]
PARAGRAPHS = (
    "address article aside caption center dd details div dl dt fieldset figcaption figure footer form header legend "
    "main nav pre section summary"
)
MEANT = {"b": "strong", "i": "em", "tfoot": "tbody", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
MEANT |= dict.fromkeys(PARAGRAPHS.split(), "p")

TAG = re.compile(r"(</?)([a-z][^\s/>]*)", re.IGNORECASE)
BOX = "td|th|li"
# Begins where blanks do, and is not tried again at each of them.
EMPTY_PARAGRAPHS = re.compile(rf"(?:(<(?:{BOX})\b[^>]*>)|(?<!\s))(?:\s*<p>(?:\s|&nbsp;|<br>)*</p>)+(?=(</(?:{BOX})>)?)")

sanitize = create_sanitizer(EXTENSIONS)


def clean(markup):
    """Give ``markup`` as the editor writes it: other tags become those that mean the same, or go and leave their text.

    Scripts and styles go with what is in them; so do paragraphs without text, but for those that fill a cell.
    """
    return EMPTY_PARAGRAPHS.sub(without_paragraphs, sanitize(TAG.sub(meant, markup))).strip()


def meant(match):
    """Give the start of a tag with the name of what it means; an unknown name would cost the text of some tags."""
    start, name = match[1], match[2].lower()
    return start + (name if name in ALLOWED or name in CODE else MEANT.get(name, "span"))


def without_paragraphs(match):
    opening, closing = match[1] or "", match[2]
    return f"{opening}<p></p>" if opening and closing else opening


class RichTextFormField(ProseEditorFormField):
    """Shows and takes clean HTML: tags that the editor does not know would take their text with them there."""

    def to_python(self, value):
        return clean(super().to_python(value))

    def prepare_value(self, value):
        return clean(value) if value else value


class RichTextField(ProseEditorField):
    """HTML limited to what the editor offers; whatever else arrives, from a form or the shell, is cleaned on save."""

    is_markup = True  # for whoever reads its words (portal.editions.texts)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"extensions": OFFERED, "sanitize": clean} | kwargs)

    def formfield(self, **kwargs):
        required = {"required": "这一块还没有文字：请填写，或者删除这一块。"}
        return super().formfield(**{"form_class": RichTextFormField, "error_messages": required} | kwargs)

    def pre_save(self, model_instance, add):
        markup = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, markup)
        return markup
