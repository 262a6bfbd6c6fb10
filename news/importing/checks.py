"""What keeps an imported story from being published: photos that are still to be put in."""

from django.utils.html import format_html
from django.utils.text import Truncator

from portal.editions.findings import Finding
from portal.shared.blocks import plain

PHOTO_WANTED = "【待配图】"
SENTENCE = "这里还缺图片：请插入图片块，写上这条说明，再删去这段文字。"


def photos_wanted(model, snapshot, record):
    """Give a finding for each line that notes where a photo belongs; it blocks publication (``EDITIONS["CHECKS"]``)."""
    texts = [row.get("text") or "" for rows in snapshot["parts"].values() for row in rows.values()]
    lines = [line for text in texts if PHOTO_WANTED in text for line in plain(text).splitlines()]
    return [finding(line) for line in lines if PHOTO_WANTED in line]


def finding(line):
    said = line.partition(PHOTO_WANTED)[2]
    context = format_html("<mark>{}</mark>{}", PHOTO_WANTED, Truncator(said).chars(60))
    return Finding("photo-wanted", SENTENCE, place="正文", context=context, blocks=True)
