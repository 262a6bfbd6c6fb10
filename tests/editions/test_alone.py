"""A superuser who publishes without a review."""

import pytest

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry
from portal.editions.workflow import Refused

from .shelves import make_actor, revise, superuser
from .steps import STAGES, approve, draft, fresh, in_hours, is_public, sign, sign_until, submit

pytestmark = pytest.mark.django_db


def test_a_superuser_publishes_alone_and_that_is_written_down():
    boss, edition = superuser(), draft()
    edition = workflow.publish_alone(edition, boss, reason="汛情通报")
    assert is_public(edition)
    assert (edition.override_reason, edition.published_by) == ("汛情通报", boss.user)
    entry = AuditEntry.objects.get(action=Action.OVERRIDDEN)
    assert (entry.person, entry.edition, entry.detail) == (boss.user, edition, "汛情通报")
    assert not edition.signatures.exists()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_publishing_alone_needs_a_reason(reason):
    edition = draft()
    with pytest.raises(Refused, match="单独发布要写明理由"):
        workflow.publish_alone(edition, superuser(), reason=reason)
    assert not is_public(edition)


def test_a_long_reason_for_publishing_alone_is_kept():
    reason = "汛情通报，" * 60
    edition = workflow.publish_alone(draft(), superuser(), reason=reason)
    assert fresh(edition).override_reason == reason


def test_nobody_else_publishes_alone():
    edition = submit(draft())
    with pytest.raises(Refused, match="只有管理员可以不经审核单独发布"):
        workflow.publish_alone(edition, make_actor("编辑", *STAGES), reason="急")
    assert not is_public(edition)


def test_a_superuser_publishes_alone_only_the_newest_edition():
    edition = draft()
    revise(edition.record, make_actor("编辑"), title="新")
    with pytest.raises(Refused, match="第1版不是最新版本"):
        workflow.publish_alone(edition, superuser(), reason="急")


def test_a_superuser_signs_at_a_stage_like_a_member_of_its_group():
    boss = superuser()
    edition = sign(submit(draft()), boss)
    with pytest.raises(Refused, match="同一人不能签两个环节"):
        sign(edition, boss)


def test_a_superuser_who_wrote_it_does_not_give_the_last_signature():
    boss = superuser()
    edition = sign_until(submit(draft(boss)), "终审")
    with pytest.raises(Refused, match="您改过这一稿，不能作终审"):
        sign(edition, boss)


def test_what_was_reviewed_after_all_does_not_count_as_published_alone():
    boss = superuser()
    edition = workflow.publish_alone(draft(), boss, reason="急", publish_at=in_hours(24))
    edition = workflow.send_back(edition, boss, opinion="还是要审")
    assert approve(edition).override_reason == ""
