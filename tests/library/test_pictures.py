"""What is taken in as a picture, what is refused and with which words, and what is left of it."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from portal.library import pictures
from tests.factories import png

from . import samples
from .samples import halves, is_near, pixels, saved, upload

RED, BLUE = (254, 0, 0), (0, 0, 254)


def read(content, name="a.jpg"):
    return pictures.read(upload(content, name))


def refusal(content, name="a.jpg"):
    with pytest.raises(ValidationError) as refused:
        read(content, name)
    return "".join(refused.value.messages)


# What is left of it


def test_a_picture_that_lies_on_its_side_is_put_upright():
    image = pixels(read(samples.from_a_telephone()).read())
    assert image.size == (20, 40)
    assert is_near(image.getpixel((10, 5)), RED)
    assert is_near(image.getpixel((10, 35)), BLUE)


def test_metadata_that_cannot_be_written_again_keeps_no_picture_out():
    """The width is there as a text: some programs write such things."""
    content = samples.from_a_telephone()
    broken = content.replace(struct.pack(">HH", samples.MAKER, 2), struct.pack(">HH", 0x0100, 2))
    assert broken != content
    assert pixels(read(broken).read()).size == (20, 40)


def test_where_and_with_what_it_was_taken_is_gone():
    before = samples.from_a_telephone()
    assert b"Telephone" in before
    content = read(before).read()
    image = pixels(content)
    assert not image.getexif()
    assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(image.info)
    assert b"Telephone" not in content
    assert b"secret" not in content


def test_what_hides_behind_a_picture_is_gone():
    content = read(saved(halves(), "JPEG") + b"<script>alert(1)</script>").read()
    assert b"script" not in content


def test_words_in_a_jpeg_are_gone():
    assert b"secret" not in read(saved(halves(), "JPEG", comment=b"secret words")).read()


def test_texts_in_a_png_are_gone():
    notes = PngInfo()
    notes.add_text("Comment", "secret words")
    content = read(saved(halves(), "PNG", pnginfo=notes), "a.png").read()
    assert b"secret" not in content


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("P", "GIF"), ("1", "PNG"), ("LA", "PNG"), ("RGB", "WEBP")],
)
def test_colours_of_every_kind_become_those_of_screens(mode, kind):
    image = halves(left="white", right="black").convert(mode)
    kept = pixels(read(saved(image, kind), f"a.{kind.lower()}").read())
    assert kept.mode in ("RGB", "RGBA")
    assert is_near(kept.getpixel((5, 10)), (255, 255, 255), most=40)
    assert is_near(kept.getpixel((35, 10)), (0, 0, 0), most=40)


def test_sixteen_bits_become_eight_and_stay_as_dark_as_they_are():
    image = Image.new("I;16", (4, 4), 128 << 8)
    assert pixels(read(saved(image, "PNG"), "a.png").read()).getpixel((1, 1)) == (128, 128, 128)


def test_what_can_be_seen_through_stays_so():
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        picture = read(saved(image, kind, lossless=True), f"a.{kind.lower()}")
        assert picture.name.endswith(".png")
        assert pixels(picture.read()).getpixel((1, 1))[3] == 0


def test_colours_of_another_colour_space_are_converted():
    """A profile in which red and green have changed places."""
    image = halves(left=(255, 0, 0), right=(255, 0, 0))
    profile = swapped_profile()
    kept = pixels(read(saved(image, "PNG", icc_profile=profile), "a.png").read())
    assert is_near(kept.getpixel((5, 5)), (0, 255, 0), most=60)


def swapped_profile():
    """Give the sRGB profile with the tags of red and green swapped."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def test_a_profile_that_is_broken_says_nothing():
    kept = pixels(read(saved(halves(), "PNG", icc_profile=b"nonsense"), "a.png").read())
    assert kept.getpixel((5, 5)) == (255, 0, 0)
    assert "icc_profile" not in kept.info


def test_a_large_picture_is_kept_no_larger_than_pages_need():
    image = pixels(read(saved(Image.new("RGB", (3000, 1500)), "JPEG")).read())
    assert image.size == (2560, 1280)


def test_of_two_pictures_in_one_file_the_first_is_meant():
    assert samples.with_two_pictures()[:3] == b"\xff\xd8\xff"
    assert pixels(read(samples.with_two_pictures()).read()).size == (40, 20)


@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "图.GIF"])
def test_a_picture_under_the_name_of_another_kind_is_kept_as_what_it_is(name):
    picture = read(png(), name)
    assert picture.name.endswith(".png")
    assert pixels(picture.read()).format == "PNG"


# The same picture


def test_the_same_pixels_with_other_metadata_are_the_same_picture():
    plain = saved(halves(), "PNG")
    other = saved(halves(), "PNG", dpi=(300, 300), compress_level=1)
    assert plain != other
    assert read(plain, "a.png").digest == read(other, "b.png").digest


def test_another_picture_of_the_same_size_is_another_picture():
    assert read(png(color="red"), "a.png").digest != read(png(color="blue"), "a.png").digest


# What is refused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "这是SVG绘图文件"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "这是SVG绘图文件"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "这是网页文件，不是图片。"),
        (b"%PDF-1.7", "这是PDF文件，不是图片。"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "这是HEIC照片"),
        (b"MZ\x90\0" + bytes(200), "请上传JPG、PNG、WebP或GIF图片。"),
        (b"GIF89a/*" + b"x" * 50, "请上传JPG、PNG、WebP或GIF图片。"),
        (b"", "这是空文件"),
    ],
)
def test_what_is_no_picture_is_called_by_its_name(content, sentence):
    for name in ("a.jpg", "a.png"):
        assert refusal(content, name).startswith(sentence)


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.pdf", "a.jpg.exe", "a", "a.bmp"])
def test_a_picture_that_is_called_something_else_is_refused(name):
    assert refusal(png(), name) == "请上传JPG、PNG、WebP或GIF图片。"


def test_a_picture_of_another_kind_is_refused_whatever_it_is_called():
    assert refusal(saved(halves(), "TIFF")) == "请上传JPG、PNG、WebP或GIF图片。"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_file_that_breaks_off_is_refused(kind):
    content = saved(halves((300, 200)), kind)
    assert refusal(content[: len(content) * 2 // 3]).startswith("图片不完整或已损坏")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_refused(kind):
    assert refusal(samples.animated(kind)).startswith("这是会动的图片")


def bomb(width, height):
    """Give a PNG of a few bytes that claims to be enormous."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "said"), [((8000, 7501), "，这一张是8000×7501像素"), ((10_000, 10_000), ""), ((60_000, 60_000), "")]
)
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size, said):
    assert refusal(bomb(*size)) == f"图片最多6000万像素{said}。请缩小后再上传。"


def test_a_file_that_is_too_large_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 1024**2)
    assert refusal(png() + bytes(3 * 1024**2)) == "图片不能超过1MB，这一张有3.0MB。请缩小后再上传。"
