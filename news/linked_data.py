"""Stories described for search engines (schema.org)."""

from chains.linked_data import address, link, work
from portal.identity.linked_data import publisher
from portal.shared.changes import changed_at
from portal.shared.linked_data import image, moment, node, page_data

LONGEST_HEADLINE = 110
WRITERS = {"记者", "作者", "撰稿", "通讯员", "文"}  # the roles whose names are authors rather than helpers


def news_article(story, request):
    """Give a public story (loaded with its page). Who is named as its writer is its author, or else the publisher."""
    by = publisher(request)
    return page_data(
        "NewsArticle",
        headline=headline(story.title),
        alternativeHeadline=story.subtitle,
        description=story.summary,
        url=address(story, request),
        mainEntityOfPage=address(story, request),
        image=image(story.cover, request),
        datePublished=moment(story.public_from),
        dateModified=moment(changed_at(story)),
        inLanguage="zh-CN",
        isAccessibleForFree=True,
        articleSection=story.column.name,
        author=writers(story) or [by],
        creditText=story.byline,
        publisher=by,
        isBasedOn=None if story.origin == story.Origin.ORIGINAL else work(story.source, request),
        about=[link(committee, request) for committee in story.committees.all()],
        mentions=[service(initiative, request) for initiative in story.initiatives.all()],
    )


def headline(title):
    """Give ``title``, cut with an ellipsis where search engines would refuse it."""
    return title if len(title) <= LONGEST_HEADLINE else f"{title[: LONGEST_HEADLINE - 1]}…"


def writers(story):
    return [node("Person", name=credit.name) for credit in story.credits.all() if credit.role in WRITERS]


def service(initiative, request):
    return node("GovernmentService", name=initiative.name, url=address(initiative, request))
