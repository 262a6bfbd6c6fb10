"""The editors' guide: ``docs/editor.md`` as a page of the admin, with its pictures."""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from django.conf import settings
from django.utils.html import mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor
from PIL import Image, UnidentifiedImageError

FILE = "editor.md"
LINE_END = re.compile(r"(?<=[^\x00-\xff])\n *(?=[^\x00-\xff])")  # between two Chinese characters it would be a space
PICTURES = "editor"  # the folder beside it


@dataclass(frozen=True)
class Guide:
    """The guide as HTML, and its contents as ``[{"id", "name", "children"}]``."""

    html: str
    contents: list


def path(name=FILE):
    return settings.BASE_DIR / "docs" / name


def read():
    """Give the :class:`Guide`, made anew once the file has changed; ``FileNotFoundError`` where there is none."""
    file = path().stat()
    return render(file.st_mtime_ns, file.st_size)


@lru_cache(maxsize=1)
def render(changed, size):
    """Give the guide that is ``size`` bytes long since it ``changed``."""
    markdown = Markdown(extensions=[TableExtension(), TocExtension(slugify=slugify_unicode, toc_depth="2-3"), Plain()])
    html = markdown.convert(LINE_END.sub("", path().read_text(encoding="utf-8")))
    return Guide(mark_safe(html), markdown.toc_tokens)  # noqa: S308  (our own file, and HTML in it is text)


class Plain(Extension):
    """HTML in the text stays text, and pictures say how large they are, so that nothing moves when they come."""

    def extendMarkdown(self, md):
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(Pictures(md), "pictures", 0)


class Pictures(Treeprocessor):
    def run(self, root: Element):
        for picture in root.iter("img"):
            picture.set("loading", "lazy")
            for name, length in zip(("width", "height"), size_of(picture.get("src")), strict=False):
                picture.set(name, str(length))


def size_of(name):
    """Give width and height of a picture of the guide, nothing where there is none."""
    try:
        with Image.open(path(name)) as picture:
            return picture.size
    except (OSError, UnidentifiedImageError):
        return ()
