"""Pinyin: names sort by it and addresses are made from it."""

import pytest

from chains.models import Organization
from portal.shared.pinyin import slug_of, sort_key
from tests.factories import make_organization


@pytest.mark.parametrize(("name", "key"), [("重庆", "chong qing"), ("银行", "yin hang"), ("BYD比亚迪", "byd bi ya di")])
def test_polyphones_are_read_in_context(name, key):
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("重庆银行业到长清调研", "chong-qing-yin-hang-ye-dao-chang-qing-diao-yan"),
        ("厦门会计行业的重点", "xia-men-kuai-ji-hang-ye-de-zhong-dian"),
        ("长三角增长，行长任处长", "chang-san-jiao-zeng-zhang-hang-zhang-ren-chu-zhang"),
        ("重构音乐大厦", "chong-gou-yin-yue-da-sha"),
        ("单县、乐陵、朝阳支行", "shan-xian-lao-ling-chao-yang-zhi-hang"),
        ("链长制：ＡＩ赋能", "lian-zhang-zhi-ai-fu-neng"),
    ],
)
def test_an_address_reads_the_words_of_the_news_as_people_do(title, slug):
    assert slug_of(title) == slug


def test_a_slug_is_cut_between_syllables():
    slug = slug_of("济南高新区加快建设世界一流高科技园区", max_length=20)
    assert slug == "ji-nan-gao-xin-qu"


def test_names_without_letters_still_give_an_address(db):
    assert make_organization(name="！！").slug == "organization"


def test_equal_names_get_different_addresses(db):
    slugs = [make_organization(name="大族").slug for _ in range(3)]
    assert slugs == ["da-zu", "da-zu-2", "da-zu-3"]


def test_lists_of_names_sort_by_pinyin_on_every_database(db):
    for name in ["重庆", "比亚迪", "阿里", "BYD", "3D打印", "安-徽", "安徽", "B_1", "B1"]:
        make_organization(name=name)
    names = [organization.name for organization in Organization.objects.all()]
    assert names == ["3D打印", "阿里", "安-徽", "安徽", "B1", "B_1", "比亚迪", "BYD", "重庆"]


def test_the_sort_key_follows_a_changed_name(db):
    organization = make_organization(name="重庆")
    organization.name = "安徽"
    organization.save()
    assert Organization.objects.get().name_key == "an hui"
