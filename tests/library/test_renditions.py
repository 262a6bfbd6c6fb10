"""Photos in several sizes: what there is of them, what is on them, and when they are made anew."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.template.loader import render_to_string
from PIL import Image

from portal.library import renditions
from portal.library.models import Photo
from tests import factories as make

from .samples import from_a_telephone, halves, is_near, pixels, saved

pytestmark = pytest.mark.django_db

SQUARES = {"red": (0, 0), "lime": (200, 0), "blue": (0, 100), "yellow": (200, 100)}


def quarters():
    """Give a picture of four colours, 400 by 200, as a file."""
    image = Image.new("RGB", (400, 200))
    for color, corner in SQUARES.items():
        image.paste(color, (*corner, corner[0] + 200, corner[1] + 100))
    return saved(image, "PNG")


def tall():
    """Give a picture of 100 by 400 whose fourths are of four colours from above to below, as a file."""
    image = Image.new("RGB", (100, 400))
    for row, color in enumerate(SQUARES):
        image.paste(color, (0, 100 * row, 100, 100 * row + 100))
    return saved(image, "PNG")


def files():
    """Give the names of all renditions that are stored."""
    found = set()
    for folder in default_storage.listdir("r")[0] if default_storage.exists("r") else []:
        found |= {f"r/{folder}/{name}" for name in default_storage.listdir(f"r/{folder}")[1]}
    return found


def opened(name):
    with default_storage.open(name) as file:
        return pixels(file.read())


# What there is


@pytest.mark.parametrize(
    ("size", "widths", "cards"),
    [
        ((100, 50), [100], [88]),
        ((600, 600), [480, 600], [240, 480, 600]),
        ((1600, 900), [480, 800, 1200, 1600], [240, 480, 960]),
        ((2560, 100), [480, 800, 1200, 1600], [177]),
    ],
)
def test_nothing_is_made_larger_than_it_is(size, widths, cards):
    assert renditions.widths(size[0], renditions.WIDTHS) == widths
    left, _, right, _ = renditions.crop_box(size, [50, 50])
    assert renditions.widths(right - left, renditions.CARD_WIDTHS) == cards


def test_a_photo_has_all_that_its_row_says_and_nothing_else(shown):
    photo = shown(quarters())
    assert files() == set(renditions.names(photo, photo.renditions))
    page, card = opened(f"r/{photo.pk}-{photo.renditions['key']}/400.avif"), "50-50-240.webp"
    assert (page.size, page.format) == ((400, 200), "AVIF")
    assert opened(f"r/{photo.pk}-{photo.renditions['key']}/{card}").size == (240, 135)
    assert opened(f"r/{photo.pk}-{photo.renditions['key']}/share.jpg").format == "JPEG"


def test_renditions_hold_no_metadata(shown):
    photo = shown(from_a_telephone(), "a.jpg")
    for name in files():
        image = opened(name)
        assert not image.getexif()
        assert {"icc_profile", "xmp", "comment"}.isdisjoint(image.info)
    assert photo.height == 40


def test_what_can_be_seen_through_stays_so_and_is_white_where_that_cannot_be(shown):
    photo = shown(saved(Image.new("RGBA", (20, 10), (0, 0, 0, 0)), "PNG"))
    base = f"r/{photo.pk}-{photo.renditions['key']}"
    assert opened(f"{base}/20.webp").getpixel((5, 5))[3] == 0
    assert opened(f"{base}/20.avif").getpixel((5, 5))[3] == 0
    assert is_near(opened(f"{base}/share.jpg").getpixel((5, 5)), (255, 255, 255))


# Around the focal point


@pytest.mark.parametrize(
    ("focus", "colour"), [(0, (255, 0, 0)), (37, (0, 255, 0)), (62, (0, 0, 255)), (100, (255, 255, 0))]
)
def test_a_crop_shows_what_is_at_the_focal_point(shown, focus, colour):
    photo = shown(tall(), focus_y=focus)
    crop = opened(f"r/{photo.pk}-{photo.renditions['key']}/50-{focus}-100.webp")
    assert crop.size == (100, 56)
    assert is_near(crop.getpixel((50, 28)), colour, most=30)


def test_a_crop_goes_no_further_than_the_picture():
    assert renditions.crop_box((300, 100), [0, 0]) == (0, 0, 177, 100)
    assert renditions.crop_box((300, 100), [100, 100]) == (123, 0, 300, 100)
    assert renditions.crop_box((300, 100), [50, 50])[0] in (61, 62)
    assert renditions.crop_box((1, 1000), [50, 50]) == (0, 500, 1, 501)


def test_another_focal_point_makes_new_crops_and_leaves_the_rest(shown, after_commit):
    photo = shown(quarters())
    before = files()
    photo.focus_x = 10
    with after_commit():
        photo.save()
    photo.refresh_from_db()
    assert before - files() == {name for name in before if "/50-50-" in name}
    assert files() - before == {name for name in files() if "/10-50-" in name}
    assert "/10-50-240.avif 240w" in photo.shown.card[0].srcset


def test_words_make_no_new_renditions(shown, after_commit):
    photo = shown()
    photo.alt = "别的话"
    with after_commit() as waiting:
        photo.save()
    assert waiting == []


def test_another_picture_is_never_shown_with_the_sizes_of_the_old_one(shown, after_commit):
    photo = shown(quarters())
    old = files()
    photo.image = ContentFile(saved(halves(), "PNG"), "b.png")
    with after_commit() as waiting:
        photo.save()
        assert photo.shown.page == []
        assert photo.shown.share == photo.image.url
    assert waiting
    photo.refresh_from_db()
    assert photo.shown.page
    assert files().isdisjoint(old)


def test_what_is_rolled_back_has_made_no_file(db):
    make.make_photo()  # in the test's own transaction, which never ends well
    assert files() == set()


def test_whoever_changed_the_photo_meanwhile_makes_their_own(shown):
    photo = shown()
    stale = Photo.objects.get()
    stale.renditions, stale.focus_x = {}, 20
    renditions.make(stale)
    photo.refresh_from_db()
    assert photo.renditions["at"] == [50, 50]


# On pages


def rendered(photo, **values):
    return render_to_string("_photo.html", {"photo": photo, **values})


def test_a_page_offers_the_best_format_first_in_all_its_widths(shown):
    html = rendered(shown(quarters()))
    types = re.findall(r'<source type="([^"]+)" srcset="[^"]+400\.(\w+) 400w" sizes="[^"]+"', html)
    assert types == [("image/avif", "avif"), ("image/webp", "webp")]
    assert 'share.jpg" width="400" height="200"' in html


def test_a_photo_without_renditions_is_shown_as_it_is():
    photo = make.make_photo()
    html = rendered(photo)
    assert "<picture" not in html
    assert f'<img src="{photo.image.url}"' in html


def test_a_card_shows_the_crop(shown):
    feature = make.make_feature(cover=shown(quarters()))
    html = render_to_string("_story_card.html", {"story": feature, "level": 2})
    assert "/50-50-240.avif 240w" in html
    assert "400.avif" not in html


def test_pages_ask_nothing_to_know_the_sizes(shown, django_assert_num_queries):
    photo = shown()
    with django_assert_num_queries(0):
        rendered(photo)


# Older photos


def test_an_older_photo_is_cleaned_and_gets_its_sizes(after_commit, media_root):
    photo = make.make_photo()
    old = default_storage.save("photos/2020/01/old.jpg", ContentFile(from_a_telephone()))
    Photo.objects.update(image=old, digest="", renditions={}, width=40, height=20)
    with after_commit():
        call_command("make_renditions", verbosity=0)
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (20, 40)
    assert photo.digest
    assert photo.shown.page
    assert not default_storage.exists(old)
    with photo.image.open() as file:
        assert b"Telephone" not in file.read()


def test_one_that_cannot_be_read_stops_no_other(after_commit, capsys):
    bad, good = make.make_photo(), make.make_photo()
    Photo.objects.filter(pk=bad.pk).update(image="photos/gone.png")
    with after_commit():
        call_command("make_renditions", verbosity=0)
    good.refresh_from_db()
    assert good.renditions
    assert f"图片{bad.pk}（photos/gone.png）" in capsys.readouterr().err
