"""Pages stay within one round trip although each picture is offered in several sizes."""

import pytest

from portal.library import renditions
from portal.library.models import Photo
from tests import factories as make
from tests.whole.test_budgets import HTML, text_of

pytestmark = pytest.mark.django_db


def record_renditions():
    """Let every photo say that it has all sizes, as a large one does."""
    for photo in Photo.objects.all():
        Photo.objects.filter(pk=photo.pk).update(renditions=renditions.plan(photo, (2560, 1440)))


def test_pages_full_of_pictures_come_in_one_round_trip(client):
    column = make.make_column("长栏目")
    for number in range(25):
        title = f"第{number}号报道，标题有两行那么长，看看列表有多重"
        feature = make.make_feature(title, column=column, summary="摘要。" * 20, cover=make.make_photo())
    for _ in range(20):
        make.make_photo_block(feature)
    record_renditions()
    pages = {"home": "/", "column": column.get_absolute_url(), "story": feature.get_absolute_url()}
    assert {name: size for name, size in weights(client, pages).items() if size > HTML} == {}


def weights(client, pages):
    """Give the bytes of each page as a browser gets it; each offers its pictures in several sizes."""
    answers = {name: client.get(page, headers={"accept-encoding": "gzip"}) for name, page in pages.items()}
    assert all("srcset" in text_of(answer) for answer in answers.values())
    return {name: len(answer.content) for name, answer in answers.items()}
