"""What is found in texts: it stops a submission and a publication until it is put right or kept for a reason."""

import pytest

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.workflow import Refused

from . import slips
from .shelves import make_actor, make_chapter, revise, superuser
from .steps import (
    actions,
    approve,
    draft,
    fresh,
    in_hours,
    is_public,
    make_due,
    published,
    schedule,
    sign,
    sign_until,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def checks(settings):
    slips.switch_on(settings)


def accepted(edition):
    return [(row["rule"], row["reason"]) for row in fresh(edition).accepted]


def details(record, action):
    return list(AuditEntry.objects.of(record).filter(action=action).values_list("detail", flat=True))


# Stopping


def test_the_public_note_of_a_correction_is_checked_as_well():
    edition = revise(published(), make_actor("编辑"), title="新书名")
    with pytest.raises(Refused, match="更正说明：“错字”应为“对字”"):
        submit(edition, correction="原有错字")
    with pytest.raises(Refused, match="更正说明：“错字”应为“对字”"):
        workflow.publish_alone(edition, superuser(), reason="急", correction="原有错字")
    submit(edition, correction="原有错字", accepted="说的就是它")
    assert accepted(edition) == [("slip:错字", "说的就是它")]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_what_blocks_is_not_submitted_without_a_reason(reason):
    edition = draft(title="有错字")
    with pytest.raises(Refused, match="有1处必须处理。书名：“错字”应为“对字”。请改好；确实要保留的，写明理由。"):
        submit(edition, accepted=reason)
    assert fresh(edition).state == Edition.State.DRAFT
    assert accepted(edition) == []


def test_it_is_not_published_alone_without_a_reason():
    edition = draft(title="有错字")
    with pytest.raises(Refused, match="有1处必须处理"):
        workflow.publish_alone(edition, superuser(), reason="急")
    assert not is_public(edition)
    workflow.publish_alone(edition, superuser(), reason="急", accepted="书名原样如此")
    assert is_public(edition)
    assert accepted(edition) == [("slip:错字", "书名原样如此")]


def test_a_hint_stops_nothing():
    edition = submit(draft(title="慎用"))
    assert edition.state == Edition.State.REVIEW
    assert accepted(edition) == []


def test_the_refusal_names_the_first_slips_and_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr(slips, "SLIPS", dict.fromkeys("甲乙丙丁戊", "子"))
    with pytest.raises(Refused) as refused:
        submit(draft(title="甲乙丙丁戊甲"))
    assert refused.value.sentence.startswith("有6处必须处理。书名：“甲”应为“子”。")
    assert "还有2种。" in refused.value.sentence


def test_texts_of_parts_are_checked_as_well():
    edition = revise(draft().record, make_actor("编辑"), lambda book: make_chapter(book, "<p>这里有<b>错字</b></p>"))
    with pytest.raises(Refused, match="章节第1项：“错字”应为“对字”"):
        submit(edition)


# Accepting


def test_a_reason_is_kept_with_the_edition_and_in_the_trail():
    editor = make_actor("编辑", last_name="张", first_name="三")
    edition = submit(draft(editor, title="错字和禁语，错字"), editor, accepted=" 引用原文 ")
    assert edition.state == Edition.State.REVIEW
    assert fresh(edition).accepted == [
        {"rule": "slip:错字", "sentence": "书名：“错字”应为“对字”。", "reason": "引用原文", "person": "张三"},
        {"rule": "slip:禁语", "sentence": "书名：“禁语”不要用。", "reason": "引用原文", "person": "张三"},
    ]
    assert details(edition.record, Action.ACCEPTED) == [
        "书名：“错字”应为“对字”。\n书名：“禁语”不要用。\n理由：引用原文"
    ]


def test_what_was_accepted_is_not_asked_about_again():
    edition = submit(draft(title="有错字"), accepted="引用原文")
    assert approve_rest(edition).state == Edition.State.PUBLISHED
    assert actions(edition.record).count(Action.ACCEPTED) == 1


def approve_rest(edition, **kwargs):
    return sign(sign_until(edition, "终审"), **kwargs)


def test_nor_after_a_return_of_the_same_edition():
    edition = submit(draft(title="有错字"), accepted="引用原文")
    edition = workflow.send_back(edition, make_actor("初审"), opinion="再看看")
    assert submit(edition).state == Edition.State.REVIEW


def test_a_new_edition_is_asked_about_anew():
    edition = submit(draft(title="有错字"), accepted="引用原文")
    newer = revise(edition.record, make_actor("编辑"), blurb="新简介")
    with pytest.raises(Refused, match="有1处必须处理"):
        submit(newer)


def test_what_came_up_since_stops_the_last_signature_and_no_earlier_one(monkeypatch):
    edition = submit(draft(title="新词和错字"), accepted="引用原文")
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"新词": ""})
    edition = sign_until(edition, "终审")
    with pytest.raises(Refused, match="有1处必须处理。书名：“新词”不要用"):
        sign(edition)
    assert edition.valid_signatures().count() == 2
    assert sign(edition, accepted="就用新词").state == Edition.State.PUBLISHED
    assert accepted(edition) == [("slip:错字", "引用原文"), ("slip:新词", "就用新词")]


