"""Review: who signs what and when, and what a signature is worth."""

import pytest
from django.utils import timezone

from portal.editions import rights, workflow
from portal.editions.models import Action, AuditEntry, Edition, Signature
from portal.editions.snapshots import fingerprint
from portal.editions.workflow import Refused

from .races import needs_postgresql, race
from .shelves import make_actor, make_book, publish, revise, superuser
from .steps import STAGES, actions, approve, draft, fresh, is_public, schedule, set_stages, sign, sign_until, submit

pytestmark = pytest.mark.django_db

# The stages


def test_three_signatures_publish_and_no_two_do():
    edition = submit(draft())
    seen = [(edition.state_label, is_public(edition))]
    for _ in STAGES:
        edition = sign(edition)
        seen.append((edition.state_label, is_public(edition)))
    assert seen == [("待初审", False), ("待复审", False), ("待终审", False), ("已发布", True)]
    assert fresh(edition.record).live == edition
    assert [(row.stage, row.stage_name) for row in edition.valid_signatures()] == [*enumerate(STAGES, 1)]


def test_with_one_stage_its_signature_publishes(settings):
    set_stages(settings, "终审")
    edition = submit(draft())
    assert (edition.state_label, is_public(edition)) == ("待终审", False)
    edition = sign(edition)
    assert (edition.state_label, is_public(edition)) == ("已发布", True)
    assert [row.stage_name for row in edition.valid_signatures()] == ["终审"]


def test_with_two_stages_the_second_signature_publishes(settings):
    set_stages(settings, "初审", "终审")
    edition = sign(submit(draft()))
    assert (edition.state_label, is_public(edition)) == ("待终审", False)
    edition = sign(edition)
    assert (edition.state_label, is_public(edition)) == ("已发布", True)


def test_the_author_does_not_sign_where_there_is_one_stage(settings):
    set_stages(settings, "终审")
    author = make_actor("编辑", "终审")
    edition = submit(draft(author), author)
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, author)


def test_a_stage_that_is_added_during_a_review_signs_as_well(settings):
    set_stages(settings, "初审", "复审")
    edition = sign_until(submit(draft()), "复审")
    set_stages(settings, *STAGES)
    edition = sign(edition)
    assert (edition.state_label, is_public(edition)) == ("待终审", False)


def test_a_stage_that_is_dropped_during_a_review_leaves_the_last_one_to_sign(settings):
    edition = sign_until(submit(draft()), "终审")
    set_stages(settings, "初审", "终审")
    edition = sign(Edition.objects.get(pk=edition.pk))
    assert (edition.state_label, is_public(edition)) == ("已发布", True)


# Submitting


def test_submitting_asks_for_the_secrecy_check():
    edition = draft()
    with pytest.raises(Refused, match="送审前要作保密审查"):
        workflow.submit(edition, make_actor("编辑"), secrecy_checked=False)
    edition.refresh_from_db()
    assert (edition.state, edition.secrecy_checked, edition.sheet) == (Edition.State.DRAFT, False, "")
    assert submit(edition).secrecy_checked


def test_whoever_may_not_edit_may_not_submit():
    edition = draft()
    with pytest.raises(Refused, match="您没有修改的权限"):
        submit(edition, make_actor("终审"))


def test_a_submission_says_who_and_when():
    editor, before = make_actor("编辑"), timezone.now()
    edition = submit(draft(), editor)
    assert edition.submitted_by == editor.user
    assert before <= edition.submitted_at <= timezone.now()


def test_what_is_under_review_is_not_submitted_again():
    edition = sign(submit(draft()))
    with pytest.raises(Refused, match="第1版待复审，不能送审"):
        submit(edition)
    assert edition.valid_signatures().count() == 1


@pytest.mark.parametrize("finish", [approve, schedule])
def test_what_passed_its_review_is_not_submitted_again(finish):
    edition = finish(draft())
    with pytest.raises(Refused, match=r"第1版已.*，不能送审"):
        submit(edition)


def test_only_the_newest_edition_is_submitted():
    old = draft()
    revise(old.record, make_actor("编辑"), title="新")
    Edition.objects.filter(pk=old.pk).update(state="draft")
    with pytest.raises(Refused, match="第1版不是最新版本，最新的是第2版"):
        submit(old)


