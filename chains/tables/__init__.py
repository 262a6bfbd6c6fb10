"""Figures as tables for people: which columns there are, what each means, and what stands in it. The files that pages
offer and their dictionary come from here."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from ..wording import number


@dataclass(frozen=True)
class Column:
    """A column: its ``name`` (as in the API), its Chinese ``title``, what it says, and how a row gives it."""

    name: str
    title: str
    about: str
    get: Callable


def slug_of(record):
    """Give the slug of ``record``, if there is one (that of a public indicator is always public)."""
    return record and record.slug


def page_of(row):
    return reverse("chains:indicator", args=[row.indicator.slug])


# Of an indicator, in its own table and in those of what belongs to it.
SUBJECT = [
    Column("topic", "主题", "主题代码。", lambda row: row.topic),
    Column("committee", "所属组织", "组织的网址名；说的是全区时为空。", lambda row: slug_of(row.committee)),
    Column("initiative", "所属举措", "举措的网址名；说的是全区时为空。", lambda row: slug_of(row.initiative)),
]


def of_indicator(column):
    """Give ``column`` of the indicator that a row belongs to."""
    return replace(column, get=lambda row: column.get(row.indicator))


INDICATOR = [
    Column("indicator", "指标代码", "指标的网址名，各表以此相连。", lambda row: row.indicator.slug),
    Column("indicator_name", "指标", "指标的名称。", lambda row: row.indicator.name),
    *map(of_indicator, SUBJECT),
]
VALUE = [
    Column(
        "period",
        "时期代码",
        "2021、2022-Q1、2022-01/2022-05、2022-06-01；to 2022-06指截至那时的总数。",
        lambda row: row.period,
    ),
    Column("period_label", "时期", "时期的中文写法。", lambda row: row.period and row.period.label),
    Column("period_start", "起", "时期的第一天；截至某时的总数没有。", lambda row: row.period_start),
    Column("period_end", "止", "时期的最后一天。", lambda row: row.period_end),
    Column(
        "value", "数值", "十进制数字，不增不减一位；单位见unit，是否确数见qualifier。", lambda row: number(row.value)
    ),
    Column("unit", "单位", "亿元、户、%等；位次为“位”。", lambda row: row.unit),
    Column("qualifier", "精确程度", "exact确数，over超过，nearly接近，at_least不低于。", lambda row: row.qualifier),
    Column("of", "参评总数", "只用于位次：共多少家参评。", lambda row: row.of),
    Column("wording", "说法", "数值连同精确程度和单位的中文说法。", lambda row: row.wording),
]
SOURCE = [
    Column("source", "来源代码", "来源的网址名。", lambda row: row.source.slug),
    Column("source_citation", "来源", "来源的标题、媒体和时间。", lambda row: row.source.citation),
    Column("place", "位置", "在来源中的位置。", lambda row: row.place),
    Column("note", "备注", "来源前后不一、有两种读法等。", lambda row: row.note),
]
OBSERVATIONS = [
    *INDICATOR,
    *VALUE,
    Column("status", "状态", "preliminary初步，verified核定，revised修订。", lambda row: row.status),
    *SOURCE,
    Column("known_from", "公开日期", "来源刊发之日；来源只写到月的，取该月最后一天。", lambda row: row.known_from),
    Column("is_current", "是否现行", "true现行；false已被更正。", lambda row: row.is_current),
    Column("id", "编号", "这一行的编号，不会改变。", lambda row: row.pk),
    Column("replaces", "更正哪一条", "被这一行更正的行的编号。", lambda row: row.replaces_id),
    Column("reason", "更正原因", "为什么更正。", lambda row: row.reason),
    Column("url", "网页", "指标的网页。", page_of),
]
DICTIONARY = [
    Column("column", "列", "列的名称。", lambda column: column.name),
    Column("title", "中文名", "列的中文名称。", lambda column: column.title),
    Column("about", "说明", "列里写的是什么。", lambda column: column.about),
]
