"""Template tags of the whole site."""

import json
import re
from html import unescape

from django import template
from django.utils.html import conditional_escape, escape, format_html, mark_safe

from portal.shared import outbound as links
from portal.shared.dates import PartialDate

register = template.Library()

NUMERAL = re.compile(r"-?\d[\d.,]*%?")
# Where a link begins in the clean HTML of a body, all of whose values stand in double quotes, and where it ends.
LINK = re.compile(r'<a\b((?:\s[^\s=>]+="[^"]*")*?)\shref="([^"]*)"([^>]*)>|</a>')
LEADS_AWAY = mark_safe('<span class="visually-hidden">（外部链接）</span>')


@register.filter
def numeral(wording):
    """Mark the first number in ``wording`` up, so that it can be set larger than the words around it."""
    marked = NUMERAL.sub(r'<span class="numeral">\g<0></span>', str(conditional_escape(wording)), count=1)
    return mark_safe(marked)  # noqa: S308  (escaped above; digits are all that is added to)


@register.filter
def json_ld(described):
    """Give ``described``, a ``dict`` for JSON-LD, as the element of the page that holds it."""
    escapes = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}
    text = json.dumps(described, ensure_ascii=False).translate(escapes)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  (escaped above)


@register.filter
def day_label(day):
    """Give an ISO date as Chinese prose: 2022年6月1日."""
    return PartialDate.parse(day).label


@register.filter
def scrolled_tables(html):
    """Give the HTML of a body, clean since it was saved, each table in a frame that scrolls when it is too wide."""
    frame = '<div class="table-scroll" role="group" tabindex="0" aria-label="表格"><table'
    return mark_safe(html.replace("<table", frame).replace("</table>", "</table></div>"))  # noqa: S308


@register.filter
def outbound(address):
    """Give what to link to for ``address``: itself, or the notice that one is leaving (``portal.shared.outbound``)."""
    return links.lead(address)[0]


@register.filter
def outbound_link(address, text):
    """Give ``text`` as a link to ``address``, marked when it leads away and then through the notice where need be."""
    target, leads_away = links.lead(address)
    external = format_html(' rel="external" data-address="{}"', address) if leads_away else ""  # which paper shows
    words = LEADS_AWAY if leads_away else ""
    return format_html('<a href="{}"{}>{}{}</a>', target, external, text, words)


@register.filter
def outbound_links(html):
    """Give the HTML of a body, clean since it was saved, its links to elsewhere as :func:`outbound_link` has them."""
    words = ""

    def rewrite(tag):
        nonlocal words
        if tag[0] == "</a>":
            return f"{words}</a>"
        before, address, after = tag.groups()
        target, leads_away = links.lead(unescape(address))
        words = LEADS_AWAY if leads_away else ""
        external = f'rel="external" data-address="{address}"'
        return f'<a{before} href="{escape(target)}" {external}{after}>' if leads_away else tag[0]

    return mark_safe(LINK.sub(rewrite, html))  # noqa: S308  (what is added is escaped)


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """Give the address of page ``number`` of the list that is shown."""
    return context["view"].address(number)


@register.simple_tag
def page_range(page):
    """Give the page numbers to link to from ``page``, with ``…`` for those that are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
