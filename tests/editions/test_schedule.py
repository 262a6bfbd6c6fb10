"""Scheduled editions: set, stopped, and published by the first request after their time."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.editions import workflow
from portal.editions.forms import FinalReviewForm, OverrideForm
from portal.editions.models import Action, AuditEntry, Edition
from portal.editions.signals import public_changed
from portal.editions.workflow import Refused, publish_due

from .models import Book
from .races import needs_postgresql, race
from .shelves import make_actor, make_book, make_cover, revise, superuser
from .steps import (
    actions,
    approve,
    draft,
    expire,
    fresh,
    in_hours,
    is_public,
    make_due,
    published,
    schedule,
    sign,
    sign_until,
    submit,
    tamper,
    visit,
)

pytestmark = pytest.mark.django_db


# Setting and stopping a schedule


def test_the_last_signature_schedules_and_publishes_nothing_yet():
    moment, signer = in_hours(24), make_actor("终审")
    edition = sign(sign_until(submit(draft()), "终审"), signer, publish_at=moment)
    assert (edition.state, edition.publish_at, edition.published_by) == ("scheduled", moment, signer.user)
    assert edition.state_label == f"已定时 {timezone.localtime(moment):%Y-%m-%d %H:%M}"
    assert (is_public(edition), edition.published_at) == (False, None)


def test_a_superuser_schedules_alone():
    moment = in_hours(24)
    edition = workflow.publish_alone(draft(), superuser(), reason="急", publish_at=moment)
    assert (edition.state, edition.publish_at, is_public(edition)) == ("scheduled", moment, False)


@pytest.mark.parametrize("seconds", [-3600, 0, 59])
def test_a_schedule_that_processes_might_not_know_in_time_is_refused(seconds):
    edition = sign_until(submit(draft()), "终审")
    with pytest.raises(Refused, match="定时发布的时间至少在两分钟以后"):
        sign(edition, publish_at=timezone.now() + timedelta(seconds=seconds))
    assert fresh(edition).state_label == "待终审"


def test_two_minutes_ahead_is_enough():
    edition = schedule(publish_at=timezone.now() + timedelta(minutes=2))
    assert edition.state == Edition.State.SCHEDULED


@pytest.mark.parametrize("form_class", [FinalReviewForm, OverrideForm])
@pytest.mark.parametrize(("seconds", "is_soon"), [(110, True), (190, False)])
def test_the_forms_ask_for_two_minutes_so_that_there_is_time_to_send_them(form_class, seconds, is_soon):
    book = published()
    moment = timezone.localtime() + timedelta(seconds=seconds)
    form = form_class({"publish_at": f"{moment:%Y-%m-%dT%H:%M:%S}"}, record=book, user=make_actor("终审").user)
    assert ("publish_at" in form.errors) == is_soon


def test_a_schedule_is_stopped_by_a_return():
    edition = schedule()
    edition = workflow.send_back(edition, make_actor("终审"), opinion="再等等")
    make_due(edition)
    assert (publish_due(), fresh(edition).state_label, is_public(edition)) == (0, "已退回", False)
    assert not edition.valid_signatures().exists()


def test_a_schedule_is_stopped_only_by_whoever_may_publish():
    edition = schedule()
    with pytest.raises(Refused, match="取消定时需要发布权限"):
        workflow.send_back(edition, make_actor("编辑", "初审", "复审"), opinion="再等等")
    assert fresh(edition).state == Edition.State.SCHEDULED


def test_what_was_stopped_is_reviewed_and_scheduled_anew():
    edition = workflow.send_back(schedule(), make_actor("终审"), opinion="再等等")
    edition = schedule(edition)
    make_due(edition)
    assert (publish_due(), is_public(edition)) == (1, True)


def test_a_superuser_publishes_what_is_scheduled_at_once():
    edition = workflow.publish_alone(schedule(), superuser(), reason="急")
    assert (edition.state, edition.publish_at, is_public(edition)) == ("published", None, True)


# When the time has come


def test_the_first_request_after_the_time_publishes():
    edition = schedule(draft(title="春江"))
    assert visit() == []
    make_due(edition)
    assert visit() == ["春江"]
    assert fresh(edition).state == Edition.State.PUBLISHED


def test_what_was_scheduled_has_the_date_of_its_time_to_the_minute():
    edition = schedule()
    moment = make_due(edition, minutes=50)
    publish_due()
    book = fresh(edition.record)
    assert book.public_from == moment.replace(second=0, microsecond=0)
    assert fresh(edition).published_at == book.updated_at == moment


def test_what_appears_much_later_than_its_time_is_not_dated_back():
    edition = schedule()
    make_due(edition, hours=3)
    before = timezone.now().replace(second=0, microsecond=0)
    publish_due()
    assert fresh(edition.record).public_from >= before


def test_a_scheduled_change_keeps_the_date_of_the_first_publication():
    book = published()
    edition = schedule(revise(book, make_actor("编辑"), title="新"))
    make_due(edition)
    publish_due()
    assert (fresh(book).title, fresh(book).public_from) == ("新", book.public_from)


def test_what_was_scheduled_ends_when_its_signer_said():
    end = in_hours(48)
    edition = schedule(expires_at=end)
    make_due(edition)
    publish_due()
    assert fresh(edition.record).public_until == end


def test_a_schedule_is_published_once():
    edition = schedule()
    make_due(edition)
    assert [*Edition.objects.due(timezone.now())] == [edition]
    visit()
    visit()
    assert (publish_due(), [*Edition.objects.due(timezone.now())]) == (0, [])
    assert actions(edition.record).count(Action.PUBLISHED) == 1


@needs_postgresql
@pytest.mark.usefixtures("flushable")
def test_of_two_processes_that_find_a_schedule_one_publishes_it():
    edition = schedule()
    make_due(edition)
    counts = race(lambda: workflow.lock(edition.record), publish_due, publish_due)
    assert sorted(counts) == [0, 1]
    assert actions(edition.record).count(Action.PUBLISHED) == 1


def test_what_is_stopped_just_after_it_was_found_due_is_not_published():
    edition = schedule()
    make_due(edition)
    [found] = Edition.objects.due(timezone.now())
    workflow.send_back(edition, make_actor("终审"), opinion="再等等")
    assert (workflow.publish_scheduled(found, timezone.now()), is_public(edition)) == (False, False)


def test_the_system_publishes_and_the_signer_stays_the_publisher():
    signer = make_actor("终审")
    edition = sign(sign_until(submit(draft()), "终审"), signer, publish_at=in_hours(24))
    make_due(edition)
    visit()
    entry = AuditEntry.objects.get(action=Action.PUBLISHED)
    assert (entry.person.username, entry.person_name, entry.address) == ("system", "系统", None)
    assert fresh(edition).published_by == signer.user


def test_of_two_editions_of_a_book_only_the_newest_is_published():
    old = schedule(draft(title="旧"))
    new = schedule(revise(old.record, make_actor("编辑"), title="新"))
    make_due(old, minutes=9)
    assert (publish_due(), is_public(old)) == (0, False)
    make_due(new)
    assert (publish_due(), fresh(new.record).title) == (1, "新")
    assert fresh(old).state == Edition.State.SUPERSEDED


def test_the_edition_that_is_public_stays_until_the_next_is_due():
    first = schedule(draft(title="旧"))
    make_due(first)
    assert visit() == ["旧"]
    second = schedule(revise(first.record, make_actor("编辑"), title="新"))
    assert visit() == ["旧"]
    make_due(second)
    assert visit() == ["新"]


def test_what_is_due_is_published_in_the_order_of_its_times():
    late, early, never = schedule(), schedule(), schedule()
    make_due(late, minutes=5)
    make_due(early, minutes=9)
    assert publish_due() == 2
    published_now = AuditEntry.objects.filter(action=Action.PUBLISHED).order_by("pk")
    assert [entry.edition for entry in published_now] == [early, late]
    assert not is_public(never)


def test_the_command_publishes_what_is_due_and_says_how_many(capsys):
    edition = schedule()
    call_command("publish_due")
    assert (capsys.readouterr().out, is_public(edition)) == ("发布了0个版本。\n", False)
    make_due(edition)
    call_command("publish_due")
    assert (capsys.readouterr().out, is_public(edition)) == ("发布了1个版本。\n", True)


def test_what_was_public_once_is_scheduled_only_as_a_new_edition():
    book = published(title="旧")
    expire(book)
    with pytest.raises(Refused, match="发布过的版本不能定时，请先把它恢复为新版本"):
        workflow.publish_alone(book.live, superuser(), reason="再发", publish_at=in_hours(24))
    assert (fresh(book.live).state, fresh(book.live).publish_at) == ("published", None)
    edition = schedule(workflow.restore(book.live, make_actor("编辑")))
    make_due(edition)
    assert (publish_due(), fresh(book).is_public) == (1, True)


# When it cannot be published


def test_what_cannot_be_published_goes_back_to_its_editors_and_the_request_is_answered():
    cover = make_cover()
    edition = schedule(draft(cover=cover))
    cover.delete()
    make_due(edition)
    assert visit() == []
    assert fresh(edition).state == Edition.State.RETURNED
    entry = AuditEntry.objects.get(action=Action.FAILED)
    assert (entry.edition, entry.person.username) == (edition, "system")
    assert entry.detail.startswith("定时发布失败。第1版不能发布：“封面”引用的封面")
    assert Action.PUBLISHED not in actions(edition.record)


def test_what_cannot_be_published_does_not_keep_the_others():
    cover = make_cover()
    bad, good = schedule(draft(cover=cover)), schedule(draft(title="春江"))
    cover.delete()
    make_due(bad, minutes=9)
    make_due(good)
    assert visit() == ["春江"]


def test_content_that_was_tampered_with_after_its_signatures_goes_back():
    edition = schedule()
    tamper(edition)
    make_due(edition)
    assert visit() == []
    assert "内容与保存或签字时不符" in AuditEntry.objects.get(action=Action.FAILED).detail


def test_a_schedule_whose_record_is_gone_does_not_keep_the_others():
    gone, good = schedule(), schedule(draft(title="春江"))
    Book.objects.filter(pk=gone.object_id).delete()
    make_due(gone, minutes=9)
    make_due(good)
    assert visit() == ["春江"]


def test_a_listener_that_fails_does_not_keep_the_others():
    def listen(sender, record, **kwargs):
        if record.title == "坏":
            raise ZeroDivisionError

    bad, good = schedule(draft(title="坏")), schedule(draft(title="春江"))
    make_due(bad, minutes=9)
    make_due(good)
    public_changed.connect(listen, sender=Book)
    try:
        assert visit() == ["春江"]
    finally:
        public_changed.disconnect(listen, sender=Book)
    assert Action.PUBLISHED not in actions(bad.record)


def test_what_could_not_be_published_is_reviewed_again():
    edition = schedule(revise(published(), make_actor("编辑"), isbn="978-7"))
    other = make_book(isbn="978-7")
    make_due(edition)
    assert (publish_due(), fresh(edition).state_label) == (0, "已退回")
    assert not edition.valid_signatures().exists()
    other.delete()
    assert approve(fresh(edition)).state == Edition.State.PUBLISHED
