"""Files in any encoding that Chinese texts come in."""

import pytest

from news.importing.texts import MOST_LINES, MOST_SIGNS, Undecodable, clean, decode, too_long

TEXT = "云川新区建成厂房三座。\r\n全长9公里，㎡、①、龘都在。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_a_text_is_read_in_every_encoding(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["gbk", "gb2312"])
def test_older_chinese_encodings_are_read_as_well(encoding):
    assert decode("云川新区建成厂房三座。".encode(encoding)) == "云川新区建成厂房三座。"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4 ...", "这是PDF文件"),
        (b"PK\x03\x04...", "这是Word文档"),
        (b"\xd0\xcf\x11\xe0...", "旧版的Word文档"),
        (b"\xff\xfe\x00", "认不出"),
        (b"\x00\x01\x02\x03\xff\xff\xff", "认不出"),
        (bytes(range(256)), "认不出"),
        (b"\x01\x02\x03", "认不出"),
    ],
)
def test_what_is_no_text_is_refused_with_a_way_out(data, said):
    with pytest.raises(Undecodable, match=said):
        decode(data)


def test_an_empty_file_is_an_empty_text():
    assert decode(b"") == ""


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\u2028", "\x85"])
def test_every_end_of_a_line_counts_as_one(end):
    assert clean(f"一{end}二") == "一\n二"


def test_the_end_of_a_page_leaves_a_blank_line_and_unseen_signs_go():
    assert clean("\ufeff一\f\u200b二\xad三\x00") == "一\n\n二三"


def test_too_much_is_refused_with_both_numbers():
    assert too_long("字" * MOST_SIGNS) == ""
    assert (
        too_long("字" * (MOST_SIGNS + 1))
        == f"文字有{MOST_SIGNS + 1}个字，一次最多{MOST_SIGNS}个。请只贴一篇报道，或分几次导入。"
    )
    assert too_long("\n" * MOST_LINES).startswith(f"文字有{MOST_LINES + 1}行")
