"""Template tags for handing the address of a page on."""

import segno
from django import template
from django.utils.html import format_html, mark_safe

register = template.Library()


@register.simple_tag
def qr(address):
    """Give the QR code of ``address`` as an SVG of one path: dark modules only, so its background must be white.

    Level M: a fifteenth of the code may be lost, as on a dirty screen, and it is still read.
    """
    drawing = segno.make_qr(address, error="m").svg_inline(omitsize=True, svgclass=None, lineclass=None)
    path = drawing.removeprefix("<svg ")  # made by segno of numbers alone
    return format_html('<svg class="qr" role="img" aria-label="本页网址的二维码" {}', mark_safe(path))  # noqa: S308
