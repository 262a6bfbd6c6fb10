"""What speaks for a line being this or that. Each function is one rule about one text and knows nothing of the page.

The rules follow how Chinese newspapers are set: headings have no full stop, captions are one sentence that says when,
and whatever is printed for the paper itself (page numbers, codes to scan) is no sentence at all.
"""

import re

from .lines import ends_sentence
from .people import people_in

SHORT = 30  # signs; longer ones are no headings
TITLE = 60  # no line of a headline is longer
SHORT_SENTENCE = 60
OPENING = {"“": "”", "「": "」", "『": "』"}

# Printed for the paper: furniture of the page

DATE = r"(?:\d{4}|[〇零一二三四五六七八九]{4})[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
WEEKDAY = r"(?:星期|周)[一二三四五六日天]"
FURNITURE = [
    re.compile(
        rf"(?:\S{{1,12}}\s){{0,2}}{DATE}(?:\s?{WEEKDAY})?(?:\s?\d{{1,2}}:\d\d(?::\d\d)?)?(?:\s\S{{1,12}}){{0,2}}"
    ),
    re.compile(rf"{WEEKDAY}"),
    re.compile(r"(?:第\s?)?[A-Z]?\d{1,3}\s?(?:版|页)[^。！？，]{0,14}"),
    re.compile(r"[A-Z]\d{1,3}(?:[-—/]\d{1,3})?(?:要闻|综合|时政|经济|关注|深度|特刊|专版|\s\S{1,8})?"),
    re.compile(r"[-—·•\s]*\d{1,3}(?:\s?/\s?\d{1,3})?[-—·•\s]*"),
    re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+"),
    re.compile(r"(?:上一[版篇页]|下一[版篇页]|返回目录|版面导航|标题导航|放大|缩小|默认|全文复制|朗读|\s|[|+\-])+"),
    re.compile(r"(?:来源|稿源|字数|版次|版名|分享到?|阅读量?|浏览)\s?[：:]\s?\S{1,30}"),
    re.compile(r"(?:国内统一(?:连续出版物号|刊号)|邮发代号|总第|今日\d+版|CN\s?\d)[^。！？]{0,40}"),
    re.compile(r"(?:版权|未经授权|本版|©|Copyright)[^。！？]{0,40}。?"),
]


def is_furniture(text):
    """Page numbers, the date at the head, addresses, buttons of an e-paper; also a line without any word."""
    return not re.search(r"\w", text) or (len(text) <= 60 and any(rule.fullmatch(text) for rule in FURNITURE))


ADVERTISING = re.compile(
    r"扫码|扫一扫|扫描.{0,6}码|长按.{0,6}(?:识别|关注)|二维码|(?:下载|打开|登录|安装).{0,12}(?:APP|客户端|app|App)"
    r"|(?:关注|搜索).{0,14}(?:公众号|视频号|微信|微博|抖音)|找记者|(?:本报|新闻|报料|爆料|订阅|发行|广告|热线|咨询|服务|联系)[部]?(?:热线|电话)"
    r"|^热线[：:]|投稿邮箱|有奖报料|点击(?:阅读|查看)|阅读原文|更多(?:精彩|资讯|新闻)|^广告$|^(?:公益)?广告\s|微信号[：:]|QQ群?[：:]"
    r"|广告刊例|诚(?:招|聘|征).*[0-9][0-9-]{6,}"
)


def is_advertisement(text):
    """What the paper says of itself: codes to scan, apps, hot lines. A sentence of a report that says so stays."""
    return len(text) <= 60 and not text.rstrip("”").endswith(("。", "？")) and bool(ADVERTISING.search(text))


# Pictures

PICTURE = re.compile(
    r"^(?:图为|图[①-⑨1-9一二三四][：:为]?|[上下左右]图|题图|资料图|图片说明|[▲▼△▽◀▶])|[（(](?:资料(?:图|片)?|受访者供图|[^（()）]{0,12}(?:供图|摄))[)）]。?$"
    r"|(?:记者|通讯员|本报)\s?\S{2,8}\s?摄(?:影)?$|\s摄(?:影)?$|供图$"
)
WHEN = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年|(?:昨|今|近|日)[天日前]")


def is_of_picture(text):
    """A caption by its own words: 图为…, …某某 摄."""
    return len(text) <= 120 and not people_in(text) and bool(PICTURE.search(text))


