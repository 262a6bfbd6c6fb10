"""Records of their own for the actions of the desk: stories, photos and a wrong form that nobody else looks for."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model

SHOWN, LINKING, LATER, WRITTEN = "公开稿的题图要换", "公开稿里有一个链接", "公开稿链接指向的一篇", "写错了几处的草稿"
MANY = ["成批办理的第一篇", "成批办理的第二篇", "成批办理而没有改的一篇"]
PICTURE, SILENT, OTHER = "要换的那张题图", "没人描述过的工地", "没人描述过的码头"
WRONG, RIGHT = "齐聚一唐", "齐聚一堂"
LONG_AGO = datetime(2021, 3, 1, 1, tzinfo=UTC)  # so that no list of what is new has any of it


def add_content():
    """Add all of it; give the address of the public story whose photo is replaced."""
    from tests import factories as make

    make.make_term(WRONG)
    shown = story(SHOWN, public_from=LONG_AGO, cover=photo("red", alt=PICTURE, caption=PICTURE))
    written = story(
        WRITTEN,
        summary=f"各方{WRONG}，发展与改革委员会主办。",
        texts=[f"<p>上午{WRONG}。</p>", f"<p>下午又{WRONG}。</p>"],
        public_from=None,
        cover=photo("brown", alt="", caption=SILENT),
    )
    photo("teal", alt="", caption=OTHER)
    adopt(shown)
    adopt(written)
    add_links()
    return shown.get_absolute_url()


def add_many():
    """Add three public stories, the last in another column."""
    for title, column in zip(MANY, ("专题报道", "专题报道", "产业链动态"), strict=True):
        adopt(story(title, column=column, public_from=LONG_AGO))


def photo(color, **words):
    from django.core.files.base import ContentFile

    from tests import factories as make

    return make.make_photo(image=ContentFile(make.png((400, 300), color), f"{color}.png"), **words)


def add_links():
    """A story whose link was dead when it came out: what it leads to became public where nobody looked."""
    later = story(LATER, public_from=LONG_AGO)
    adopt(later)
    rows = type(later).objects.filter(pk=later.pk)
    rows.update(public_from=None)
    adopt(story(LINKING, public_from=LONG_AGO, texts=[f'<p><a href="{later.get_absolute_url()}">下一篇</a></p>']))
    rows.update(public_from=LONG_AGO)


def story(title, *, column="专题报道", texts=(), **values):
    from news.models import Column
    from tests import factories as make

    feature = make.make_feature(title, column=Column.objects.get(name=column), **values)
    for text in texts:
        make.make_text(feature, text)
    return feature


def adopt(feature):
    from portal.editions import workflow
    from portal.editions.people import Actor

    workflow.adopt(feature, Actor(get_user_model().objects.get(username="editor")))
