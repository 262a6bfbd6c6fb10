"""The text of a page, as clean lines: from bytes of any encoding that Chinese files come in, or as it was pasted."""

import codecs
import re
import unicodedata

MOST_SIGNS = 50_000  # a full newspaper page has less than 10,000; the pages of the admin carry the text twice
MOST_LINES = 1_500  # six fields of a form for each, at most
MOST_BYTES = 4 * MOST_SIGNS

MARKS = [  # the longer mark first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
DOCUMENTS = {
    b"%PDF": "这是PDF文件",
    b"PK\x03\x04": "这是Word文档或压缩包",
    b"\xd0\xcf\x11\xe0": "这是旧版的Word文档",
    b"{\\rtf": "这是RTF文档",
    b"\x89PNG": "这是图片",
    b"\xff\xd8\xff": "这是图片",
}
UNKNOWN = (
    "认不出这个文件的文字编码。请用记事本打开，另存为UTF-8编码的文本文件，再上传；也可以把文字复制、粘贴到上面的框里。"
)
LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
PAGE_ENDS = re.compile("\f")


class Undecodable(ValueError):
    """The bytes are no text that can be read; the message is a sentence for whoever uploaded them."""


def decode(data):
    """Give the text of ``data``: UTF-8, UTF-16, UTF-32 or GB18030, which has GBK and GB2312 in it.

    Raises :class:`Undecodable` for anything else. Big5 and other legacy encodings have no mark by which to know them.
    """
    for beginning, what in DOCUMENTS.items():
        if data.startswith(beginning):
            raise Undecodable(f"{what}，不是纯文本。请打开它，全选、复制文字，粘贴到上面的框里。")
    for encoding, body in encodings(data):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_readable(text):
            return text
    raise Undecodable(UNKNOWN)


def encodings(data):
    """Give each encoding that ``data`` may have, with the bytes to read; where a mark names one, there is no other."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return [(encoding, data.removeprefix(mark))]
    return [(encoding, data) for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")]


def is_readable(text):
    """Whether ``text`` has no signs that nobody writes: controls, and places of Unicode that are empty or private."""
    categories = {unicodedata.category(sign) for sign in set(text) if not sign.isspace()}
    return not categories & {"Cc", "Cn", "Co", "Cs"}


def clean(text):
    """Give ``text`` with ``\\n`` at the end of every line and none of the signs that cannot be seen.

    The end of a page becomes a blank line. Soft hyphens and zero-width signs go; white space stays for ``lines`` to
    read. Cleaning what is clean changes nothing, so that lines keep their numbers from step to step.
    """
    text = LINE_ENDS.sub("\n", PAGE_ENDS.sub("\n\n", text))
    unseen = {sign for sign in set(text) if is_unseen(sign)}
    return text.translate(dict.fromkeys(map(ord, unseen))) if unseen else text


def is_unseen(sign):
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in "\n\t"


def too_long(text):
    """Give "" or the sentence that refuses more than the pages can carry."""
    if len(text) > MOST_SIGNS:
        return f"文字有{len(text)}个字，一次最多{MOST_SIGNS}个。请只贴一篇报道，或分几次导入。"
    if (number := text.count("\n") + 1) > MOST_LINES:
        return f"文字有{number}行，一次最多{MOST_LINES}行。请只贴一篇报道，或分几次导入。"
    return ""
