"""The admin of the news: columns and stories."""

from django.contrib import admin
from django.db.models import Count, F

from portal.editions.admin import EditionAdmin, RelatedFilter, StateFilter
from portal.search.admin import WordsAdmin
from portal.shared.admin import (
    AttachmentInline,
    BlockInline,
    BodyAdmin,
    PartForm,
    PartInline,
    PhotoInline,
    PortalModelAdmin,
    QuoteInline,
    TextInline,
)

from .bulk import MoveToColumn
from .importing.admin import ReportImport
from .models import AttachmentBlock, Column, Credit, Feature, FigureBlock, PhotoBlock, PullQuote, Text


class CreditInline(PartInline, admin.TabularInline):
    model = Credit
    verbose_name_plural = "采编人员（职责和姓名）"  # the byline is called 署名, too
    fields = ["role", "name", "position"]


class FeatureTextInline(TextInline):
    model = Text


class FeaturePhotoInline(PhotoInline):
    model = PhotoBlock


class FeatureQuoteInline(QuoteInline):
    model = PullQuote


class FigureForm(PartForm):
    """The choice of a saved figure may be empty only when its observation has been removed: it stays as pinned.

    (That a new figure needs an observation is said by the model.)
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "observation" in self.fields:
            self.fields["observation"].required = self.instance.observation_id is not None


class FigureInline(BlockInline):
    model = FigureBlock
    form = FigureForm
    icon = "monitoring"
    fields = ["observation", "pinned", "caption", "region", "ordering"]
    readonly_fields = ["pinned"]
    autocomplete_fields = ["observation"]
    select_related = ["indicator", "observation__indicator"]

    @admin.display(description="文中数字")
    def pinned(self, obj):
        return f"{obj.period.label} {obj.wording}" if obj.unit else "保存后显示"


class FeatureAttachmentInline(AttachmentInline):
    model = AttachmentBlock


class FiguresFilter(admin.SimpleListFilter):
    """By what has become of the figures that a story quotes."""

    title = "文中数据"
    parameter_name = "figures"
    rules = {
        "corrected": ("有更正", FigureBlock.objects.corrected),
        "outdated": ("有更新", FigureBlock.objects.outdated),
    }

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _) in self.rules.items()]

    def queryset(self, request, queryset):
        _, figures = self.rules.get(self.value(), (None, None))
        return queryset.quoting(figures()) if figures else queryset


@admin.register(Feature)
class FeatureAdmin(ReportImport, WordsAdmin, EditionAdmin, BodyAdmin):
    list_display = ["title", "state", "column", "origin", "source_title", "pinned"]
    list_filter = [
        StateFilter,
        FiguresFilter,
        "column",
        "origin",
        "pinned",
        ("committees", RelatedFilter),
    ]
    list_select_related = ["column", "source"]
    search_fields = ["title"]  # and all the rest that is written (WordsAdmin)
    date_hierarchy = "public_from"
    ordering = [F("public_from").desc(nulls_first=True), "-pk"]
    autocomplete_fields = ["column", "source", "cover", "committees", "initiatives"]
    slug_stays_editable = True
    bulk_steps = [*EditionAdmin.bulk_steps, MoveToColumn]
    inlines = [
        CreditInline,
        FeatureTextInline,
        FeaturePhotoInline,
        FeatureQuoteInline,
        FigureInline,
        FeatureAttachmentInline,
    ]
    fieldsets = [
        (None, {"fields": ["kicker", "title", "subtitle", "slug", "summary", "cover"]}),
        ("栏目与位置", {"fields": ["column", "pinned", "committees", "initiatives"]}),
        (
            "来源与署名",
            {"fields": [("origin", "source"), "byline"]},
        ),
    ]

    @admin.display(description="来源", ordering="source__title")
    def source_title(self, obj):
        return obj.source and obj.source.title


@admin.register(Column)
class ColumnAdmin(PortalModelAdmin):
    list_display = ["name", "type", "cycle", "feature_count", "position"]
    list_editable = ["position"]
    list_filter = ["type", "cycle"]
    search_fields = ["name", "name_key", "slug", "description", "keywords"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "position"]}),
        (
            "页面信息",
            {
                "fields": ["description", "keywords", "type", "cycle"],
                "description": "写进网页的栏目标签，检查网站时会看。",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(feature_count=Count("features", distinct=True))

    @admin.display(description="新闻数", ordering="feature_count")
    def feature_count(self, obj):
        return obj.feature_count
