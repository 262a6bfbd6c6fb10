"""Real files of pictures, made by Pillow, as cameras, telephones and programs write them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

GPS = {1: "N", 2: (36.0, 40.0, 12.0), 3: "E", 4: (117.0, 7.0, 30.0)}
ORIENTATION, MAKER, GPS_IFD = 0x0112, 0x010F, 0x8825


def saved(image, kind, **options):
    """Give the bytes of ``image`` as a file of ``kind``."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def upload(content, name="a.jpg"):
    return SimpleUploadedFile(name, content)


def halves(size=(40, 20), mode="RGB", left="red", right="blue"):
    """Give a picture whose left half is of one colour and whose right half is of another."""
    image = Image.new(mode, size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    return image


def from_a_telephone():
    """A JPEG that lies on its side and says so, and says where and with what it was taken, and more."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Telephone"
    exif[GPS_IFD] = GPS
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(halves(), "JPEG", exif=exif, icc_profile=profile, comment=b"secret words", quality=95, subsampling=0)


def with_two_pictures():
    """A JPEG with a second picture behind the first (MPO), as many telephones write it."""
    return saved(halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (10, 5))])


def animated(kind):
    frames = [Image.new("RGB", (8, 6), color) for color in ("red", "blue", "green")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def pixels(content):
    """Give the picture that ``content`` is."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


def is_near(colour, other, most=12):
    """Whether two colours differ by no more than compression makes them."""
    return all(abs(a - b) <= most for a, b in zip(colour[:3], other[:3], strict=True))
