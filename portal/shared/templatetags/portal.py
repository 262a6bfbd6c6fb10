"""Template tags of the whole site."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """Give the address of page ``number`` of the list that is shown."""
    return context["view"].address(number)


@register.simple_tag
def page_range(page):
    """Give the page numbers to link to from ``page``, with ``…`` for those that are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