# Who signs


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("group", ["编辑", *STAGES])
def test_only_the_group_of_the_stage_signs(stage, group):
    edition = sign_until(submit(draft()), stage)
    signatures = edition.valid_signatures().count()
    if group == stage:
        assert sign(edition, make_actor(group)).valid_signatures().count() == signatures + 1
    else:
        with pytest.raises(Refused, match=f"{stage}由“{stage}”组的人员签字"):
            sign(edition, make_actor(group))
        assert edition.valid_signatures().count() == signatures


def test_a_refusal_for_lack_of_rights_is_told_from_one_for_the_state():
    edition = submit(draft())
    record = fresh(edition.record)
    assert isinstance(rights.may_sign(make_actor("终审").user, record, edition), rights.NoRight)
    assert not isinstance(rights.may_submit(make_actor("编辑").user, record, edition), rights.NoRight)


def test_the_author_signs_earlier_stages_and_never_the_last():
    author = make_actor("编辑", "初审", "终审")
    edition = sign(submit(draft(author), author), author)
    edition = sign(edition)
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, author)
    assert not is_public(edition)


def test_everyone_who_saved_since_the_public_edition_is_its_author():
    first, second = make_actor("编辑", "终审"), make_actor("编辑", "终审")
    book = make_book()
    publish(book)
    revise(book, first, title="甲")
    revise(book, second, title="乙")
    edition = sign_until(submit(revise(book, make_actor("编辑"), title="丙")), "终审")
    for author in (first, second):
        with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
            sign(edition, author)
    assert sign(edition).state == Edition.State.PUBLISHED


def test_who_saved_what_is_public_already_may_sign_what_comes_after():
    former = make_actor("编辑", "终审")
    edition = approve(draft(former))
    edition = sign_until(submit(revise(edition.record, make_actor("编辑"), title="新")), "终审")
    assert sign(edition, former).state == Edition.State.PUBLISHED


def test_whoever_wrote_what_somebody_else_restores_does_not_approve_it():
    author = make_actor("编辑", "终审")
    first = draft(author, title="甲")
    book = fresh(approve(revise(first.record, make_actor("编辑"), title="乙")).record)
    edition = sign_until(submit(workflow.restore(first, make_actor("编辑"))), "终审")
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, author)
    assert fresh(book).title == "乙"


def test_nor_do_they_where_it_was_restored_twice():
    author, others = make_actor("编辑", "终审"), make_actor("编辑")
    first = draft(author, title="甲")
    approve(revise(first.record, others, title="乙"))
    third = workflow.restore(first, others)
    approve(revise(first.record, others, title="丙"))
    edition = sign_until(submit(workflow.restore(third, others)), "终审")
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, author)


def test_one_person_does_not_sign_two_stages():
    person = make_actor("初审", "终审")
    edition = sign(sign(submit(draft()), person))
    with pytest.raises(Refused, match="同一人不能签两个环节"):
        sign(edition, person)


def test_one_person_signs_every_stage_where_the_setting_allows_it(settings):
    set_stages(settings, *STAGES, SAME_SIGNER=True)
    person = make_actor(*STAGES)
    edition = submit(draft())
    for _ in STAGES:
        edition = sign(edition, person)
    assert edition.state == Edition.State.PUBLISHED


def test_the_setting_for_one_signer_does_not_let_the_author_publish(settings):
    set_stages(settings, *STAGES, SAME_SIGNER=True)
    author = make_actor("编辑", *STAGES)
    edition = sign(sign(submit(draft(author), author), author), author)
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, author)


def test_who_signed_before_a_return_may_sign_another_stage_after_it():
    person = make_actor("初审", "复审")
    edition = sign(submit(draft()), person)
    edition = submit(workflow.send_back(edition, make_actor("复审"), opinion="重写"))
    assert sign(sign(edition), person).state_label == "待终审"


# What a signature holds