def test_what_is_scheduled_was_checked_and_comes_out_whatever_the_checks_say_by_then(monkeypatch):
    edition = schedule(draft(title="新词"))
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"新词": ""})
    make_due(edition)
    assert workflow.publish_due() == 1
    assert is_public(edition)


def test_a_schedule_is_refused_like_a_publication(monkeypatch):
    edition = sign_until(submit(draft(title="新词")), "终审")
    monkeypatch.setattr(slips, "SLIPS", slips.SLIPS | {"新词": ""})
    with pytest.raises(Refused, match="有1处必须处理"):
        sign(edition, publish_at=in_hours(24))
    assert fresh(edition).state == Edition.State.REVIEW


def test_without_findings_a_reason_is_not_written_down():
    edition = submit(draft(), accepted="没有什么可保留的")
    assert accepted(edition) == []
    assert Action.ACCEPTED not in actions(edition.record)


# Putting right


def fixes(edition, slip="错字"):
    found = slips.check(type(edition.record), edition.snapshot, edition.record)
    return [finding.fix for finding in found if finding.rule == f"slip:{slip}"]


def test_a_fix_makes_an_edition_that_says_in_the_history_what_was_changed():
    edition = draft(title="错字和错字", blurb="错字")
    fixed = workflow.fix(edition, make_actor("编辑"), fixes(edition)[:2])
    assert (fixed.number, fixed.title) == (edition.number + 1, "对字和对字")
    assert fixed.snapshot["fields"]["blurb"] == "错字"
    assert fixed.comment == "“错字”改为“对字”（2处）"


def test_a_fix_in_a_part_keeps_its_markup_and_the_other_parts():
    edition = draft()
    for source in ("<p>一<b>错字</b></p>", "<p>二</p>"):
        edition = revise(edition.record, make_actor("编辑"), lambda book, source=source: make_chapter(book, source))
    fixed = workflow.fix(edition, make_actor("编辑"), fixes(edition))
    assert sorted(part["text"] for part in fixed.snapshot["parts"]["chapters"].values()) == [
        "<p>一<b>对字</b></p>",
        "<p>二</p>",
    ]


def test_a_fix_of_something_public_leaves_the_public_edition_alone(settings):
    edition = approve(draft(title="慎用"))
    newer = revise(edition.record, make_actor("编辑"), title="错字")
    workflow.fix(newer, make_actor("编辑"), fixes(newer))
    book = fresh(edition.record)
    assert (book.title, book.head.title) == ("慎用", "对字")


def test_a_fix_under_review_ends_it():
    edition = sign(submit(draft(title="错字"), accepted="引用"))
    fixed = workflow.fix(edition, make_actor("编辑"), fixes(edition))
    assert (fixed.state, fixed.accepted) == (Edition.State.DRAFT, [])
    assert not edition.valid_signatures().exists()


def test_a_fix_is_refused_when_somebody_saved_since():
    edition = draft(title="错字")
    revise(edition.record, make_actor("编辑"), blurb="别人的")
    with pytest.raises(Refused, match="不是最新版本"):
        workflow.fix(edition, make_actor("编辑"), fixes(edition))
    assert fresh(edition.record).head.title == "错字"


def test_a_fix_needs_the_right_to_edit():
    edition = draft(title="错字")
    with pytest.raises(Refused, match="您没有修改的权限"):
        workflow.fix(edition, make_actor("终审"), fixes(edition))


def test_a_fix_that_does_not_fit_its_field_is_refused(monkeypatch):
    monkeypatch.setattr(slips, "SLIPS", {"错字": "对" * 121})
    edition = draft(title="错字")
    with pytest.raises(Refused, match="“书名”改不了"):
        workflow.fix(edition, make_actor("编辑"), fixes(edition))


def test_a_fix_that_would_repeat_what_is_unique_is_refused():
    draft(isbn="对字")
    edition = draft(isbn="错字")
    with pytest.raises(Refused, match="改后与别的记录重复"):
        workflow.fix(edition, make_actor("编辑"), fixes(edition))
    assert fresh(edition.record).head == edition


def test_a_fix_across_markup_is_refused():
    edition = revise(draft().record, make_actor("编辑"), lambda book: make_chapter(book, "<p>错<b>字</b></p>"))
    with pytest.raises(Refused, match="跨着格式"):
        workflow.fix(edition, make_actor("编辑"), fixes(edition))
