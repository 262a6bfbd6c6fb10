"""How pages show what was found."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def marked(pieces):
    """Give pieces ``[(text, whether it is one of the words)]`` as HTML in which the words are marked."""
    wrapped = (format_html("<mark>{}</mark>", text) if is_word else text for text, is_word in pieces)
    return format_html_join("", "{}", ((piece,) for piece in wrapped))
