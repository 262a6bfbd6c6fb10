"""The links in the admin: to read, to filter, and to look at again; nothing is edited here but in the records."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.text import Truncator

from portal.shared.admin import ReadOnlyAdmin

from .index import AT_ONCE, judge_again
from .models import Link


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    list_display = ["status", "shown_address", "where", "why", "since", "kind"]
    list_display_links = None
    list_filter = ["status", "kind"]
    list_select_related = ["content_type"]
    list_per_page = 50
    search_fields = ["address", "title", "text"]
    show_full_result_count = False
    actions = ["look_again"]
    fields = ["address", "text", "where", "kind", "status", "why", "since", "checked_at"]
    readonly_fields = fields

    class Media:
        css = {"all": ["links/links.css"]}

    @admin.display(description="网址", ordering="address")
    def shown_address(self, link):
        """The address, to be followed; what cannot be read is text alone."""
        shown = Truncator(link.address).chars(80)
        if not link.target:
            return shown
        return format_html('<a href="{}" rel="noreferrer" title="{}">{}</a>', link.target, link.address, shown)

    @admin.display(description="在哪里", ordering="title")
    def where(self, link):
        """The record, which leads to its form, and the place in it."""
        title = Truncator(link.title).chars(40)
        if not link.admin_url:
            return f"{title}，{link.place}"
        return format_html('<a href="{}">{}</a>，{}', link.admin_url, title, link.place)

    @admin.action(description="重新检查这些内部链接", permissions=["view"])
    def look_again(self, request, queryset):
        internal = queryset.order_by().filter(kind=Link.Kind.INTERNAL)
        targets = list(internal.values_list("target", flat=True).distinct()[: AT_ONCE + 1])
        judge_again(targets[:AT_ONCE])
        self.message_user(request, outcome(targets, queryset), messages.SUCCESS if targets else messages.WARNING)


def outcome(targets, links):
    """Give a sentence for whoever asked to look again."""
    if not targets:
        return "选中的都是外部链接，由服务器上的定时任务检查。"
    if len(targets) > AT_ONCE:
        return f"一次最多检查{AT_ONCE}个网址，已检查了这么多。其余的请再选，或等定时任务检查。"
    rest = "外部链接由服务器上的定时任务检查。" if links.filter(kind=Link.Kind.EXTERNAL).exists() else ""
    return f"已检查{len(targets)}个内部网址。{rest}"
