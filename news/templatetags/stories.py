"""Stories beside the register's records: templates ask news, so that ``chains`` need not know it."""

from django import template

from news.models import Feature

register = template.Library()


@register.simple_tag
def stories_about(record, limit=6):
    """Give the newest public stories about a committee, initiative, indicator or source, cards loaded (one query)."""
    return list(Feature.objects.public().about(record).with_card().newest_first()[:limit])
