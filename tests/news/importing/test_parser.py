"""Pages fall into what they were made of, and nothing of them is lost."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.importing.parser import parse
from news.importing.texts import clean
from tests.news.importing.reports import NAMES, page, pieces_of, signs_of, texts

# What lines of pages begin and end with, so that every rule is met, in any order.
SIGNS = "“|”|。|，|：|——|（|）| |　　|\t|\n|\n\n|\n\n\n\n|\r\n|\f|\u200b|\ufeff|\u2028|\x00|\xad"
SAID = "记者|编辑：|张三|图为|摄|扫码|A04|2024年3月|3月1日|一、|新区建成三座厂房|企业来了就不想走|就是|第9位|说|port|12"
WORDS = st.sampled_from([*SIGNS.split("|"), *SAID.split("|")])
TEXTS = st.lists(WORDS, max_size=60).map("".join) | st.text(max_size=80)


@given(TEXTS)
@example("“引\n\n文\n\n\n图为厂房\n就是")
def test_every_sign_of_any_text_is_in_exactly_one_piece(text):
    original = clean(text)
    pieces = parse(original)
    numbers = [number for piece in pieces for number in piece.lines]
    lines = original.split("\n")
    assert sorted(numbers) == [number for number, line in enumerate(lines, start=1) if line.strip()]
    for piece in pieces:
        assert signs_of(piece.text) == signs_of("".join(lines[number - 1] for number in piece.lines))


@given(TEXTS)
def test_text_that_is_clean_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("name", NAMES)
def test_no_sign_of_a_page_is_lost(name):
    assert signs_of("".join(piece.text for piece in pieces_of(name))) == signs_of(clean(page(name)))


# A page of an e-paper: columns cut four sentences; a quote and two captions stand in one of them


def test_the_head_of_an_epaper_page():
    pieces = pieces_of("epaper")
    assert texts(pieces, "kicker") == ["港区联动，激活一江春水"]
    assert texts(pieces, "headline") == ["云川新区：把码头变成工厂的第一道门"]
    assert texts(pieces, "byline") == ["记者 林远舟"]
    assert texts(pieces, "heading") == ["三条航线开进车间", "审批少跑一半路", "码头边长出新城"]


@pytest.mark.parametrize(
    "whole",
    [
        "不只码头在提速，服务大厅的窗口也在变。",
        "仅用8个工作日就拿到了开工手续",
        "从2021年的全省第9位，上升到2023年的第3位",
        "云川的变化，说到底是人留下来了。",
    ],
)
def test_sentences_that_columns_have_cut_are_whole_again(whole):
    assert any(whole in text for text in texts(pieces_of("epaper"), "paragraph"))


def test_a_quote_that_never_closes_is_taken_out_of_the_sentence_that_it_interrupts():
    (quote,) = [piece for piece in pieces_of("epaper") if piece.kind == "quote"]
    assert quote.lines == (23, 25)
    assert quote.text.startswith("“ 云川新区把企业的时间")
    assert quote.text.endswith("同期新高。")
    assert quote.is_guess


def test_captions_are_taken_out_and_the_one_above_the_headline_is_a_guess():
    captions = [piece for piece in pieces_of("epaper") if piece.kind == "caption"]
    assert [(piece.lines, piece.is_guess) for piece in captions] == [((5,), True), ((29,), False), ((33,), False)]


def test_advertising_is_dropped_and_credits_are_kept():
    pieces = pieces_of("epaper")
    assert texts(pieces, "advertisement") == ["扫码下载云川观察", "找记者 上云川观察"]
    assert texts(pieces, "credit") == ["编辑：周一帆 美编：何苗 组版：石磊"]
    assert texts(pieces, "unplaced") == []


def test_a_rejoined_sentence_tells_where_it_was_cut():
    (piece,) = [piece for piece in pieces_of("epaper") if piece.lines == (21, 35)]
    assert piece.why == "断句已接上：码头在提速，服务｜大厅的窗口也在变"
    assert not piece.is_guess


# Text of a PDF: every line is cut at the width of the column


def test_lines_of_a_pdf_are_paragraphs_again():
    pieces = pieces_of("wrapped")
    paragraphs = texts(pieces, "paragraph")
    assert [text[:7] for text in paragraphs] == [
        "临溪县没有矿，",
        "上世纪八十年代",
        "“那时候一到晚",
        "临溪紧固件研究",
        "产业要往高处走",
        "临溪还拿出人才",
    ]
    assert "每吨就省下成本180元。" in paragraphs[2]
    assert texts(pieces, "heading") == ["从一盏灯到一座城", "招来匠人，留住匠人"]


def test_a_quote_with_its_speaker_is_one_piece():
    (quote,) = texts(pieces_of("wrapped"), "quote")
    assert quote.split("\n")[1:] == ["——临溪县工业和信息化局局长 徐望"]


def test_head_and_foot_of_the_page_are_no_text():
    pieces = pieces_of("wrapped")
    assert texts(pieces, "footer") == ["A05 产业", "2024年5月21日 星期二 临溪日报", "5"]
    assert texts(pieces, "advertisement") == ["新闻热线：0000-1234567"]
    assert texts(pieces, "headline") == ["小螺钉拧出大产业"]
    assert texts(pieces, "subtitle") == ["——临溪县紧固件产业调查"]
    assert texts(pieces, "byline") == ["本报记者 高小川 通讯员 段青"]


# Other makes


def test_credits_may_stand_above_and_the_kicker_be_missing():
    pieces = pieces_of("nokicker")
    assert texts(pieces, "credit") == ["责任编辑：宋词 校对：夏至 版式：丁一"]
    assert (texts(pieces, "kicker"), texts(pieces, "headline")) == ([], ["青山镇建起全省首个竹产业数据中心"])
    assert texts(pieces, "heading") == ["一、竹子有了身份证", "二、一根竹子吃干榨净"]


def test_captions_are_known_by_their_own_words():
    pieces = pieces_of("nokicker")
    captions = ["图为技术员在查看竹林的传感器。 本报记者 白露 摄", "竹农在晾晒劈好的竹篾。（资料图）"]
    assert texts(pieces, "caption") == captions
    assert any("农户每亩增收640元。" in text for text in texts(pieces, "paragraph"))


def test_without_blank_lines_each_line_is_a_paragraph_and_what_nobody_can_place_is_unplaced():
    pieces = pieces_of("wire")
    assert texts(pieces, "heading") == ["冷链接到船头"]
    assert texts(pieces, "byline") == ["（记者 海澜 实习生 苗苗）"]
    assert texts(pieces, "unplaced") == ["渔火"]
    assert len(texts(pieces, "paragraph")) == 5


# Rules


def kinds_of(text):
    return [(piece.kind.value, piece.text) for piece in parse(clean(text))]


BODY = "新区去年建成厂房三座，入驻企业二十家。"


def test_a_missing_full_stop_does_not_swallow_the_heading_below():
    text = f"标题在此\n\n{BODY}企业都说好\n\n大道通新城\n\n近年来，新区修了路。{BODY}"
    assert kinds_of(text)[1:3] == [("paragraph", f"{BODY}企业都说好"), ("heading", "大道通新城")]


def test_the_second_of_two_short_lines_is_a_sentence_that_was_cut():
    text = f"标题在此\n\n{BODY}{BODY}\n\n码头边长出新城\n\n云川最大的变化\n\n还看人留下来。{BODY}"
    assert kinds_of(text)[2:] == [("heading", "码头边长出新城"), ("paragraph", f"云川最大的变化还看人留下来。{BODY}")]


def test_a_quotation_that_a_speaker_ends_stays_in_the_text():
    text = f"标题在此\n{BODY}{BODY}\n“我们先看一看。\n“看好了再投。”老张说。\n{BODY}"
    assert [kind for kind, _ in kinds_of(text)] == ["headline", *["paragraph"] * 4]


def test_a_sentence_about_an_app_is_no_advertisement():
    line = "居民扫码下载客户端，就能预约窗口。"
    assert ("paragraph", line) in kinds_of(f"标题在此\n{BODY}{BODY}\n{line}")


@pytest.mark.parametrize("line", ["记者从新区管委会获悉，今年将建成学校五所。", "编辑部的灯火一直亮到天明。"])
def test_a_sentence_that_begins_with_a_role_is_no_credit(line):
    assert ("paragraph", line) in kinds_of(f"标题在此\n{BODY}{BODY}\n{line}")


def test_headlines_of_four_lines_leave_the_fourth_unplaced():
    lines = ["引题在上", "标题居中", "副题在下", "又来一行"]
    pieces = parse("\n".join([*lines, "记者 张三", BODY * 3]))
    assert [piece.kind for piece in pieces[:4]] == ["kicker", "headline", "subtitle", "unplaced"]
    assert all(piece.is_guess for piece in pieces[:4])


def test_latin_words_keep_their_blank_where_a_line_ended_and_chinese_gets_none():
    text = "标题\n\n" + "\n".join(
        ["新区与环球公司Global", "Industry合作建厂，工期", "一年，投资十亿，用地", "三百亩，年底开工建成。"]
    )
    assert "环球公司Global Industry合作建厂，工期一年，" in kinds_of(text)[1][1]


def test_blanks_between_all_characters_are_closed_up():
    assert kinds_of("新 区 建 成 三 座 厂 房 。")[0][1] == "新区建成三座厂房。"


def test_pages_without_a_text_have_no_pieces():
    assert parse("") == []
    assert parse(clean("\ufeff \n　\n\f")) == []


def test_a_text_without_an_end_is_read_in_one_go():
    """Sentences that never end must not make reading slower and slower."""
    line = "没有句号的一行字，一直写下去，写到哪里是哪里，谁也不知道它什么时候算完"
    pieces = parse("\n".join(line + "啊" * (number % 40) for number in range(3000)))
    assert [piece.kind for piece in pieces] == ["paragraph"]
    assert pieces[0].why.count("断句已接上") == 5


@pytest.mark.parametrize("line", ["诚招各地代理商 电话 13900000000", "本报热线 0531-00000000 广告刊例请电洽"])
def test_an_advertisement_between_two_columns_is_no_part_of_the_sentence(line):
    pieces = parse(clean(f"标题在此\n{BODY}{BODY}她说这里每天要接待三百\n{line}\n多人，周末还要加座。"))
    assert texts(pieces, "advertisement") == [line]
    assert texts(pieces, "paragraph") == [f"{BODY}{BODY}她说这里每天要接待三百多人，周末还要加座。"]
