"""Rounds over the external links: what they make of the answers, in which order, and that they end."""

import io
import threading
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.links import answers, rounds
from portal.links.answers import FINE, UNTIL_DEAD, Answer, Outcome
from portal.links.models import Link
from tests import factories as make
from tests.links.sites import serving
from tests.links.texts import anchor, known, make_link

GONE, FAILED, REFUSED = (Answer(outcome, "原因") for outcome in (Outcome.GONE, Outcome.FAILED, Outcome.REFUSED))
ADDRESS = "https://www.example.org/"


@pytest.fixture
def server(settings):
    settings.LINKS_ALLOW_PRIVATE = True
    settings.ALLOWED_HOSTS = ["testserver"]
    with serving() as server:
        yield server


def told(*given, hours=24):
    """Give the states of a link after each of the answers, the runs so many hours apart."""
    make_link(ADDRESS)
    states, now = [], timezone.now()
    for number, answer in enumerate(given):
        answers.write(Link.objects.all(), {ADDRESS: answer}, now + timedelta(hours=hours * number))
        states.append(Link.Status(Link.objects.get().status).name)
    return states


# What becomes of a link


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "states"),
    [
        ([FINE, FINE], ["FINE", "FINE"]),
        ([GONE], ["DEAD"]),
        ([FAILED, FAILED], ["DOUBTFUL", "DEAD"]),
        ([FAILED, FINE, FAILED], ["DOUBTFUL", "FINE", "DOUBTFUL"]),
        ([REFUSED] * 3, ["DOUBTFUL"] * 3),
        ([GONE, FINE], ["DEAD", "FINE"]),
    ],
)
def test_a_link_is_dead_at_once_or_once_it_failed_again_a_day_later(given, states):
    assert told(*given) == states


@pytest.mark.django_db
def test_failing_twice_in_an_hour_is_not_dead():
    assert told(FAILED, FAILED, hours=1) == ["DOUBTFUL", "DOUBTFUL"]


@pytest.mark.django_db
def test_a_link_says_since_when_it_fails_or_works():
    make_link(ADDRESS)
    first = timezone.now() + timedelta(days=1)
    for days, answer, since in [(0, FAILED, 0), (1, FAILED, 0), (2, GONE, 0), (3, FINE, 3), (4, FINE, 3), (5, GONE, 5)]:
        answers.write(Link.objects.all(), {ADDRESS: answer}, first + timedelta(days=days))
        assert Link.objects.get().since == first + timedelta(days=since)
    assert (Link.objects.get().failures, Link.objects.get().why) == (1, "原因")


# Whose turn it is


@pytest.mark.django_db
def test_what_waits_longest_comes_first_and_what_was_just_checked_not_at_all():
    now = timezone.now()
    for name, hours in [("new", None), ("old", 90), ("older", 99), ("fresh", 1)]:
        checked = now - timedelta(hours=hours) if hours else None
        make_link(f"https://{name}.example/", checked_at=checked)
    make_link("https://fresh.example/twice", checked_at=now)
    make_link("https://fresh.example/twice", checked_at=None)
    make_link("", address="javascript:x")
    make_link("/news/", kind="internal")
    assert rounds.due(now - timedelta(hours=20)) == [
        "https://new.example/",
        "https://older.example/",
        "https://old.example/",
        "https://fresh.example/twice",
    ]


# Rounds


@pytest.mark.django_db
def test_a_round_writes_what_it_finds_for_every_link_with_the_address(server):
    for path in ("/200", "/404", "/404", "/403", "/500"):
        make_link(server.url(path), address=path)
    assert rounds.run(rounds.due(timezone.now()), rounds.Plan(pause=0.01)) == 4
    assert known() == {"/200": "fine", "/404": "dead", "/403": "doubtful", "/500": "doubtful"}
    assert sorted(path for _, path, *_ in server.asked) == ["/200", "/403", "/403", "/404", "/404", "/500", "/500"]


@pytest.mark.django_db
def test_one_site_is_asked_one_address_at_a_time_and_with_a_pause(server):
    for number in range(4):
        make_link(server.url(f"/200?{number}"))
    rounds.run(rounds.due(timezone.now()), rounds.Plan(pause=0.1))
    moments = [moment for *_, moment in server.asked]
    assert all(later - earlier >= 0.09 for earlier, later in pairwise(moments))


