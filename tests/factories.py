"""Rows for tests. Each ``make_*`` saves one row, public by default; keyword arguments replace any default.

Names are unique without being asked for, and a row that needs another makes it. Give ``public_from=None`` for
a record that is not public. Dates and periods may be given as text: ``period="2022-Q1"``.
"""

import datetime
from decimal import Decimal
from io import BytesIO
from itertools import count

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from chains import models as chains
from chains.periods import Period
from news import models as news
from portal.library import models as library
from portal.shared.fields import ParsedTextField
from portal.wording import models as wording

_numbers = count(1)


def an_hour_ago():
    """A moment to the minute, as exactly as forms give it."""
    return (timezone.now() - datetime.timedelta(hours=1)).replace(second=0, microsecond=0)


def create(model, **values):
    """Save a row. Text given for a partial date or a period is read at once, as if the row had been loaded."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        values[name] = field.to_python(value) if isinstance(field, ParsedTextField) else value
    return model.objects.create(**values)


def named(kind, name=None):
    """Give ``name``, or a unique one: 单位7."""
    return name or f"{kind}{next(_numbers)}"


def make_user(username=None, **kwargs):
    return get_user_model().objects.create_user(username or named("user"), **{"password": "test"} | kwargs)


# The library


def png(size=(8, 6), color="navy"):
    """Give the bytes of a real PNG."""
    file = BytesIO()
    Image.new("RGB", size, color).save(file, "PNG")
    return file.getvalue()


def make_photo(*, size=(8, 6), **kwargs):
    number = next(_numbers)
    defaults = {
        "image": ContentFile(png(size), f"photo-{number}.png"),
        "alt": f"图中景物{number}",
        "caption": f"照片{number}",
        "credit": "摄影员",
    }
    return create(library.Photo, **defaults | kwargs)


def make_attachment(title=None, **kwargs):
    title = named("附件", title)
    file = ContentFile(b"%PDF-1.4 test", f"attachment-{next(_numbers)}.pdf")
    return create(library.Attachment, **{"title": title, "file": file} | kwargs)


# The register


def make_industry(name=None, **kwargs):
    return create(chains.Industry, name=named("领域", name), **kwargs)


def make_source(title=None, **kwargs):
    title = named("报道", title)
    defaults = {"slug": f"source-{next(_numbers)}", "outlet": "齐鲁壹点", "published": "2022-06"}
    return create(chains.Source, title=title, **defaults | kwargs)


def make_organization(name=None, **kwargs):
    return create(chains.Organization, name=named("单位", name), **kwargs)


def make_committee(name=None, **kwargs):
    defaults = {"kind": "chain_committee", "summary": "一句简介。", "public_from": an_hour_ago()}
    return create(chains.Committee, name=named("产业链党委", name), **defaults | kwargs)


def make_membership(committee=None, organization=None, **kwargs):
    return create(
        chains.Membership,
        committee=committee or make_committee(),
        organization=organization or make_organization(),
        **kwargs,
    )


def make_initiative(name=None, **kwargs):
    defaults = {"summary": "一句简介。", "public_from": an_hour_ago()}
    return create(chains.Initiative, name=named("举措", name), **defaults | kwargs)


def make_indicator(name=None, **kwargs):
    defaults = {"unit": "亿元", "decimals": 2, "topic": "economy", "public_from": an_hour_ago()}
    return create(chains.Indicator, name=named("指标", name), **defaults | kwargs)


def make_observation(indicator=None, **kwargs):
    """A value; without ``period``, the years from 2001 on that ``indicator`` has none for yet."""
    indicator = indicator or make_indicator()
    if "period" not in kwargs:
        kwargs["period"] = str(2001 + indicator.observations.count())
    period = Period.parse(str(kwargs["period"]))
    if (begins := (period.first or period.last).first_day) > datetime.date(2022, 6, 30):
        kwargs.setdefault("known_from", begins)  # later than the source that is made here came out
    defaults = {"value": Decimal("12.5"), "status": "verified"}
    kwargs.setdefault("source", None)
    kwargs["source"] = kwargs["source"] or make_source()
    return create(chains.Observation, indicator=indicator, **defaults | kwargs)


def make_correction(observation, **kwargs):
    """A new value that replaces ``observation``."""
    defaults = {"period": observation.period, "value": observation.value + 1, "reason": "来源更正。"}
    return make_observation(observation.indicator, replaces=observation, **defaults | kwargs)


def make_target(indicator=None, **kwargs):
    """A goal for a year; without ``period``, the years from 2001 on that ``indicator`` has none for yet."""
    indicator = indicator or make_indicator()
    if kwargs.get("kind") != "limit" and "period" not in kwargs:
        kwargs["period"] = str(2001 + indicator.targets.count())
    kwargs["source"] = kwargs.get("source") or make_source()
    return create(chains.Target, indicator=indicator, **{"value": Decimal(20)} | kwargs)


def make_milestone(title=None, **kwargs):
    defaults = {"date": "2021-03", "public_from": an_hour_ago()}
    return create(chains.Milestone, title=named("大事", title), **defaults | kwargs)


def make_committee_text(committee=None, text="<p>组织正文。</p>", **kwargs):
    return _block(chains.CommitteeText, committee or make_committee(), text=text, **kwargs)


def make_committee_photo(committee=None, photo=None, **kwargs):
    return _block(chains.CommitteePhoto, committee or make_committee(), photo=photo or make_photo(), **kwargs)


def make_initiative_text(initiative=None, text="<p>举措正文。</p>", **kwargs):
    return _block(chains.InitiativeText, initiative or make_initiative(), text=text, **kwargs)


def make_initiative_photo(initiative=None, photo=None, **kwargs):
    return _block(chains.InitiativePhoto, initiative or make_initiative(), photo=photo or make_photo(), **kwargs)


# The news


def make_column(name=None, **kwargs):
    return create(news.Column, name=named("栏目", name), **{"description": "一句简介。"} | kwargs)


def make_feature(title=None, *, committees=(), initiatives=(), **kwargs):
    kwargs["column"] = kwargs.get("column") or make_column()
    defaults = {"summary": "一句摘要。", "public_from": an_hour_ago()}
    feature = create(news.Feature, title=named("新闻", title), **defaults | kwargs)
    feature.committees.set(committees)
    feature.initiatives.set(initiatives)
    return feature


def make_credit(feature=None, **kwargs):
    defaults = {"role": "记者", "name": named("记者")}
    return create(news.Credit, feature=feature or make_feature(), **defaults | kwargs)


def make_text(feature=None, text="<p>新闻正文。</p>", **kwargs):
    return _block(news.Text, feature or make_feature(), text=text, **kwargs)


def make_quote(feature=None, text="引用的一句话。", **kwargs):
    return _block(news.PullQuote, feature or make_feature(), text=text, **kwargs)


def make_photo_block(feature=None, photo=None, **kwargs):
    return _block(news.PhotoBlock, feature or make_feature(), photo=photo or make_photo(), **kwargs)


def make_figure_block(feature=None, observation=None, **kwargs):
    observation = observation or make_observation()
    return _block(news.FigureBlock, feature or make_feature(), observation=observation, **kwargs)


def make_attachment_block(feature=None, attachment=None, **kwargs):
    attachment = attachment or make_attachment()
    return _block(news.AttachmentBlock, feature or make_feature(), attachment=attachment, **kwargs)


def _block(model, parent, **kwargs):
    """Blocks stand in the order in which they were made, unless ``ordering`` is given."""
    defaults = {"region": "body", "ordering": 10 * next(_numbers)}
    return create(model, parent=parent, **defaults | kwargs)


# The table of wrong forms


def make_term(wrong=None, right="", **kwargs):
    return create(wording.Term, wrong=named("错误写法", wrong), right=right, **kwargs)
