"""A whole portal for tests of pages: every kind of record, joined in every way, with any number of rows of each."""

from django.urls import reverse

from chains.models import Committee, Indicator, Initiative, Source
from news.models import Column, Feature
from portal.sitemaps import SITEMAPS
from tests import factories as make


def fill(rows):
    """Make ``rows`` of everything; call it again for more of it about the same records."""
    column = Column.objects.first() or make.make_column()
    industry = make.make_industry()
    source = Source.objects.first() or make.make_source()
    committee = Committee.objects.order_by("pk").first() or make.make_committee(industry=industry, source=source)
    initiative = Initiative.objects.order_by("pk").first() or make.make_initiative(committee=committee)
    indicator = Indicator.objects.order_by("pk").first() or make.make_indicator(headline=True)
    feature = Feature.objects.order_by("pk").first() or make.make_feature(column=column)
    for _ in range(rows):
        photo = make.make_photo()
        led = make.make_committee(led_by=committee, industry=industry, cover=photo, source=source)
        helper = make.make_initiative(committee=committee, cover=photo, source=source)
        make.make_membership(committee, source=source)
        make.make_membership(led, source=source)
        make.make_committee_text(committee)
        make.make_initiative_text(initiative)
        make.make_milestone(committee=committee, source=source)
        make.make_milestone(initiative=initiative, source=source)
        value = make.make_observation(indicator, source=source)
        make.make_correction(value, source=source)
        make.make_target(indicator, source=source)
        for about in ({"committee": committee}, {"initiative": initiative}, {"headline": True}):
            other = make.make_indicator(**about)
            make.make_observation(other, source=source)
            make.make_target(other, source=source)
        newer = make.make_feature(
            column=column, source=source, origin="compiled", cover=photo, committees=[committee, led],
            initiatives=[initiative, helper],
        )  # fmt: skip
        feature.committees.add(led)
        feature.initiatives.add(helper)
        for story in (newer, feature):
            make.make_credit(story)
            make.make_text(story)
            make.make_quote(story)
            make.make_photo_block(story, photo)
            make.make_figure_block(story, value)
            make.make_attachment_block(story)


def addresses():
    """Give ``{name: address}`` of every kind of page of the portal that :func:`fill` made."""
    feature, committee, initiative, indicator, source = (
        model.objects.order_by("pk").first() for model in (Feature, Committee, Initiative, Indicator, Source)
    )
    records = {"feature": feature, "committee": committee, "initiative": initiative, "indicator": indicator}
    named = ["home", "news:features", "chains:committees", "chains:initiatives", "chains:indicators", "chains:timeline"]
    named += ["about", "accessibility", "sitemap", "feed", "news:feed", "sitemap_index", "robots", "healthz", "readyz"]
    return {
        **{name: reverse(name) for name in named},
        **{name: record.get_absolute_url() for name, record in records.items()},
        "source": source.get_absolute_url(),
        "column": feature.column.get_absolute_url(),
        "industry": committee.industry.get_absolute_url(),
        "topic": reverse("chains:topic", args=[indicator.topic]),
        "year": reverse("news:year", args=[feature.year]),
        "search": reverse("search") + "?q=名称",
        **feeds(feature.column, committee),
        **{f"sitemap {name}": reverse("sitemap_section", args=[name]) for name in SITEMAPS},
    }


def pages_of(names):
    """Give ``{name: address}`` of the pages ``names``, in this order."""
    found = addresses()
    return {name: found[name] for name in names}


def feeds(column, committee):
    """Give ``{name: address}`` of the feeds of a column, a committee and its industry, and of Atom beside them all."""
    of = {
        "feed": [],
        "news:feed": [],
        "news:column_feed": [column.slug],
        "committee_feed": [committee.slug],
        "industry_feed": [committee.industry.slug],
    }
    return {name + form: reverse(name + form, args=args) for name, args in of.items() for form in ("", "_atom")}