def test_a_signature_holds_person_time_opinion_and_fingerprint():
    signer, before = make_actor("初审", last_name="张", first_name="三"), timezone.now()
    edition = sign(submit(draft(title="春")), signer, opinion="同意")
    signature = edition.signatures.get()
    assert (signature.signer, signature.signer_name, signature.opinion) == (signer.user, "张三", "同意")
    assert before <= signature.signed_at <= timezone.now()
    assert signature.fingerprint == edition.fingerprint == fingerprint(edition.snapshot)
    assert signature.decision == Signature.Decision.APPROVED


def test_what_the_signer_was_not_shown_is_not_signed():
    old = draft()
    edition = submit(revise(old.record, make_actor("编辑"), title="新"))
    with pytest.raises(Refused, match="您看到的内容和要签的不是同一份"):
        sign(edition, fingerprint=old.fingerprint)
    assert fresh(edition).state_label == "待初审"
    assert not edition.signatures.exists()


def test_a_second_click_at_a_stage_is_refused():
    signer = make_actor("初审")
    edition = sign(submit(draft()), signer)
    with pytest.raises(Refused, match="复审由“复审”组的人员签字"):
        sign(edition, signer)
    assert edition.signatures.count() == 1


def test_a_second_click_on_the_last_signature_is_refused():
    signer = make_actor("终审")
    edition = sign(sign_until(submit(draft()), "终审"), signer)
    with pytest.raises(Refused, match="第1版已发布，不在审核中"):
        sign(edition, signer)
    assert actions(edition.record).count(Action.PUBLISHED) == 1


@needs_postgresql
@pytest.mark.usefixtures("flushable")
def test_of_two_who_sign_one_stage_at_once_one_is_refused():
    edition = submit(draft())
    two = [make_actor("初审"), make_actor("初审")]
    signed = race(lambda: workflow.lock(edition.record), *(lambda by=by: sign(edition, by) for by in two))
    assert sorted(str(answer) for answer in signed if isinstance(answer, Refused)) == ["复审由“复审”组的人员签字。"]
    assert edition.signatures.count() == 1


# Returning


@pytest.mark.parametrize("opinion", ["", " \n"])
def test_a_return_needs_an_opinion(opinion):
    edition = sign(submit(draft()))
    with pytest.raises(Refused, match="退回要写明意见"):
        workflow.send_back(edition, make_actor("复审"), opinion=opinion)
    assert edition.valid_signatures().count() == 1


@pytest.mark.parametrize("group", ["编辑", "初审", "终审"])
def test_only_the_group_of_the_stage_returns(group):
    edition = sign_until(submit(draft()), "复审")
    with pytest.raises(Refused, match="复审由“复审”组的人员签字"):
        workflow.send_back(edition, make_actor(group), opinion="重写")


def test_the_author_may_return_what_they_may_not_sign():
    author = make_actor("编辑", "终审")
    edition = sign_until(submit(draft(author)), "终审")
    assert workflow.send_back(edition, author, opinion="还有一处").state_label == "已退回"


def test_a_return_voids_the_signatures_and_keeps_its_opinion():
    signer = make_actor("初审", last_name="张", first_name="三")
    edition = sign(submit(draft()), signer)
    edition = workflow.send_back(edition, make_actor("复审"), opinion="数字不对")
    assert not edition.valid_signatures().exists()
    approval, returned = edition.signatures.all()
    assert approval.voided_at is not None
    assert (returned.decision, returned.stage_name, returned.opinion) == ("returned", "复审", "数字不对")
    voided = AuditEntry.objects.get(action=Action.VOIDED)
    assert "初审张三的签字作废" in voided.detail


def test_what_was_returned_is_reviewed_again_from_the_first_stage():
    edition = workflow.send_back(sign(submit(draft())), make_actor("复审"), opinion="重写")
    edition = submit(edition)
    assert edition.state_label == "待初审"
    edition = sign(sign(edition))
    assert (edition.state_label, is_public(edition)) == ("待终审", False)


@pytest.mark.parametrize("finish", [draft, lambda: approve(draft())])
def test_what_is_not_under_review_is_not_returned(finish):
    edition = finish()
    with pytest.raises(Refused, match="不能退回"):
        workflow.send_back(edition, superuser(), opinion="重写")
