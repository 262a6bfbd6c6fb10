"""Renditions: a photo in the sizes and formats in which pages show it, made once when it is uploaded.

What there is of a photo is recorded in its row, so that a page needs neither a file nor a query to know it:
``{"rules": 1, "key": "1a2b3c4d5e", "widths": [480, …], "share": [1200, 800], "at": [50, 33], "cards": [240, …]}``.
``key`` comes from the name of the picture, which comes from its content; the names of crops say where the focal point
was. So an address never shows two pictures. Files are in ``r/<photo>-<key>/``: ``<width>.avif``, ``.webp``; for cards
``<x>-<y>-<width>.avif``, ``.webp``; and ``share.jpg``, for whoever links to a page and for old browsers.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from .pictures import prepared

RULES = 1  # raised when the following change: ``make_renditions`` then makes all of them anew
WIDTHS = (480, 800, 1200, 1600)
CARD_WIDTHS = (240, 480, 960)
CARD_SHAPE = (16, 9)  # as cards show pictures (card.css)
SHARE_WIDTH = 1200
# Speed 8 of 10 is three times as quick as 6 and makes files a tenth larger, which are still smaller than WebP.
ENCODERS = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 76, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True}),
}
SOURCES = {"avif": "image/avif", "webp": "image/webp"}  # the best first


# Names


def key_of(photo):
    """Give what tells the picture of ``photo`` from any other that it may have had or will have."""
    return hashlib.sha256(photo.image.name.encode()).hexdigest()[:10]


def folder(photo, key):
    return f"r/{photo.pk}-{key}"


def card_name(at, width, suffix):
    return f"{at[0]}-{at[1]}-{width}.{suffix}"


def names(photo, record):
    """Give the names of all files that ``record`` stands for."""
    if not record:
        return []
    files = [f"{width}.{suffix}" for width in record["widths"] for suffix in SOURCES]
    files += [card_name(record["at"], width, suffix) for width in record["cards"] for suffix in SOURCES]
    return [f"{folder(photo, record['key'])}/{file}" for file in ["share.jpg", *files]]


# What pages ask


@dataclass(frozen=True)
class Source:
    """A format of a picture: its media type, and the addresses of its widths as ``srcset`` has them."""

    type: str
    srcset: str


class Renditions:
    """What there is to show of ``photo``. A photo without renditions is shown as it was uploaded."""

    def __init__(self, photo):
        self.photo = photo
        record = photo.renditions
        self.record = record if record and record["key"] == key_of(photo) else {}

    def url(self, file):
        return self.photo.image.storage.url(f"{folder(self.photo, self.record['key'])}/{file}")

    def sources(self, widths, name):
        """Give the :class:`Source` rows of ``widths``; ``name(width, suffix)`` names a file."""
        return [
            Source(type_, ", ".join(f"{self.url(name(width, suffix))} {width}w" for width in widths))
            for suffix, type_ in SOURCES.items()
        ]

    @property
    def page(self):
        """The whole picture."""
        return self.sources(self.record.get("widths", []), "{}.{}".format) if self.record else []

    @property
    def page_sizes(self):
        """How wide a page shows the whole picture, as HTML says it: the column of text, or a small one as it is."""
        return "(min-width: 46rem) 43rem, 92vw" if self.photo.width >= 700 else f"min({self.photo.width}px, 92vw)"

    @property
    def card(self):
        """What is around the focal point, in the shape of a card."""
        return self.sources(self.record["cards"], self.card_file) if self.record else []

    def card_file(self, width, suffix):
        return card_name(self.record["at"], width, suffix)

    @property
    def share(self):
        """The address of the whole picture as everything can read it."""
        return self.url("share.jpg") if self.record else self.photo.image.url

    @property
    def share_size(self):
        return self.record["share"] if self.record else [self.photo.width, self.photo.height]

    @property
    def small(self):
        """The address of the whole picture, small."""
        return self.url(f"{self.record['widths'][0]}.webp") if self.record else self.photo.image.url

    @property
    def thumbnail(self):
        """The address of a small crop, for lists of the admin."""
        return self.url(self.card_file(self.record["cards"][0], "webp")) if self.record else self.photo.image.url


# Making them


def are_due(photo):
    """Whether the picture, its focal point or the rules are others than those that the renditions were made from."""
    wanted = {"rules": RULES, "key": key_of(photo), "at": photo.focus}
    return any(photo.renditions.get(name) != value for name, value in wanted.items())


def make(photo):
    """Make what is missing of ``photo``, record it in its row, and remove what is no longer needed.

    Outside a transaction: it takes a second or more, and whoever saves something waits for nobody.
    """
    before = photo.renditions
    with photo.image.storage.open(photo.image.name) as file, Image.open(file) as opened:
        opened.load()
        picture = prepared(opened)
    record = plan(photo, picture.size)
    has_pages = (before.get("rules"), before.get("key")) == (RULES, record["key"])
    for name, image in [*cards(picture, record), *([] if has_pages else pages(picture, record))]:
        write(photo, f"{folder(photo, record['key'])}/{name}", image)
    record_them(photo, before, record)


def plan(photo, size):
    """Give the record of what there will be of ``photo``, whose picture has ``size``."""
    left, _, right, _ = crop_box(size, photo.focus)
    share = min(size[0], SHARE_WIDTH)
    return {
        "rules": RULES,
        "key": key_of(photo),
        "widths": widths(size[0], WIDTHS),
        "share": [share, height_at(share, size)],
        "at": photo.focus,
        "cards": widths(right - left, CARD_WIDTHS),
    }


def cards(picture, record):
    """Give ``(name, image)`` of what cards show."""
    crop = picture.crop(crop_box(picture.size, record["at"]))
    for width, image in scaled(crop, record["cards"]):
        for suffix in SOURCES:
            yield card_name(record["at"], width, suffix), image


def pages(picture, record):
    """Give ``(name, image)`` of the whole picture in all its widths."""
    for width, image in scaled(picture, record["widths"]):
        for suffix in SOURCES:
            yield f"{width}.{suffix}", image
    yield "share.jpg", opaque(picture.resize(record["share"], Image.Resampling.LANCZOS, reducing_gap=2))


def widths(most, wanted):
    """Give those of ``wanted`` that make nothing larger than it is, and ``most`` itself where it is between them."""
    smaller = [width for width in wanted if width < most]
    return [*smaller, most] if most <= wanted[-1] else smaller


def crop_box(size, focus):
    """Give the largest box in the shape of a card, its middle as near to the focal point as the edges allow."""
    width, height = size
    across, down = CARD_SHAPE
    box = min(width, height * across // down), min(height, width * down // across)
    box = [max(1, side) for side in box]
    corner = [
        max(0, min(round(side * percent / 100 - part / 2), side - part))
        for side, part, percent in zip(size, box, focus, strict=True)
    ]
    return (*corner, corner[0] + box[0], corner[1] + box[1])


def height_at(width, size):
    return max(1, round(size[1] * width / size[0]))


def scaled(image, wanted):
    """Give ``[(width, image)]``, the largest first: each is made from the one before, which is quicker."""
    found = []
    for width in sorted(wanted, reverse=True):
        size = width, height_at(width, image.size)
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
        found.append((width, image))
    return found


def opaque(image):
    """Give ``image`` on white: JPEG has nothing that can be seen through."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image)
    return ground


def write(photo, name, image):
    format_, options = ENCODERS[name.rpartition(".")[2]]
    file = BytesIO()
    image.save(file, format_, **options)
    photo.image.storage.delete(name)
    photo.image.storage.save(name, ContentFile(file.getvalue()))


def record_them(photo, before, record):
    """Record what was made, unless somebody has changed the photo meanwhile: then it is theirs to make."""
    x, y = photo.focus
    same = type(photo).objects.filter(pk=photo.pk, image=photo.image.name, focus_x=x, focus_y=y)
    if same.update(renditions=record):
        photo.renditions = record
        needed = names(photo, record)
        remove(photo, [name for name in names(photo, before) if name not in needed])


def remove(photo, files):
    for name in files:
        photo.image.storage.delete(name)
