"""What waits for a person is exactly what ``rights`` lets them sign or return."""

import pytest

from portal.editions import rights, workflow
from portal.editions.models import Edition
from portal.editions.waiting import stages_of, waiting_at, waiting_for
from tests.editions.shelves import make_actor, make_book, make_person, revise, superuser
from tests.editions.steps import approve, draft, fresh, published, set_stages, sign, sign_until, submit

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.editions.urls")]  # where books have their pages


@pytest.fixture
def people():
    """People of every stage and of several."""
    groups = [("编辑",), ("初审",), ("复审",), ("终审",), ("初审", "复审", "终审"), ()]
    return [make_actor(*names) for names in groups]


def restored(by):
    """Give an edition that ``by`` restored, of a text that somebody else wrote, with a change after it."""
    first = draft()
    revise(fresh(first.record), make_actor("编辑"), title="改过")
    workflow.restore(Edition.objects.get(pk=first.pk), by)
    return revise(fresh(first.record), make_actor("编辑"), title="再改")


def restored_text_of(by):
    """Give a restored edition whose text ``by`` wrote first."""
    first = draft(by)
    revise(fresh(first.record), make_actor("编辑"), title="改过")
    return workflow.restore(Edition.objects.get(pk=first.pk), make_actor("编辑"))


def published_before(by):
    """Give a change by somebody else to what ``by`` wrote and what is public since."""
    return revise(fresh(approve(draft(by)).record), make_actor("编辑"), title="新")


def restored_after_publication(by):
    """Give a return to what ``by`` wrote and what was public before something else was."""
    first = approve(draft(by))
    approve(revise(fresh(first.record), make_actor("编辑"), title="改过"))
    return workflow.restore(Edition.objects.get(pk=first.pk), make_actor("编辑"))


def restored_in_part(by):
    """Give a restored edition that lacks what was lost since ``by`` wrote the text."""
    restored = restored_after_publication(by)
    Edition.objects.filter(pk=restored.restored_from_id).update(fingerprint="of more")
    return restored


def withdrawn_since(by):
    """Give a change to what ``by`` wrote and what was withdrawn."""
    edition = approve(draft(by))
    workflow.withdraw(edition.record, make_actor("终审"), reason="有误")
    return revise(fresh(edition.record), make_actor("编辑"), title="新")


HISTORIES = {
    "written by another": lambda by: draft(),
    "written by me": lambda by: draft(by),
    "changed by me, then by another": lambda by: revise(
        fresh(revise(fresh(draft().record), by, title="我改").record), make_actor("编辑"), title="他改"
    ),
    "restored by me": restored,
    "my text restored": restored_text_of,
    "my text restored in part": restored_in_part,
    "my text public before": published_before,
    "back to my text": restored_after_publication,
    "my text withdrawn": withdrawn_since,
}


def expected(user, editions):
    """Give ``{edition: whether it may be signed}`` of what the rules let ``user`` do, one by one."""
    records = {edition: fresh(edition.record) for edition in editions}
    mine = [edition for edition in editions if not rights.may_review(user, records[edition], edition)]
    return {edition: not rights.may_sign(user, records[edition], edition) for edition in mine}


def found(user):
    return {edition: bool(edition.may_sign) for edition in waiting_for(user, stages_of(user))}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_what_may_be_signed_last_is_what_the_rules_say_of_its_authors(history):
    author = make_actor("编辑", "终审")
    edition = sign_until(submit(history(author)), "终审")
    for user in (author.user, make_person("终审")):
        assert found(user) == expected(user, [edition])


@pytest.mark.parametrize("same_signer", [False, True])
def test_what_waits_is_what_the_rules_say_at_every_stage(settings, people, same_signer):
    settings.EDITIONS = {**settings.EDITIONS, "SAME_SIGNER": same_signer}
    author = signer = make_actor("编辑", "初审", "复审", "终审")
    editions = [
        draft(),
        submit(draft(author)),
        sign(submit(draft()), signer),
        sign_until(submit(draft(author)), "终审"),
    ]
    under_review = editions[1:]
    for actor in (*people, author):
        assert found(actor.user) == expected(actor.user, under_review)


def test_what_waits_at_a_stage_that_was_dropped_waits_at_the_last(settings):
    edition = sign_until(submit(draft()), "终审")
    set_stages(settings, "初审", "复审")
    reviewer = make_person("复审")
    assert list(waiting_for(reviewer, stages_of(reviewer))) == [edition]
    assert not rights.may_sign(reviewer, fresh(edition.record), edition)


def test_being_superuser_is_no_stage():
    submit(draft())
    user = superuser().user
    assert stages_of(user) == []
    assert list(waiting_at([])) == []


def test_an_edition_under_review_is_always_the_newest():
    edition = submit(draft())
    revise(fresh(edition.record), make_actor("编辑"), title="又改")
    reviewer = make_person("初审")
    assert list(waiting_for(reviewer, stages_of(reviewer))) == []


def test_contents_stay_in_the_database(django_assert_num_queries):
    submit(draft())
    published()
    make_book()
    reviewer = make_person("终审", "初审")
    stages = stages_of(reviewer)
    with django_assert_num_queries(1) as queries:
        assert len(waiting_for(reviewer, stages)) == 1
    assert "snapshot" not in queries[0]["sql"]
