"""Stories with links, and what is known of these, for the tests of links."""

from portal.editions import workflow
from portal.links.models import Link
from tests import factories as make


def anchor(address, text="链接"):
    return f'<p>见<a href="{address}">{text}</a>。</p>'


def draft(*addresses, title=None, **kwargs):
    """Give a story that was never public and holds links to ``addresses``, a text for each."""
    story = make.make_feature(title, public_from=None, **kwargs)
    for address in addresses:
        make.make_text(story, anchor(address))
    return story


def publish(record, boss):
    edition = workflow.adopt(record) if record.head_id is None else fresh(record).head
    workflow.publish_alone(edition, boss, reason="测试")
    return fresh(record)


def withdraw(record, boss):
    workflow.withdraw(fresh(record), boss, reason="测试")


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def known(record=None):
    """Give ``{address: status}`` of the links of ``record``, or of all."""
    links = Link.objects.of(record) if record else Link.objects.all()
    return {link.address: Link.Status(link.status).name.lower() for link in links}


def make_link(target, *, kind=Link.Kind.EXTERNAL, **values):
    """Save a link in a record that is not there."""
    record = make.make_organization()
    words = {"title": "一条新闻", "place": "正文", "address": target}
    return Link.objects.create(**Link.key_of(record), kind=kind, target=target, **words | values)
