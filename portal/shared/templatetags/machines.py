"""Template tags for what search engines and other programs read in a page."""

from django import template

from portal.shared.linked_data import breadcrumb_list

from .portal import json_ld

register = template.Library()


@register.simple_tag(takes_context=True)
def absolute(context, path):
    """Give the whole address of ``path`` on this site, with the scheme and host of the request."""
    return context.request.build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context, here, *steps):
    """Give the breadcrumb as JSON-LD: ``steps`` are names and paths in turn, left out where the path is empty."""
    above = [(name, path) for name, path in zip(steps[::2], steps[1::2], strict=True) if path]
    return json_ld(breadcrumb_list([*above, (here, "")], context.request))
