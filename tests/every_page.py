"""Every kind of page that the portal has, for checks that look at all of them.

``PUBLIC`` names the pages of visitors, :func:`admin_screens` those of the admin, derived from its registry, so that a
new model is looked at without being named. They hold for a portal with the example content and :func:`add_content`.
"""

from datetime import date, timedelta

from django.contrib import admin
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from portal.identity.models import SiteIdentity
from portal.shared.outbound import notice
from tests import factories as make

# A host that nobody has; the story's text links to it.
ELSEWHERE = "https://www.example.org/zone"
STORY = 9001

# {name: (address, status)}
PUBLIC = {
    name: page if isinstance(page, tuple) else (page, 200)
    for name, page in {
        "home": "/",
        "news": "/news/",
        "news-page-2": "/news/page/2/",
        "news-filtered": "/news/?q=激光",
        "news-nothing-found": "/news/?q=没有这样的词",
        "news-bad-filter": ("/news/?column=no-such-column", 400),
        "column": "/news/column/special-reports/",
        "year": f"/news/year/{timezone.localdate().year}/",
        "story": f"/news/{STORY}-every-block/",
        "long-story": "/news/1-world-class-park/",
        "committees": "/chains/",
        "industry": "/chains/industry/intelligent-equipment/",
        "committee": "/chains/laser-chain-committee/",
        "services": "/services/",
        "initiative": "/services/four-permits/",
        "indicators": "/indicators/",
        "topic": "/indicators/topic/economy/",
        "indicator": "/indicators/electricity/",
        "indicator-as-of": "/indicators/electricity/?as_of=2022-02-28",
        "indicator-bad-day": ("/indicators/electricity/?as_of=2999-01-01", 400),
        "timeline": "/timeline/",
        "source": "/sources/qilu-yidian-2022-06/",
        "about": "/about/",
        "accessibility": "/accessibility/",
        "sitemap": "/sitemap/",
        "search": "/search/?q=激光",
        "search-nothing-found": "/search/?q=没有这样的词",
        "search-empty": "/search/",
        "leaving": notice(ELSEWHERE),
        "leaving-refused": (f"/leaving/?url={ELSEWHERE}", 400),
        "api-docs": "/api/v1/docs/",
        "error-400": ("/fault/400/", 400),
        "error-403": ("/fault/403/", 403),
        "error-404": ("/no/such/page/", 404),
        "error-500": ("/fault/500/", 500),
    }.items()
}

# Pages of the admin that are not pages of a model.
SITE = ["index", "password_change", "password_change_done", "guide"]
STOCK = {"changelist", "add", "change", "history", "delete"}
# What answers programs, and what is no screen of the admin: a public page, and a sheet of paper.
NO_SCREENS = {"presence", "suggest", "export", "preview", "sheet"} | {
    f"bulk_{step}"
    for step in ("submit", "withdraw", "move", "export")  # they lead back where nothing is chosen
}
PARTS = ["<p>正文。</p><h2>小标题</h2><p>2022年，<strong>重点</strong>与<em>强调</em>，见"
         f'<a href="{ELSEWHERE}">外部网站</a>和<a href="/indicators/gdp/">地区生产总值</a>。</p>',
         "<ul><li><p>一项</p></li><li><p>又一项</p></li></ul><ol><li><p>第一</p></li></ol><blockquote><p>引文</p></blockquote>"
         "<h3>更小的标题</h3><table><tbody><tr><th><p>年份</p></th><th><p>数值</p></th></tr>"
         "<tr><td><p>2021</p></td><td><p>48.1</p></td></tr></tbody></table><hr>"]  # fmt: skip


# What the example content lacks


def add_content():
    """Add a story with every kind of block, lists of several pages, an indicator with a long history, an alert."""
    add_identity()
    column = make.make_column("园区纪事", slug="park-notes")
    for number in range(1, 25):
        make.make_feature(f"园区见闻之{number}：一条街的早晨和晚上", slug=f"park-{number}", column=column)
    source = make.make_source("用电月报", slug="electricity", published="2022-01", url=ELSEWHERE)
    photo = make.make_photo(size=(1200, 800))
    values = add_indicator(source)
    add_record("committee", make.make_committee("用电产业链党委", slug="power", source=source, cover=photo), photo)
    add_record("initiative", make.make_initiative("一站接电", slug="power-on", source=source, cover=photo), photo)
    add_story(column, source, photo, values)


