"""What photos cost: a large one on its way in, and files and uses where there are 50,000 stories (``make bench``)."""

import sys
import time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from news.models import Feature, PhotoBlock
from portal.library import files, pictures, renditions
from portal.library.models import Photo
from portal.library.uses import places
from tests import factories as make

STORIES = 50_000


def timed(name, act, times=1):
    """Write what ``act`` takes, on the clock and on the processors, in milliseconds."""
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(times):
        found = act()
    took = [(now() - then) * 1000 / times for now, then in ((time.perf_counter, clock), (time.process_time, processor))]
    sys.stdout.write(f"\n{name:60} {took[0]:7.1f} ms {took[1]:7.1f} ms of processor")
    return found


def photograph(size=(6000, 4000)):
    """Give a JPEG of 24 megapixels with detail of every size, as photographs have it."""
    width, height = size
    parts = [Image.effect_noise((width // n, height // n), 90).resize(size, Image.BICUBIC) for n in (4, 32, 300)]
    image = Image.merge("RGB", [Image.blend(parts[n], parts[n - 1], 0.5) for n in range(3)])
    file = BytesIO()
    image.save(file, "JPEG", quality=92)
    return ContentFile(file.getvalue(), "a.jpg")


@pytest.mark.django_db
def test_a_large_photo():
    upload = photograph()
    picture = timed(f"24 megapixels ({upload.size / 1e6:.1f} MB) read and cleaned", lambda: pictures.read(upload))
    photo = Photo.objects.create(image=picture)
    timed("its renditions", lambda: renditions.make(photo))
    photo.focus_x = 20
    Photo.objects.update(focus_x=20)
    timed("its crops after another focal point", lambda: renditions.make(photo))


@pytest.mark.django_db
def test_files_and_uses_among_many_stories():
    column, now = make.make_column(), timezone.now()
    photos = [make.make_photo() for _ in range(50)]
    stories = (
        Feature(title=f"第{n}篇", slug="s", summary="摘要", column=column, cover=photos[n % 49], public_from=now)
        for n in range(STORIES)
    )
    Feature.objects.bulk_create(stories, batch_size=2000)
    keys = Feature.objects.values_list("pk", flat=True)
    blocks = (PhotoBlock(parent_id=key, photo=photos[key % 49], region="body", ordering=10) for key in keys)
    PhotoBlock.objects.bulk_create(blocks, batch_size=2000)
    used, unused = photos[0], photos[49]
    assert timed("a file that a thousand stories use", lambda: files.find(used.image.name), 20).is_public
    assert not timed("a file that none uses", lambda: files.find(unused.image.name), 20).is_public
    assert timed("the uses of a photo in a thousand stories", lambda: places(used), 3)
    assert timed("the uses of a photo that none uses", lambda: places(unused), 3) == []
