"""From what somebody uploads to a picture that may be shown: the only way in for every photo.

A file is taken for what its content is, whatever its name says. What is kept is a new file with nothing but the pixels,
upright, in sRGB: where and with what a picture was taken, previews and comments inside the file, and anything that was
hidden behind the picture stay out.
"""

import hashlib
import struct
import warnings
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_BYTES = 30 * 1024 * 1024
MOST_PIXELS = 60_000_000  # telephones take up to 50 million
LONGEST_SIDE = 2560  # of what is kept: a column of text on the sharpest screens needs 1600
EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
PICTURES_ONLY = "请上传JPG、PNG、WebP或GIF图片。"
LIMITS = (
    f"支持JPG、PNG、WebP和GIF图片，每张最大{MOST_BYTES // 1024**2}MB、{MOST_PIXELS // 10_000}万像素。"
    "上传时按拍摄方向摆正，并去掉拍摄地点等附带信息。"
)
BROKEN = "图片不完整或已损坏，打不开。请重新导出或重新传送后再上传。"
# Ways of saving what is kept: photographs as JPEG; drawings, and what can be seen through, as PNG, which loses nothing.
SAVING = {"JPEG": {"quality": 88, "progressive": True, "optimize": True}, "PNG": {}}
SUFFIXES = {"JPEG": "jpg", "PNG": "png"}
# What is uploaded by mistake, by how it begins, with a sentence that helps.
MISTAKEN = [
    (("<?xml", "<svg", "<!--"), "这是SVG绘图文件，里面可以带程序，不能当图片上传。请导出为PNG后再上传。"),
    (("<!doctype", "<html", "<script", "<head", "<body"), "这是网页文件，不是图片。"),
    (("%pdf",), "这是PDF文件，不是图片。文件请上传到“附件”；要用其中的图，请导出为JPG或PNG。"),
]
HEIC = "这是HEIC照片，许多浏览器不能显示。请在手机或电脑上导出为JPG后再上传。"

# A file that says it is much larger than it could well be is refused before anything of it is unpacked.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Picture(ContentFile):
    """A file that :func:`read` has made. ``digest`` is the same for the same pixels (SHA-256, hex)."""

    def __init__(self, content, kind, digest):
        super().__init__(content, name=f"{digest[:16]}.{SUFFIXES[kind]}")
        self.digest = digest


def read(upload, name=""):
    """Give the :class:`Picture` in ``upload``, a file; ``name``: what it was called, where the file does not say.

    Raises ``ValidationError`` with a sentence for whoever uploaded it.
    """
    check_size(upload)
    upload.seek(0)
    refuse_mistaken(upload.read(1024))
    check_name(name or upload.name or "")
    upload.seek(0)
    image, kind = decode(upload)
    image.info = {}  # formats would write part of it into the new file
    return Picture(encode(image, kind), kind, digest_of(image))


def check_name(name):
    """Refuse names that promise something else: a page or a program that is called one is not to be had here."""
    if PurePath(name).suffix.lower().removeprefix(".") not in EXTENSIONS:
        raise ValidationError(PICTURES_ONLY)


def check_size(upload):
    if not upload.size:
        raise ValidationError("这是空文件，里面没有图片。")
    if upload.size > MOST_BYTES:
        sizes = {"size": upload.size / 1024**2, "most": MOST_BYTES // 1024**2}
        raise ValidationError("图片不能超过%(most)dMB，这一张有%(size).1fMB。请缩小后再上传。", params=sizes)


def refuse_mistaken(head):
    """Say what a file is that is no picture, as far as its first bytes tell."""
    text = head.decode("latin-1").removeprefix("ï»¿").lstrip().lower()
    for beginnings, sentence in MISTAKEN:
        if text.startswith(beginnings):
            raise ValidationError(sentence)
    if text[4:8] == "ftyp" and text[8:12] in {"heic", "heix", "hevc", "mif1", "msf1"}:
        raise ValidationError(HEIC)


def decode(upload):
    """Give the upright RGB or RGBA image and the format to keep it in; metadata is still in its ``info``."""
    try:
        image = Image.open(upload, formats=FORMATS)
        check_pixels(image)
        check_stillness(image)
        shrink_while_reading(image)
        image.load()
        kind = kept_as(image)
        return prepared(image), kind
    except UnidentifiedImageError as error:
        raise ValidationError(PICTURES_ONLY) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValidationError(too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError, TypeError, EOFError, MemoryError, struct.error) as error:
        raise ValidationError(BROKEN) from error


def check_pixels(image):
    """The size stands in the head of the file: nothing has been unpacked yet."""
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(too_many_pixels(f"，这一张是{image.width}×{image.height}像素"))


def too_many_pixels(said=""):
    return f"图片最多{MOST_PIXELS // 10_000}万像素{said}。请缩小后再上传。"


def check_stillness(image):
    """Refuse what moves. A camera's JPEG may hold a second picture (MPO): the first one is meant."""
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ValidationError("这是会动的图片，会分散读者的注意，不能上传。请另存其中一个画面再上传。")


def shrink_while_reading(image):
    """Let a large JPEG be unpacked at a half or a quarter of its size, never below what is kept."""
    scale = min(1, LONGEST_SIDE / max(image.size))
    if image.format in ("JPEG", "MPO"):
        image.draft(None, [max(1, round(side * scale)) for side in image.size])


def kept_as(image):
    """WebP is kept as what everything else can read as well, too."""
    if image.format == "WEBP":
        return "PNG" if image.has_transparency_data else "JPEG"
    return "JPEG" if image.format in ("JPEG", "MPO") else "PNG"


def prepared(image):
    """Give ``image`` upright, no larger than is kept, eight bits a colour, in sRGB."""
    turn_upright(image)
    if image.mode.startswith("I"):  # sixteen bits; Pillow itself would cut them off above 255
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("1", "P", "LA", "PA", "La") or (image.mode != "RGBA" and image.has_transparency_data):
        profile = image.info.get("icc_profile")
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.info["icc_profile"] = profile
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
    return in_srgb(image)


def turn_upright(image):
    """Turn ``image`` as its metadata says, which is read and then left: Pillow would write the rest of it anew, and
    cannot write all that cameras do.
    """
    image.getexif()
    for name in ("exif", "Raw profile type exif"):
        image.info.pop(name, None)
    ImageOps.exif_transpose(image, in_place=True)


def in_srgb(image):
    """Give ``image`` with its colours as screens show them that know no colour profiles."""
    profile, mode = image.info.get("icc_profile"), "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        if profile:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        pass  # a profile that is broken, or belongs to another kind of colours, says nothing
    return image if image.mode == mode else image.convert(mode)


def encode(image, kind):
    file = BytesIO()
    image.save(file, kind, **SAVING[kind])
    return file.getvalue()


def digest_of(image):
    """Give the digest of the pixels: other metadata, another name or a later date make no other picture."""
    digest = hashlib.sha256(f"{image.mode}{image.size}".encode())
    digest.update(image.tobytes())
    return digest.hexdigest()
