"""A portal of its own with a busy newsroom: something in every list of the editors' desk."""

from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.browser.people import People
from tests.browser.server import Server

WAITING = "产业链上的夜班车"
LONG = "名字很长的先进材料与高端装备制造产业链党委和创新创业共同体联合组织，连标点也有不少"


@contextmanager
def newsroom(browser, folder):
    """Give people at a portal that is served from ``folder`` while the block runs."""
    server = Server(folder)
    server.run("from tests.browser.busy import add_content; add_content()")
    server.start()
    people = People(browser, server, {})
    try:
        yield people
        people.leave()
    finally:
        server.stop()


def add_content():
    """Let there be something in every list of the desk, and columns of all colours."""
    from tests import factories as make

    add_editions()
    for days in (12, 30):
        moment = timezone.now() - timedelta(days=days)
        make.make_feature(f"{days}天前的新闻", column=make.make_column(f"园区{days}日谈"), public_from=moment)
    make.make_membership(make.make_committee(LONG, summary=""), make.make_organization("没有来源的成员"))
    make.make_photo(size=(1200, 800), alt="", caption="没有替代文字的图片")


def add_editions():
    """A story that came back, one that waits for its first signature, one with a schedule and one just published."""
    from portal.editions import workflow
    from portal.editions.people import Actor
    from tests import factories as make

    users = get_user_model().objects
    editor, reviewer, boss = (Actor(users.get(username=name)) for name in ("editor", "reviewer1", "admin"))
    column = make.make_column("园区纪事")
    returned, waiting, scheduled, published = (
        workflow.adopt(make.make_feature(title, column=column, public_from=None), editor)
        for title in (LONG, WAITING, "夏季用电怎么保", "招聘会下周举行")
    )
    for edition in (returned, waiting):
        workflow.submit(edition, editor, secrecy_checked=True)
    workflow.send_back(returned, reviewer, opinion="标题太长，请改短。")
    in_two_days = timezone.now() + timedelta(days=2)
    workflow.publish_alone(scheduled, boss, reason="示例", publish_at=in_two_days)
    workflow.publish_alone(published, boss, reason="示例")