def add_identity():
    """Let the site say of itself all that it can say, and show an alert."""
    now = timezone.now()
    SiteIdentity(
        organiser="示例管理委员会",
        undertaker="示例大数据中心",
        address="示例路1号",
        phone="0531-12345678",
        email="fix@example.gov.cn",
        correction_url="https://zfwzgl.www.gov.cn/exposure/jiucuo.html",
        id_code="3701000001",
        icp_number="鲁ICP备00000000号-1",
        police_number="鲁公网安备 37010002000001号",
        badge=ContentFile(make.png((80, 100)), "badge.png"),
        badge_url=ELSEWHERE,
        alert_text="今晚八点起系统维护，约一小时。",
        alert_url="/about/",
        alert_level="important",
        alert_start=now - timedelta(days=1),
        alert_end=now + timedelta(days=1),
    ).save()


def add_indicator(source):
    """An indicator with two pages of history, a target, and a correction; give its values."""
    notices = [{"date": "2022-03-01", "note": "12月的用电量已改正。"}]
    about = {"slug": "electricity", "unit": "万千瓦时", "decimals": 0, "definition": "全区用电量。"}
    indicator = make.make_indicator("每月用电量", corrections=notices, **about)
    months = [f"{year}-{month:02}" for year in range(2017, 2022) for month in range(1, 13)]
    values = [
        make.make_observation(indicator, source=source, period=month, value=900 + n % 12 * 7 + n, place="第1页")
        for n, month in enumerate(months)
    ]
    known = date(2022, 3, 1)
    make.make_correction(values[-1], source=source, reason="供电单位改正。", note="多计一户。", known_from=known)
    make.make_target(indicator, period="2021", value=1000, source=source)
    return values


def add_record(kind, record, photo):
    """Give a committee or an initiative a text, a picture and a milestone."""
    for text in PARTS:
        getattr(make, f"make_{kind}_text")(record, text)
    getattr(make, f"make_{kind}_photo")(record, photo)
    make.make_milestone(f"{record}的第一天", **{kind: record})
    if kind == "committee":
        make.make_membership(record, make.make_organization("用电大户"))


def add_story(column, source, photo, values):
    about = {"column": column, "source": source, "origin": "compiled", "byline": "本网编辑", "cover": photo}
    words = {"kicker": "样样都有", "title": "每种内容各一块的报道", "subtitle": "文字、引语、图片、数据和附件"}
    story = make.make_feature(id=STORY, slug="every-block", **words, **about)
    make.make_credit(story)
    make.make_text(story, PARTS[0])
    make.make_quote(story, attribution="园区的一位居民")
    make.make_photo_block(story, photo)
    for value in values[-2:]:
        make.make_figure_block(story, value)
    make.make_text(story, PARTS[1])
    make.make_attachment_block(story, note="样张")


# Screens of the admin


def admin_screens():
    """Give ``{name: address}``; ``{0}`` in an address stands for the key of a record of the model that names it.

    Django's own pages are there for every model; what many models have besides is there once, as it looks alike.
    """
    screens = {name: reverse(f"admin:{name}") for name in SITE}
    apps = {model._meta.app_label for model in admin.site._registry}
    screens |= {f"app {label}": reverse("admin:app_list", args=[label]) for label in sorted(apps)}
    seen = set()
    for model, model_admin in admin.site._registry.items():
        pages = {page for page in names_of(model_admin) if page in STOCK or page not in seen} - NO_SCREENS
        seen |= pages
        screens |= {f"{model._meta.label_lower} {page}": screen(model._meta, page) for page in sorted(pages)}
    return screens


def names_of(model_admin):
    """Give the names of the pages of a model: change, compare…"""
    prefix = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_"
    return {pattern.name.removeprefix(prefix) for pattern in model_admin.urls if pattern.name}


def screen(opts, page):
    """Give the address of a page, of a record or not, of the first edition or of none."""
    name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
    for args in ([], ["{0}"], ["{0}", 1]):
        try:
            return reverse(name, args=args).replace("%7B0%7D", "{0}")
        except NoReverseMatch:
            continue
    raise NoReverseMatch(name)


def newest_keys():
    """Give ``{model: key}`` of the newest record of each model of the admin."""
    newest = {model: model._base_manager.order_by("pk").last() for model in admin.site._registry}
    return {model._meta.label_lower: str(record.pk) for model, record in newest.items() if record}
