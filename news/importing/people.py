"""Who did what: lines like “编辑：某某 美编：某某” and “本报记者 某某”, read into roles and names."""

import re

MOST_SIGNS = 150
PREFIX = r"(?:本报|本网|本刊|本台|首席|全媒体|融媒体|融媒|见习|特约|特派|实习|高级|通讯)"
REPORTER = rf"{PREFIX}*(?:记者|通讯员|评论员|实习生|作者|撰稿人?|撰文)"
STAFF = (
    r"值班(?:主任|总编|编委|编辑)|(?:责任|执行|首席|文字|图片|美术|版面|视觉)?编辑|责编|美编|编审|(?:责任)?校对|审校|审读|审核|签发"
    r"|组版|排版|版式|制图|绘图|图表|制表|设计|视觉|摄影|摄像|供图|图片|统筹|策划|监制|出品人?|主编|总编|制作|剪辑|翻译|整理"
)
PRINTED = r"文/图|图/文|文/片|文/摄|图文|文字|文|图|摄"
ROLE = rf"(?:{REPORTER}|{STAFF}|{PRINTED})"
COLON = r"\s*[：:／/|｜]\s*"
ROLES = re.compile(rf"{ROLE}(?:(?:[、/／&和 ]|{COLON}){ROLE})*(?={COLON}|\s|$)")
BETWEEN = re.compile(rf"{COLON}|\s+")
HAN = "[\u3400-\u9fff]"
NAME = rf"(?:{HAN}{{2,4}}(?:[·•]{HAN}{{1,6}})*|{HAN} {HAN}|[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)*)"
NAMES = re.compile(
    rf"(?!{ROLE}(?:{COLON}|\s)){NAME}(?:(?:\s*[、，,]\s*|\s+)(?!{ROLE}(?:{COLON}|\s)){NAME})*(?=\s|$|{ROLE}{COLON})"
)
PREFIXED = re.compile(rf"({PREFIX}+(?:记者|通讯员))({HAN}{{2,3}})")
PHOTOGRAPHER = re.compile(rf"(?:{ROLE}\s+)?({NAME}(?:[、 ]{NAME})?)\s*[/／]?\s*(摄影?|供图|图)")
BRACKETS = "（）()【】[]〔〕"


def people_in(text):
    """Give ``[(role, names)]`` of a line that says nothing else, or ``[]``.

    “记者” without a blank after it opens sentences (“记者从会上获悉”), so it is a role only with a name set apart.
    """
    text = text.strip(BRACKETS + " ")
    if len(text) > MOST_SIGNS:
        return []
    if match := PREFIXED.fullmatch(text):
        return [match.groups()]
    return in_order(text) or photographer(text)


def in_order(text):
    found, place = [], 0
    while place < len(text):
        role = ROLES.match(text, place)
        gap = role and BETWEEN.match(text, role.end())
        names = gap and NAMES.match(text, gap.end())
        if not names:
            return []
        found.append((tidy(role[0]), tidy_names(names[0])))
        place = names.end() + len(text[names.end() :]) - len(text[names.end() :].lstrip())
    return found


def photographer(text):
    """Give who took a picture, where the name comes first: 某某 摄."""
    match = PHOTOGRAPHER.fullmatch(text)
    return [("摄影" if match[2].startswith("摄") else match[2], tidy_names(match[1]))] if match else []


def tidy(role):
    return re.sub(r"\s*[：:｜|]\s*", " ", role).strip()


def tidy_names(names):
    """Give names divided by one blank; a name of two characters that was set wide is closed up."""
    wide = re.fullmatch(f"({HAN}) ({HAN})", names.strip())
    return "".join(wide.groups()) if wide else re.sub(r"\s*[、，,]\s*|\s+", " ", names).strip()


def are_reporters(people):
    """Whether a line of ``people`` names those who wrote the report: its first role does."""
    return (
        bool(people)
        and re.fullmatch(rf"(?:{PRINTED}|{REPORTER})(?:[ 、/／&和](?:{PRINTED}|{REPORTER}))*", people[0][0]) is not None
        and people[0][0] not in ("图", "摄")
    )
