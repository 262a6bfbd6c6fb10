"""How wrong forms are found: in one pass, as they are compared, and not within what is right."""

import pytest

from portal.wording.folding import fold, folded_with_places
from portal.wording.matching import Entry, Matcher, contradictions


def entry(wrong, right="", exceptions=""):
    return Entry(wrong, right, "ordinary", "", exceptions)


def found(text, *entries):
    """Give what is found in ``text``, as it stands there."""
    return [text[hit.start : hit.end] for hit in Matcher(entries).find(text)]


# What is compared


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２２年ＡＢｃ", "2022年ABc"),
        ("按\u200b部\ufeff就\u00ad班", "按部就班"),
        ("济南\u00a0高新区", "济南 高新区"),
        ("“全角，”（标点）％！", "“全角，”（标点）％！"),
        ("", ""),
    ],
)
def test_letters_and_digits_are_of_half_width_and_what_cannot_be_seen_is_left_out(text, folded):
    assert fold(text) == folded


def test_every_character_of_the_folded_text_knows_its_place():
    text = "\u200b２按\u200b步\ufeff"
    folded, places = folded_with_places(text)
    assert (folded, list(places)) == ("2按步", [1, 2, 4, len(text)])


# What is found


def test_all_wrong_forms_are_found_wherever_they_stand():
    entries = [entry("按步就班"), entry("再接再励")]
    assert found("按步就班，再接再励，按步就班", *entries) == ["按步就班", "再接再励", "按步就班"]
    assert found("按部就班", *entries) == []
    assert found("", *entries) == []
    assert found("按步就班") == []


def test_what_is_found_is_given_as_it_is_written():
    assert found("又按\u200b步就\u00ad班了", entry("按步就班")) == ["按\u200b步就\u00ad班"]
    assert found("在２０２２年度", entry("2022年度")) == ["２０２２年度"]


def test_case_and_punctuation_are_compared_as_they_are():
    assert found("App app 5％ 5%", entry("APP"), entry("%")) == ["%"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("截止到目前", ["截止到目前"]), ("截止到今天", ["截止到"]), ("未截止", ["截止"])],
)
def test_of_wrong_forms_that_overlap_the_longest_counts(text, expected):
    assert found(text, entry("截止"), entry("截止到"), entry("截止到目前")) == expected


def test_of_wrong_forms_that_cross_the_first_counts():
    assert found("甲乙丙丁", entry("乙丙丁"), entry("甲乙丙")) == ["甲乙丙"]


def test_a_wrong_form_is_not_found_in_its_own_right_form():
    name = entry("高新区管委会", "济南高新区管委会")
    assert found("济南高新区管委会和高新区管委会", name) == ["高新区管委会"]


def test_nor_in_an_exception():
    typo = entry("己经", "已经", exceptions="自己经、知己经，利己经")
    assert found("自己经营，利己经商，己经，知己经过", typo) == ["己经"]


def test_an_exception_keeps_only_what_stands_within_it():
    assert found("竟争相竟争", entry("竟争", exceptions="竟争相")) == ["竟争"]
    assert found("甲乙丙丁", entry("丙丁", exceptions="乙丙")) == ["丙丁"]


def test_the_rest_of_the_text_is_searched_as_before_after_an_exception():
    typo, other = entry("己经", exceptions="自己经"), entry("经济特区")
    assert found("自己经济特区", typo, other) == ["经济特区"]


# What contradicts


def test_a_right_form_that_holds_what_another_entry_calls_wrong_is_a_contradiction():
    first, second = entry("甲乙", "甲丙丁"), entry("丙丁", "丙戊")
    assert contradictions([first, second, entry("己", "庚")]) == [(first, second)]


def test_an_exception_settles_a_contradiction():
    assert contradictions([entry("甲乙", "甲丙丁"), entry("丙丁", "丙戊", exceptions="甲丙丁")]) == []


def test_a_longer_right_form_is_no_contradiction_to_itself():
    assert contradictions([entry("高新区", "济南高新区")]) == []
