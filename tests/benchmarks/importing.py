"""How long a page of 50 kB, 500 kB and 1 MB takes to read: ``make bench`` prints it."""

import sys
import time
from pathlib import Path

import pytest

from news.importing.parser import parse
from news.importing.texts import clean

PAGES = Path(__file__).parents[1] / "news" / "importing" / "pages"
SIZES = (50_000, 500_000, 1_000_000)  # bytes of UTF-8
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.txt"))} | {
    "no ends": "没有句号的一行字，写到哪里是哪里\n\n",
    "quotes": "“引语没有收尾\n\n",
    "short sentences": "3月1日，厂房建成。\n\n",
    "advertising": "扫码下载\n",
    "one line": "一句话，没有换行",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_time_to_read_grows_as_the_text_does(name):
    seconds = [read(TEXTS[name], size) for size in SIZES]
    sys.stderr.write(f"\n{name:16}" + "".join(f"{taken:8.3f} s" for taken in seconds))
    assert seconds[-1] < 5 * seconds[-2]  # twice the text


def read(text, size):
    """Give the seconds that it takes to read ``text``, repeated to ``size`` bytes."""
    long = text * (size // len(text.encode()) + 1)
    start = time.process_time()
    parse(clean(long))
    return time.process_time() - start
