"""Stories beside the register's records: templates ask news, so that ``chains`` need not know it."""

from django import template
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.http import urlencode

from news.filters import FeatureFilter
from news.models import Feature, FigureBlock

register = template.Library()


@register.simple_tag
def stories_about(record, limit=6):
    """Give the newest public stories about a committee, initiative, indicator or source, cards loaded (one query)."""
    return list(Feature.objects.public().about(record).with_card().newest_first()[:limit])


@register.inclusion_tag("_stories.html")
def story_part(record, heading, limit=6):
    """Show :func:`stories_about` under ``heading``, with a link to all where there are more (one query in all)."""
    stories = stories_about(record, limit + 1)
    more = all_about(record) if len(stories) > limit else ""
    return {"stories": stories[:limit], "heading": heading, "more": more}


def all_about(record):
    """Give the address of the list of all stories about ``record``; "" where the list has no such filter."""
    kind = record._meta.model_name
    return f"{reverse('news:features')}?{urlencode({kind: record.slug})}" if kind in FeatureFilter.base_filters else ""


@register.simple_tag
def moved_stories(limit=10):
    """Give the newest public stories whose figures moved, and these as ``moved_figures`` (three queries).

    Those with a correction come first, so that the many that time has passed by do not hide them.
    """
    stories = Feature.objects.public().newest_first()
    corrected = list(stories.quoting(FigureBlock.objects.corrected())[:limit])
    outdated = stories.quoting(FigureBlock.objects.outdated()).exclude(pk__in=[story.pk for story in corrected])
    found = [*corrected, *outdated[: limit - len(corrected)]]
    prefetch_related_objects(found, Prefetch("news_figureblock_set", FigureBlock.objects.moved(), "moved_figures"))
    return found
