"""Chinese names as Latin letters: keys to sort by and slugs for addresses (pypinyin reads polyphones in context)."""

import re

from django.utils.text import slugify
from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Words of this place and of the news that pypinyin reads wrongly.
READINGS = {
    "长清": "cháng qīng",
    "长岛": "cháng dǎo",
    "长治": "cháng zhì",
    "长三角": "cháng sān jiǎo",
    "长效": "cháng xiào",
    "全长": "quán cháng",
    "单县": "shàn xiàn",
    "乐陵": "lào líng",
    "朝阳": "cháo yáng",
    "支行": "zhī háng",
    "重构": "chóng gòu",
    "重塑": "chóng sù",
}
load_phrases_dict({word: [[syllable] for syllable in reading.split()] for word, reading in READINGS.items()})


def sort_key(text):
    """Give the key by which ``text`` sorts in a Chinese list: 比亚迪 → ``bi ya di``, lower case, tones left out."""
    return " ".join(lazy_pinyin(text, style=Style.NORMAL)).lower()


def slug_of(text, max_length=60):
    """Give an address part made from ``text``, at most ``max_length`` long: 激光装备 → ``ji-guang-zhuang-bei``.

    Syllables are joined by hyphens; a slug is never cut inside one.
    """
    slug = slugify(" ".join(lazy_pinyin(text, style=Style.NORMAL)))
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return re.sub(r"-+", "-", slug).strip("-")


def suggested_slug(instance, text):
    """Give the slug that ``instance`` gets where none is typed; it costs a query where slugs are unique."""
    if instance._meta.get_field("slug").unique:
        return unique_slug(instance, text)
    return slug_of(text) or instance._meta.model_name


def unique_slug(instance, text):
    """Give a slug for ``instance`` made from ``text`` that no other row of its model has (by ``-2``, ``-3`` …)."""
    base = slug_of(text) or instance._meta.model_name
    taken = set(
        type(instance)
        ._default_manager.filter(slug__startswith=base)
        .exclude(pk=instance.pk)
        .values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
