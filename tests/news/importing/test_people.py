"""Who did what."""

import pytest

from news.importing.people import are_reporters, people_in


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("编辑：周一帆 美编：何苗 组版：石磊", [("编辑", "周一帆"), ("美编", "何苗"), ("组版", "石磊")]),
        ("责编/周一帆　校对/何苗", [("责编", "周一帆"), ("校对", "何苗")]),
        ("记者 林远舟", [("记者", "林远舟")]),
        ("本报记者林远舟", [("本报记者", "林远舟")]),
        ("记者 林远舟 何苗 通讯员 段青", [("记者", "林远舟 何苗"), ("通讯员", "段青")]),
        ("文/图 本报记者 林远舟", [("文/图 本报记者", "林远舟")]),
        ("（记者 海澜 实习生 苗苗）", [("记者", "海澜"), ("实习生", "苗苗")]),
        ("摄影：林远舟、何苗", [("摄影", "林远舟 何苗")]),
        ("记者 张 三", [("记者", "张三")]),
        ("通讯员 阿依古丽·买买提", [("通讯员", "阿依古丽·买买提")]),
        ("林远舟 摄", [("摄影", "林远舟")]),
        ("记者从新区获悉", []),
        ("编辑部的故事", []),
        ("图书馆里灯火通明", []),
        ("设计之都 活力新区", []),
        ("", []),
    ],
)
def test_lines_that_name_people(line, people):
    assert people_in(line) == people


@pytest.mark.parametrize(
    ("line", "expected"), [("记者 张三 摄影 李四", True), ("编辑：张三 记者：李四", False), ("李四 摄", False)]
)
def test_the_first_role_says_whether_a_line_names_the_reporters(line, expected):
    assert are_reporters(people_in(line)) is expected