def is_short_sentence(text):
    """One finished sentence, as short as captions are."""
    inner = text.rstrip(" ").removesuffix("。")
    return len(text) <= SHORT_SENTENCE and text.endswith("。") and not re.search("[。！？；“”]", inner)


def says_when(text):
    """Whether it begins with the time of what it shows."""
    return bool(WHEN.match(text))


# Quotations


def opens_quotation(text):
    """Whether a quotation begins with ``text`` and does not end in it, though no sentence was cut there."""
    close = OPENING.get(text[:1])
    return close is not None and text.count(text[0]) > text.count(close)


def closes_quotation(text):
    return any(text.count(close) > text.count(opening) for opening, close in OPENING.items())


def is_quotation(text):
    """Whether ``text`` is one quotation from its first sign to its last."""
    close = OPENING.get(text[:1])
    return close is not None and text.endswith(close) and close not in text[1:-1]


def is_attribution(text):
    """Who said it: ——某某."""
    return text.startswith(("——", "—", "--")) and len(text) <= SHORT + 10 and not ends_sentence(text)


# Headlines and headings

NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑩]|\d{1,2}[.．、](?!\d)|0\d\s|第[一二三四五六七八九十]+[章节部])"
)
SENTENCE_INSIDE = re.compile("[。；]")


def is_title(text):
    """What may be a line of a headline: no sentence with its full stop, and not long."""
    return len(text) <= TITLE and not text.endswith(("。", "，", "、", "；", "：")) and not SENTENCE_INSIDE.search(text)


def is_subtitle(text):
    return text.startswith(("——", "—", "--")) and is_title(text)


def is_numbered(text):
    return len(text) <= SHORT and bool(NUMBERED.match(text)) and is_title(text) and not ends_sentence(text)


def is_heading(text):
    """What may be a heading among paragraphs, by itself: short, and no sentence is finished in it or goes on."""
    return len(text) <= SHORT and is_title(text) and not ends_sentence(text) and not is_stump(text)


# Sentences that a column has cut

UNFINISHED = re.compile(
    r"(?:[，、：；“‘（《]|就是|正是|不仅|不光|以及|通过|为了|由于|因为|如果|虽然|但是|而且|并且|或者|其中|成为|作为"
    r"|[的和与及在对把被向从由是以将让使于等比])$"
)
OPENERS = re.compile(
    r"(?:今年|去年|前年|近年|近日|日前|目前|当前|截至|截止|据|自|在|从|为|围绕|针对|通过|同时|此外|另外|其中|随着|作为|不仅|下一步|接下来|未来|这|那|他|她"
    r"|我|“|『|「|首先|其次|一是|二是|三是|此前|如今|现在|对于|面对|立足|按照|根据|与此同时|\d{4}年|\d{1,2}月|昨天|今天|上午|下午|走进|记者|本报|“|一方面|当)"
)


GOES_ON = re.compile(r"[，。、；：！？）”》%％]|的|是(?!否)|第\d+[位名]")
LONG_WITH_COMMA = 20


def is_stump(text):
    """Whether a short line is the end of a column rather than a heading: it goes on like a sentence, and hangs.

    A heading is made of clauses of about one weight (“强链补链，做优产业”); a column cuts anywhere (“…，就是”).
    """
    if is_cut_hard(text):
        return True
    clauses = re.split("[，,]", text)
    is_long = len(text) > LONG_WITH_COMMA or begins_sentence(text)
    return len(clauses) > 1 and (is_long or len(clauses[-1]) * 2 <= len(clauses[0]))


def is_couplet(text):
    """Whether ``text`` is two clauses of one weight, as headings like to be."""
    clauses = re.split("[，,]", text)
    return len(clauses) == 2 and abs(len(clauses[0]) - len(clauses[1])) <= 2


def goes_on(text):
    """Whether ``text`` cannot be the beginning of anything."""
    return bool(GOES_ON.match(text))


def is_cut_hard(text):
    """Whether nothing could end where ``text`` does."""
    return bool(UNFINISHED.search(text)) or any(
        text.count(o) > text.count(c) for o, c in [*OPENING.items(), *("《》", "（）")]
    )


def begins_sentence(text):
    """Whether ``text`` opens with words that open sentences. Few do; that one does not says nothing."""
    return bool(OPENERS.match(text))
