"""A preview shows the photos of a draft to whoever has its link, and to nobody else."""

import re
from html import unescape

import pytest
from django.test import Client

from portal.editions import workflow
from portal.editions.people import Actor
from tests import factories as make

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"/media/[^\s\"<>]+")


@pytest.fixture
def boss(db):
    return Actor(make.make_user(is_superuser=True, is_staff=True))


@pytest.fixture
def link(boss, shown):
    """A link to the preview of a draft in which a story that is public has a cover, a photo and an attachment."""
    feature, attachment = make.make_feature(), make.make_attachment()
    cover, photo = shown(), shown()

    def fill(row):
        row.cover = cover
        row.save()
        make.make_photo_block(row, photo)
        make.make_attachment_block(row, attachment)

    return workflow.make_link(workflow.revise(feature, boss, fill), boss, days=1)


def files_of(client, page):
    return {unescape(address) for address in ADDRESS.findall(client.get(page).text)}


def statuses(client, addresses):
    return {client.get(address).status_code for address in addresses}


def test_its_readers_see_the_photos_of_a_preview_and_nobody_else_does(client, link, boss):
    found = files_of(client, link.get_absolute_url())
    assert {address.partition("?")[0].rpartition(".")[2] for address in found} == {"avif", "webp", "jpg", "png", "pdf"}
    assert statuses(client, found) == {200}
    assert statuses(client, {address.partition("?")[0] for address in found}) == {404}
    workflow.revoke_link(link, boss)
    assert statuses(client, found) == {404}


def test_public_pages_bear_no_signature(client, link):
    make.make_photo_block()
    public = files_of(client, link.edition.record.get_absolute_url())
    assert not any("preview=" in address for address in public)


def test_staff_see_the_photos_of_a_preview_without_a_link(link, boss):
    staff = Client()
    staff.force_login(boss.user)
    link.delete()
    page = link.edition.record.get_absolute_url()
    assert staff.get(page).status_code == 200
    preview = f"/admin/news/feature/{link.edition.record.pk}/preview/{link.edition.number}/"
    found = files_of(staff, preview)
    assert found
    assert statuses(staff, found) == {200}
