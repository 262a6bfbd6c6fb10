"""What differs between two snapshots, as people read it."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from portal.editions.compare import Comparison, compare, worded

from .models import Book, Chapter, Leaflet
from .shelves import make_book, make_chapter, make_cover, make_label, make_note, make_shelf, taken

pytestmark = pytest.mark.django_db


def changed(book, **fields):
    """Compare ``book`` as it is with what it is when ``fields`` are different; give the changes of fields."""
    before = taken(book)
    Book.objects.filter(pk=book.pk).update(**fields)
    return compare(Book, before, taken(book)).fields


def marked(old, new):
    """Give two texts as their comparison marks them."""
    (change,) = changed(make_book(blurb=old), blurb=new)
    return change.old, change.new


def shown(book, **fields):
    """Give what a comparison shows of the one field that is changed."""
    (change,) = changed(book, **fields)
    return change.label, change.old, change.new


# What is compared


def test_equal_snapshots_compare_as_false():
    book = make_book(labels=[make_label()])
    make_chapter(book)
    make_note(book)
    comparison = compare(Book, taken(book), taken(book))
    assert isinstance(comparison, Comparison)
    assert not comparison
    assert (comparison.fields, comparison.parts, len(comparison)) == ([], [], 0)


def test_only_the_fields_that_differ_are_given_in_the_order_of_the_model():
    book = make_book("旧", blurb="同", price=Decimal(1))
    changes = changed(book, in_stock=True, title="新", isbn="978")
    assert [change.label for change in changes] == ["书名", "书号", "有货"]


def test_a_comparison_counts_fields_and_parts():
    book = make_book("旧")
    before = taken(book)
    make_chapter(book)
    Book.objects.update(title="新", isbn="1")
    comparison = compare(Book, before, taken(book))
    assert comparison
    assert len(comparison) == 3


def test_a_record_without_parts_compares():
    leaflet = Leaflet.objects.create(title="旧")
    before = taken(leaflet)
    Leaflet.objects.update(title="新")
    (change,) = compare(Leaflet, before, taken(leaflet)).fields
    assert (change.old, change.new) == ("<del>旧</del>", "<ins>新</ins>")


# Parts


def parts(book, *change):
    """Compare the parts of ``book`` before and after the changes, each a function without arguments."""
    before = taken(book)
    for step in change:
        step()
    return compare(Book, before, taken(book)).parts


def statuses(changes):
    return [(change.kind, change.summary, change.status, change.status_key, change.moved) for change in changes]


def test_a_part_that_was_added_is_shown_with_all_its_fields_as_new():
    book, shelf = make_book(), make_shelf("甲架")
    changes = parts(book, lambda: make_note(book, "记", text="一句", shelf=shelf))
    assert statuses(changes) == [("注", "记", "新增", "added", False)]
    assert [(field.label, field.old, field.new) for field in changes[0].fields] == [
        ("记号", "", "<ins>记</ins>"),
        ("内容", "", "<ins>一句</ins>"),
        ("书架", "", "<ins>甲架</ins>"),
    ]


def test_a_part_that_was_removed_is_shown_with_all_its_fields_as_old():
    book = make_book()
    chapter = make_chapter(book, "正文")
    changes = parts(book, chapter.delete)
    assert statuses(changes) == [("章节", "正文", "删除", "removed", False)]
    assert [(field.label, field.old, field.new) for field in changes[0].fields] == [("正文", "<del>正文</del>", "")]


def test_a_part_that_was_changed_is_shown_with_the_fields_that_differ():
    book = make_book()
    note = make_note(book, "记", text="旧")
    make_note(book)
    changes = parts(book, lambda: book.notes.filter(pk=note.pk).update(text="新"))
    assert statuses(changes) == [("注", "记", "修改", "changed", False)]
    assert [field.label for field in changes[0].fields] == ["内容"]


def numbered(book):
    return [make_chapter(book, name, ordering=number) for number, name in enumerate("甲乙丙丁", 1)]


def test_the_numbers_that_put_parts_in_order_are_no_change_while_the_order_is_the_same():
    book = make_book()
    numbered(book)
    assert parts(book, lambda: Chapter.objects.update(ordering=models.F("ordering") * 10)) == []


@pytest.mark.parametrize(("name", "place"), [("丁", 0), ("甲", 9), ("乙", 9), ("丙", 0)])
def test_a_part_that_stands_elsewhere_is_moved_and_the_others_are_not(name, place):
    book = make_book()
    numbered(book)
    changes = parts(book, lambda: Chapter.objects.filter(text=name).update(ordering=place))
    assert statuses(changes) == [("章节", name, "修改", "changed", True)]
    assert changes[0].fields == []


@pytest.mark.parametrize(("moved", "place"), [(0, 9), (1, -9)])
def test_that_two_parts_changed_places_is_seen_whichever_got_another_number(moved, place):
    book = make_book()
    pair = [make_chapter(book, "甲", ordering=1), make_chapter(book, "乙", ordering=2)]
    changes = parts(book, lambda: Chapter.objects.filter(pk=pair[moved].pk).update(ordering=place))
    assert [(change.status, change.moved, change.fields) for change in changes] == [("修改", True, [])]


def test_a_part_between_others_moves_none_of_them():
    book = make_book()
    numbered(book)
    Chapter.objects.update(ordering=models.F("ordering") * 10)
    changes = parts(book, Chapter.objects.get(text="乙").delete, lambda: make_chapter(book, "戊", ordering=15))
    assert statuses(changes) == [
        ("章节", "戊", "新增", "added", False),
        ("章节", "乙", "删除", "removed", False),
    ]


def test_a_part_may_be_moved_and_changed():
    book = make_book()
    numbered(book)
    changes = parts(book, lambda: Chapter.objects.filter(text="丁").update(ordering=0, text="丁改"))
    assert statuses(changes) == [("章节", "丁改", "修改", "changed", True)]
    assert [field.label for field in changes[0].fields] == ["正文"]


def test_changes_of_parts_stand_in_the_order_of_the_parts():
    book = make_book()
    make_chapter(book, "后", ordering=30)
    make_chapter(book, "前", ordering=10)
    changes = parts(book, lambda: make_chapter(book, "中", ordering=20), lambda: book.chapters.update(picture=None))
    assert [change.summary for change in changes] == ["中"]
    both = compare(Book, {"fields": {}, "parts": {}}, taken(book)).parts
    assert [change.summary for change in both] == ["前", "中", "后"]


def test_the_summary_of_a_part_is_short_and_has_no_markup():
    book = make_book()
    changes = parts(book, lambda: make_chapter(book, f"<p><strong>开头</strong>{'长' * 90}</p>"))
    assert changes[0].summary == "开头" + "长" * 28


# Texts


def test_only_the_words_that_differ_are_marked():
    assert marked("园区有企业12家。都是新的。", "园区有企业15家。都是新的。") == (
        "园区有企业<del>12</del>家。都是新的。",
        "园区有企业<ins>15</ins>家。都是新的。",
    )


def test_a_number_is_marked_as_a_whole():
    assert marked("产值1,234.5亿元", "产值1,235.5亿元") == (
        "产值<del>1,234.5</del>亿元",
        "产值<ins>1,235.5</ins>亿元",
    )


def test_a_word_that_was_put_in_is_marked_in_the_new_text_only():
    assert marked("我们开工。", "我们今天开工。") == ("我们开工。", "我们<ins>今天</ins>开工。")


def test_a_word_that_was_taken_out_is_marked_in_the_old_text_only():
    assert marked("我们今天开工。", "我们开工。") == ("我们<del>今天</del>开工。", "我们开工。")


def test_a_sentence_that_was_put_in_leaves_its_neighbours_unmarked():
    assert marked("第一句。第三句。", "第一句。第二句！第三句。") == (
        "第一句。第三句。",
        "第一句。<ins>第二句！</ins>第三句。",
    )


def test_text_that_comes_or_goes_is_marked_as_a_whole():
    assert marked("", "全新。") == ("", "<ins>全新。</ins>")
    assert marked("全旧。", "") == ("<del>全旧。</del>", "")


def test_lines_stay_lines():
    assert marked("一\n二", "一\n三") == ("一<br><del>二</del>", "一<br><ins>三</ins>")


@pytest.mark.parametrize("old", ["a<b & 1", "a<b & 1<script>alert(1)</script>", "<&", "a &amp; 1"])
def test_what_is_typed_cannot_become_markup(old):
    for both in (marked(old, "甲 < 乙 & 丙"), marked("甲 < 乙 & 丙", old)):
        for text in both:
            bare = text.replace("<del>", "").replace("</del>", "").replace("<ins>", "").replace("</ins>", "")
            assert "<" not in bare
            assert bare.count("&") == bare.count("&amp;") + bare.count("&lt;") + bare.count("&gt;")


def test_signs_of_plain_text_are_shown_as_they_were_typed():
    assert marked("研发 & 生产，1 < 2", "研发 & 销售，1 < 2") == (
        "研发 &amp; <del>生产</del>，1 &lt; 2",
        "研发 &amp; <ins>销售</ins>，1 &lt; 2",
    )


def test_markup_is_compared_as_the_text_that_it_shows():
    old, new = marked("<p>甲区<strong>开工</strong>。</p>", "<p>甲区<strong>完工</strong>。</p><p>另起一段。</p>")
    assert old == "甲区<del>开</del>工。"
    assert new == "甲区<ins>完</ins>工。<ins><br>另起一段。</ins>"


def test_signs_within_markup_are_shown_as_readers_see_them():
    old, new = marked("<p>研发 &amp; 生产，1 &lt; 2</p>", "<p>研发 &amp; 销售，1 &lt; 2</p>")
    assert old == "研发 &amp; <del>生产</del>，1 &lt; 2"
    assert new == "研发 &amp; <ins>销售</ins>，1 &lt; 2"


def test_where_only_the_markup_differs_the_text_says_so():
    assert marked("<p>甲区开工。</p>", "<p>甲区<strong>开工</strong>。</p>") == (
        "甲区开工。<p>（只有格式不同）</p>",
        "甲区开工。",
    )
    assert "只有格式不同" not in "".join(marked("<p>甲</p>", "<p><em>乙</em></p>"))


def test_another_address_behind_a_link_is_no_matter_of_markup():
    old, new = marked('<p><a href="https://a.cn/">甲</a></p>', '<p><a href="https://b.cn/">甲</a></p>')
    assert "只有格式不同" not in old + new
    assert "a.cn" in old
    assert "b.cn" in new


def test_a_long_text_is_compared_word_by_word():
    sentences = [f"第{number}句说的是园区里的一件事情，而且还没说完。" for number in range(450)]
    old = "".join(sentences)
    assert len(old) > 10_000
    sentences[200] = sentences[200].replace("一件", "两件")
    sentences[400] = sentences[400].replace("还没", "已经")
    before, after = marked(old, "".join(sentences))
    assert (before.count("<del>"), after.count("<ins>")) == (2, 2)
    assert "第200句说的是园区里的<del>一</del>件" in before
    assert "第400句说的是园区里的一件事情，而且<ins>已经</ins>说完" in after


# Values that are no text


def test_a_choice_is_shown_by_its_label():
    assert shown(make_book(binding="hard"), binding="soft") == ("装帧", "<del>精</del>装", "<ins>平</ins>装")


def test_a_choice_that_is_no_more_is_shown_as_it_is_stored():
    assert shown(make_book(binding="loose"), binding="soft") == ("装帧", "<del>loose</del>", "<ins>平装</ins>")


def test_a_switch_is_shown_in_words():
    assert shown(make_book(in_stock=False), in_stock=True) == ("有货", "<del>否</del>", "<ins>是</ins>")


def test_a_number_is_shown_with_its_digits():
    assert shown(make_book(price=Decimal("1234.50")), price=None) == ("定价", "<del>1234.50</del>", "")


def test_a_date_is_shown_as_chinese_readers_write_it():
    book = make_book(printed_on=datetime.date(2026, 1, 2))
    label, old, new = shown(book, printed_on=datetime.date(2026, 3, 2))
    assert (label, old, new) == ("印刷日期", "2026年<del>1</del>月2日", "2026年<ins>3</ins>月2日")


def test_a_moment_is_shown_in_the_time_of_its_readers():
    assert worded(models.DateTimeField(), "2026-01-01T22:30:00+00:00").text.startswith("2026年1月2日 06:30")


def test_json_is_shown_as_text():
    label, old, new = shown(make_book(details={"页": 1}), details={"页": 2})
    assert label == "其他"
    assert "页" in old
    assert "<del>1</del>" in old
    assert "<ins>2</ins>" in new


def test_a_referenced_row_is_shown_by_its_name_in_a_part_too():
    old, new = make_shelf("甲架"), make_shelf("<乙>架")
    assert shown(make_book(shelf=old), shelf=new) == (
        "书架",
        "<del>甲架</del>",
        "<ins>&lt;乙&gt;架</ins>",
    )
    book = make_book()
    note = make_note(book, shelf=old)
    (change,) = parts(book, lambda: book.notes.filter(pk=note.pk).update(shelf=new))
    assert [(field.label, field.old, field.new) for field in change.fields] == [
        ("书架", "<del>甲架</del>", "<ins>&lt;乙&gt;架</ins>")
    ]


def test_labels_are_shown_by_their_names():
    one, two, three = make_label("甲"), make_label("乙"), make_label("丙")
    book = make_book(labels=[one, two])
    before = taken(book)
    book.labels.set([two, three])
    (change,) = compare(Book, before, taken(book)).fields
    assert (change.label, change.old, change.new) == ("标签", "<del>甲<br>乙</del>", "<ins>乙<br>丙</ins>")


def test_a_row_with_an_image_is_shown_with_it():
    cover = make_cover("封<面>")
    label, old, new = shown(make_book(), cover=cover)
    assert (label, old) == ("封面", "")
    assert new == f'<ins><img src="{cover.image.url}" alt="" height="160" loading="lazy"><br>封&lt;面&gt;</ins>'


def test_deleted_rows_are_named_by_their_keys():
    cover, label, kept = make_cover(), make_label(), make_label("留")
    book = make_book(cover=cover, labels=[label, kept])
    before, keys = taken(book), (cover.pk, label.pk)
    cover.delete()
    label.delete()
    changes = compare(Book, before, taken(book)).fields
    assert [(change.label, change.old, change.new) for change in changes] == [
        ("封面", f"<del>已删除的封面（编号{keys[0]}）</del>", ""),
        ("标签", f"<del>已删除的标签（编号{keys[1]}）<br>留</del>", "<ins>留</ins>"),
    ]


def test_an_answer_is_shown_by_the_note_it_answers():
    book = make_book()
    asked, answer = make_note(book, "问"), make_note(book, "答")
    (change,) = parts(book, lambda: book.notes.filter(pk=answer.pk).update(answers=asked))
    assert [(field.label, field.new) for field in change.fields] == [("回应哪一条", "<ins>问</ins>")]


def test_more_parts_cost_no_more_queries():
    def queries_with(number):
        book = make_book()
        before = taken(book)
        for _ in range(number):
            make_chapter(book, picture=make_cover())
            make_note(book).labels.set([make_label()])
        book.labels.set([make_label() for _ in range(number)])
        after = taken(book)
        with CaptureQueriesContext(connection) as queries:
            assert compare(Book, before, after)
        return len(queries)

    assert queries_with(2) == queries_with(50) == 3  # covers, shelves and labels


def test_without_a_change_nothing_is_looked_up(django_assert_num_queries):
    book = make_book("旧", shelf=make_shelf(), cover=make_cover(), labels=[make_label()])
    make_chapter(book, picture=make_cover())
    before = taken(book)
    Book.objects.update(title="新")
    after = taken(book)
    with django_assert_num_queries(0):
        assert compare(Book, before, after)
