"""Text as it is compared, and the tokens by which it is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.folding import LONGEST, Phrase, fold, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("產業鏈", "产业链"),
        ("裡應外合", "里应外合"),
        ("ＢＹＤ１６", "byd16"),
        ("Straße", "straße"),
        ("e\u0301", "é"),
        ("㎡", "m2"),
        ("１，２", "1，2"),
    ],
)
def test_widths_cases_and_variants_are_one(text, folded):
    assert fold(text) == folded


@given(st.text(), st.text())
def test_a_part_is_folded_as_within_the_whole(left, right):
    assert fold(left) + fold(" " + right) == fold(left + " " + right)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("激光装备", "激光 光装 装备 备"),
        ("激光，装备", "激光 光 装备 备"),
        ("收入48.1亿元", "收入 入 48.1 亿元 元"),
        ("约1,500.5户", "约 1500.5 户"),
        ("1,50户", "1 50 户"),
        ("第10位/157", "第 10 位 157"),
        ("比亚迪BYD汽车", "比亚 亚迪 迪 byd 汽车 车"),
        ("5G、Wi-Fi_6", "5g wi fi 6"),
        ("二〇二二年", "二〇 〇二 二二 二年 年"),
        ("𠮷野", "𠮷野 野"),
        ("，。！", ""),
    ],
)
def test_chinese_is_pairs_and_the_rest_is_whole(text, found):
    assert tokens(text) == found.split()


def test_very_long_words_are_cut_alike_in_text_and_query():
    assert tokens("a" * 3000) == ["a" * LONGEST] == list(Phrase.of("a" * 3000).tokens)


@pytest.mark.parametrize(
    ("typed", "wanted", "is_open"),
    [
        ("激光", ["激光"], False),
        ("光", ["光"], True),
        ("激光装备", ["激光", "光装", "装备"], False),
        ("5G激光", ["5g", "激光"], False),
        ("激光5G", ["激光", "光", "5g"], False),
        ("5G激", ["5g", "激"], True),
    ],
)
def test_a_phrase_takes_a_run_that_may_go_on(typed, wanted, is_open):
    assert Phrase.of(typed) == Phrase(tuple(wanted), is_open)


def test_there_is_no_phrase_of_signs():
    assert Phrase.of("《》 —— !?") is None
