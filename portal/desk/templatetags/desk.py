"""How the desk says when something was or will be."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()

NEAR = {-1: "昨天", 0: "今天", 1: "明天"}


@register.filter
def moment(time):
    """Give ``time`` as the desk says it: 今天 14:20, 昨天 9:05, 11-20; what is to come always has its hour."""
    local, now = timezone.localtime(time), timezone.localtime()
    return format_html('<time datetime="{}">{}</time>', f"{local:%Y-%m-%dT%H:%M%z}", worded(local, now))


def worded(local, now):
    hour = f"{local.hour}:{local:%M}"
    if near := NEAR.get((local.date() - now.date()).days):
        return f"{near} {hour}"
    day = f"{local:%m-%d}" if local.year == now.year else f"{local:%Y-%m-%d}"
    return f"{day} {hour}" if local > now else day
