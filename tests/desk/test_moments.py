"""How the desk says when something was or will be."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.desk.templatetags.desk import moment, worded

NOW = datetime(2026, 11, 26, 0, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-26 00:05", "今天 0:05"),
        ("2026-11-26 14:20", "今天 14:20"),
        ("2026-11-25 23:59", "昨天 23:59"),
        ("2026-11-24 08:00", "11-24"),
        ("2025-12-31 08:00", "2025-12-31"),
        ("2026-11-27 08:00", "明天 8:00"),
        ("2026-12-01 08:00", "12-01 8:00"),
        ("2027-01-01 08:00", "2027-01-01 8:00"),
    ],
)
def test_near_days_have_words_and_what_comes_has_its_hour(moment, words):
    assert worded(datetime.fromisoformat(moment).replace(tzinfo=NOW.tzinfo), NOW) == words


def test_programs_read_the_whole_moment():
    assert moment(NOW - timedelta(days=400)) == '<time datetime="2025-10-22T00:20+0800">2025-10-22</time>'