@pytest.mark.django_db
def test_a_slow_site_does_not_hold_up_the_others_and_the_time_in_all_is_kept(server):
    slow = [server.url(f"/slow?{number:02}", "localhost") for number in range(20)]
    quick = [server.url(f"/200?{number}") for number in range(3)]
    for target in (*slow, *quick):
        make_link(target)
    began = time.monotonic()
    count = rounds.run([*slow, *quick], rounds.Plan(timeout=0.3, pause=0.01, seconds=1))
    assert time.monotonic() - began < 4
    assert Link.objects.filter(target__in=quick, status=Link.Status.FINE).count() == 3
    checked = Link.objects.filter(target__in=slow).exclude(checked_at=None)
    assert (0 < checked.count() < 20, count) == (True, checked.count() + 3)
    assert rounds.due(timezone.now() - UNTIL_DEAD) == slow[checked.count() :]


@pytest.mark.django_db
def test_what_was_found_before_an_interruption_is_kept(server):
    for number in range(30):
        make_link(server.url(f"/200?{number}"))

    def interrupt(count):
        raise KeyboardInterrupt

    rounds.BATCH, batch = 5, rounds.BATCH
    try:
        with pytest.raises(KeyboardInterrupt):
            rounds.run(rounds.due(timezone.now()), rounds.Plan(pause=0.005), interrupt)
    finally:
        rounds.BATCH = batch
    checked = Link.objects.exclude(checked_at=None).count()
    assert 5 <= checked < 30
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("links")]
    assert len(rounds.due(timezone.now() - timedelta(hours=1))) == 30 - checked


@pytest.mark.django_db
def test_a_fault_of_ours_leaves_no_address_unasked(server, monkeypatch, caplog):
    visit = rounds.visit
    monkeypatch.setattr(rounds, "visit", lambda target, *rest: 1 / 0 if "bad" in target else visit(target, *rest))
    targets = [server.url("/bad"), server.url("/200")]
    for target in targets:
        make_link(target)
    assert rounds.run(targets, rounds.Plan(pause=0.01)) == 2
    assert known() == {targets[0]: "doubtful", targets[1]: "fine"}
    assert "ZeroDivisionError" in caplog.text


# The command


def check_links(**options):
    """Give ``(what it says, its exit code)``."""
    said = io.StringIO()
    try:
        call_command("check_links", stdout=said, stderr=io.StringIO(), **{"pause": 0.01} | options)
    except CommandError as error:
        return f"{said.getvalue()}{error}", error.returncode
    return said.getvalue(), 0


@pytest.mark.django_db
def test_the_command_collects_what_is_older_and_checks_everything(server):
    story = make.make_feature()
    for address in ("/news/", server.url("/200"), server.url("/500")):
        make.make_text(story, anchor(address))
    assert check_links(rebuild=True) == ("共3个链接，失效0个，待复查1个。\n全部查完。\n", 0)
    make.make_text(story, anchor("/no/"))
    said, code = check_links(rebuild=True)
    assert (said, code) == (
        "共4个链接，失效1个，待复查1个。\n全部查完。\n有1个链接失效，见编辑后台的“链接”。",
        2,
    )
    assert [path for _, path, *_ in server.asked].count("/200") == 1  # not again within the hours


@pytest.mark.django_db
def test_the_command_judges_internal_links_alone_when_told_so(server):
    make_link(server.url("/200"))
    make_link("/no/", kind="internal")
    make_link("/news/", kind="internal", status=Link.Status.DEAD)
    assert check_links(internal=True)[1] == 2
    assert known() == {server.url("/200"): "unchecked", "/no/": "dead", "/news/": "fine"}
    assert server.asked == []


@pytest.mark.django_db
def test_the_command_says_what_there_was_no_time_for(server):
    for number in range(5):
        make_link(server.url(f"/slow?{number}"))
    said, code = check_links(timeout=0.2, minutes=0.3 / 60)
    left = Link.objects.filter(checked_at=None).count()
    assert (code, said) == (
        0,
        f"共5个链接，失效0个，待复查{5 - left}个。\n时间到了，还有{left}个外部网址没有查，下次先查它们。\n",
    )
    assert left


@pytest.mark.parametrize("option", ["--timeout=0", "--minutes=-1", "--at-once=99", "--older-than=nan", "--pause=x"])
def test_the_command_refuses_nonsense(option):
    with pytest.raises(CommandError):
        call_command("check_links", option)
