"""What is found in the texts of a story, with the words and the places that editors read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Feature
from portal.editions import snapshots
from portal.wording.findings import check
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(feature):
    return check(Feature, snapshots.take(feature), feature)


def test_every_text_of_a_story_and_its_parts_is_searched():
    make.make_term("错字")
    feature = make.make_feature("题错字", kicker="引错字", subtitle="副错字", summary="摘错字", byline="署错字")
    make.make_text(feature, "<p>文<b>错字</b></p>", ordering=10)
    make.make_quote(feature, "引错字", attribution="出错字", ordering=20)
    make.make_photo_block(feature, caption="图错字", ordering=30)
    make.make_figure_block(feature, caption="数错字", ordering=40)
    make.make_attachment_block(feature, note="附错字", ordering=50)
    make.make_credit(feature, role="职错字", name="名错字")
    assert sorted(finding.context.split("<mark>")[0].strip() for finding in found(feature)) == sorted(
        "题引副摘署文引出图数附职名"
    )


def test_places_are_named_as_editors_know_them():
    make.make_term("错字")
    feature = make.make_feature("错字")
    make.make_text(feature, "<p>一</p>", ordering=10)
    make.make_quote(feature, "引", attribution="错字", ordering=20)
    make.make_credit(feature, role="错字")
    assert [finding.place for finding in found(feature)] == ["标题", "署名第1项：职责", "第2块引语：出处"]


def test_addresses_names_of_files_and_links_are_no_texts():
    make.make_term("cuozi")
    feature = make.make_feature("标题", slug="cuozi")
    make.make_text(feature, '<p><a href="/cuozi/">甲</a></p>')
    assert found(feature) == []


@pytest.mark.parametrize(
    ("values", "sentence", "blocks"),
    [
        ({"right": "对字", "level": "serious", "reason": "规定如此。"}, "“错字”应为“对字”。规定如此。", True),
        ({"right": "对字", "level": "ordinary"}, "“错字”一般写作“对字”。", False),
        ({"level": "serious", "reason": "规定如此"}, "“错字”不宜使用。规定如此。", True),
        ({"level": "ordinary"}, "“错字”不宜使用。", False),
    ],
)
def test_the_sentence_says_what_to_do_and_serious_terms_stop(values, sentence, blocks):
    make.make_term("错字", **values)
    (finding,) = found(make.make_feature("错字"))
    assert (finding.rule, finding.sentence, finding.blocks) == ("wording:错字", sentence, blocks)
    assert finding.context == "<mark>错字</mark>"
    assert (finding.fix is not None) == ("right" in values)


def test_what_can_be_put_right_is_put_right_where_it_stands():
    make.make_term("按步就班", "按部就班")
    feature = make.make_feature("甲")
    text = make.make_text(feature, "<p>一，<em>按\u200b步就班</em></p><p>按<strong>步</strong>就班</p>")
    first, second = (finding.fix for finding in found(feature))
    assert first.path == ("parts", "news_text_set", str(text.pk), "text")
    assert (first.wrong, first.right, first.is_simple) == ("按\u200b步就班", "按部就班", True)
    assert not second.is_simple


def test_a_slip_does_not_reach_from_one_text_or_paragraph_into_the_next():
    make.make_term("错字")
    feature = make.make_feature("错", summary="字")
    make.make_text(feature, "<p>错</p><p>字</p><ul><li>错</li><li>字</li></ul>")
    assert found(feature) == []


def test_running_text_is_read_as_markup_however_it_begins():
    """A form that is sent without the editor may hold words outside all paragraphs."""
    make.make_term("错字", level="serious")
    feature = make.make_feature()
    make.make_text(feature, "开头错<strong>字</strong>", ordering=10)
    make.make_quote(feature, "<错字>", ordering=20)
    assert [finding.place for finding in found(feature)] == ["第1块文字", "第2块引语：引文"]


def test_personal_numbers_are_warned_of_and_not_repeated_in_the_sentence():
    feature = make.make_feature("标题", summary="联系王先生138 0000 0000")
    (finding,) = found(feature)
    assert finding.sentence == "“138****0000”像是手机号码，属于个人信息，公开前请核实；不宜公开的请删去。"
    assert finding.context == "联系王先生<mark>138 0000 0000</mark>"
    assert (finding.place, finding.blocks, finding.fix) == ("摘要", False, None)


def test_a_check_takes_one_query_however_long_the_table_is():
    make.make_term("错字")
    feature = make.make_feature("错字")
    found(feature)
    for _ in range(20):
        make.make_term()
    snapshot = snapshots.take(feature)
    check(Feature, snapshot, feature)
    with CaptureQueriesContext(connection) as queries:
        check(Feature, snapshot, feature)
    assert len(queries) == 1
