"""Review while content changes, by a save or behind the workflow's back; and the numbers of the 审签单."""

import pytest
from django.utils import timezone

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.snapshots import fingerprint
from portal.editions.workflow import Refused

from .races import needs_postgresql, race
from .shelves import make_actor, make_chapter, revise, superuser
from .steps import STAGES, actions, draft, fresh, is_public, schedule, sign, sign_until, submit, tamper

pytestmark = pytest.mark.django_db


# Saving during a review


def test_a_save_voids_the_signatures_and_writes_that_down():
    one, two = (make_actor(stage, last_name=name) for stage, name in [("初审", "张"), ("复审", "李")])
    edition = sign(sign(submit(draft()), one), two)
    editor = make_actor("编辑")
    revise(edition.record, editor, title="新")
    assert not edition.valid_signatures().exists()
    assert not edition.signatures.filter(voided_at=None).exists()
    entry = AuditEntry.objects.get(action=Action.VOIDED)
    assert (entry.person, entry.edition) == (editor.user, edition)
    assert entry.detail == "初审张、复审李的签字作废。有了更新的版本。"


def test_a_save_ends_the_review():
    edition = sign_until(submit(draft()), "终审")
    newest = revise(edition.record, make_actor("编辑"), title="新")
    with pytest.raises(Refused, match="第1版已有新版本，不在审核中"):
        sign(edition, make_actor("终审"))
    assert (newest.state, newest.signatures.count()) == (Edition.State.DRAFT, 0)
    assert fresh(edition.record).head == newest


def test_a_save_ends_the_schedule():
    edition = schedule()
    newest = revise(edition.record, make_actor("编辑"), title="新")
    edition.refresh_from_db()
    assert (edition.state, newest.state) == (Edition.State.SUPERSEDED, Edition.State.DRAFT)
    assert not edition.valid_signatures().exists()
    assert "定时取消：有了更新的版本" in AuditEntry.objects.get(action=Action.VOIDED).detail


@pytest.mark.parametrize("under_way", [lambda: sign(submit(draft())), schedule])
def test_a_save_without_a_change_makes_no_edition_and_ends_nothing(under_way):
    edition = under_way()
    before = (edition.state_label, edition.valid_signatures().count(), actions(edition.record))
    assert revise(edition.record, make_actor("编辑"), title=edition.title) is None
    assert fresh(edition.record).head == edition
    edition.refresh_from_db()
    assert (edition.state_label, edition.valid_signatures().count(), actions(edition.record)) == before


def test_a_change_of_a_part_is_a_change():
    edition = sign(submit(draft()))
    newest = revise(edition.record, make_actor("编辑"), lambda book: make_chapter(book, "第一章"))
    assert (newest.number, edition.valid_signatures().count()) == (2, 0)


def test_whoever_may_not_edit_does_not_end_a_review_by_saving():
    edition = sign(submit(draft()))
    with pytest.raises(Refused, match="您没有修改的权限"):
        revise(edition.record, make_actor("初审"), title="新")
    assert edition.valid_signatures().count() == 1


# Content that was changed behind the workflow's back


@pytest.mark.parametrize("stage", STAGES)
def test_tampered_content_is_not_signed(stage):
    edition = sign_until(submit(draft()), stage)
    tamper(edition)
    with pytest.raises(Refused, match="第1版的内容与保存或签字时不符，不能发布"):
        sign(edition)
    assert not is_public(edition)


def test_content_is_not_published_under_signatures_of_other_content():
    edition = sign_until(submit(draft()), "终审")
    snapshot = tamper(edition)
    Edition.objects.filter(pk=edition.pk).update(fingerprint=fingerprint(snapshot))
    edition.refresh_from_db()
    with pytest.raises(Refused, match="第1版的内容与保存或签字时不符，不能发布"):
        sign(edition)
    assert not is_public(edition)


def test_tampered_content_is_not_published_by_a_superuser_either():
    edition = draft(title="真")
    tamper(edition)
    with pytest.raises(Refused, match="第1版的内容与保存或签字时不符，不能发布"):
        workflow.publish_alone(edition, superuser(), reason="急")
    assert (is_public(edition), fresh(edition.record).title) == (False, "真")


# The number of the 审签单


def test_sheets_are_numbered_one_after_the_other():
    sheets = [submit(draft()).sheet_number for _ in range(3)]
    assert sheets == [1, 2, 3]
    edition = submit(draft())
    assert edition.sheet == f"{timezone.localdate().year}-0004"


def test_sheets_begin_anew_each_year():
    former = submit(draft())
    year = timezone.localdate().year
    Edition.objects.filter(pk=former.pk).update(sheet_year=year - 1, sheet_number=41)
    assert submit(draft()).sheet == f"{year}-0001"


def test_a_number_that_was_given_is_not_given_again():
    last = submit(draft())
    Edition.objects.filter(pk=last.pk).update(sheet_number=41)
    assert submit(draft()).sheet_number == 42
    revise(last.record, make_actor("编辑"), title="新")
    assert submit(fresh(last.record).head).sheet_number == 43


def test_what_is_submitted_again_keeps_its_number():
    edition = submit(draft())
    submit(draft())
    edition = workflow.send_back(edition, make_actor("初审"), opinion="重写")
    assert submit(edition).sheet_number == 1


def test_a_number_of_last_year_is_kept_this_year():
    edition = submit(draft())
    edition = workflow.send_back(edition, make_actor("初审"), opinion="重写")
    Edition.objects.filter(pk=edition.pk).update(sheet_year=2020, sheet_number=7)
    assert submit(edition).sheet == "2020-0007"


@needs_postgresql
@pytest.mark.usefixtures("flushable")
def test_two_that_are_submitted_at_once_have_two_numbers():
    one, two = draft(), draft()
    [second] = race(lambda: submit(one), lambda: submit(two))
    assert (Edition.objects.get(pk=one.pk).sheet_number, second.sheet_number) == (1, 2)
