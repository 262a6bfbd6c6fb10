"""The search of the whole site in the API."""

from django.db.models import Value
from drf_spectacular.plumbing import build_choice_description_list
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend

from portal.shared.api.problems import refused
from portal.shared.api.serializers import text
from portal.shared.api.viewsets import ListViewSet
from portal.shared.filters import SLUG

from .filters import TYPED
from .forms import SORTS, SearchForm
from .results import Results
from .searchables import REGISTRY, labels

DESCRIPTIONS = {
    "q": "关键词，几个词都要有；加引号的按原样连着找。必填。",
    "kind": "类型。\n\n",
    "column": "新闻的栏目，写网址名（slug）。",
    "year": "年份，四位数字。",
    "sort": "排序，不写时按相关程度；按时间的，新的在前。\n\n",
}
CHOICES = {"kind": labels, "sort": lambda: SORTS}


def kinds():
    """Give ``[(kind, label)]`` of all that can be found."""
    return list(labels().items())


class HitsSerializer(serializers.ListSerializer):
    """Writes hits with the slugs of their records, which cost one query."""

    def to_representation(self, hits):
        hits = list(hits)
        self.child.slugs = slugs_of([hit.entry for hit in hits])
        return super().to_representation(hits)


def slugs_of(entries):
    """Give ``{(kind, key): slug}`` of the records of ``entries``; one query."""
    keys = {}
    for entry in entries:
        keys.setdefault(entry.kind, []).append(entry.key)
    found = [
        REGISTRY[kind].model._base_manager.filter(pk__in=some).order_by().values_list(Value(kind), "pk", "slug")
        for kind, some in keys.items()
    ]
    rows = found[0].union(*found[1:], all=True) if found else []
    return {(kind, key): slug for kind, key, slug in rows}


class HitSerializer(serializers.Serializer):
    """找到的一条。"""

    kind = serializers.ChoiceField(kinds(), source="entry.kind", help_text="类型。")
    kind_label = text("类型的中文。", source="label")
    id = serializers.SerializerMethodField(help_text="新闻的编号；其他没有编号，为null。")
    slug = serializers.SerializerMethodField(help_text="网址名。")
    title = serializers.CharField(source="entry.title", help_text="标题或名称。")
    extract = serializers.SerializerMethodField(help_text="写到这些词的一段话。")
    url = serializers.SerializerMethodField(help_text="网页地址。")
    date = serializers.CharField(
        source="entry.day",
        allow_null=True,
        help_text="大事记的时间、来源的刊发日期，其他的公开日期；知道到哪一级就写到哪一级，没有时为null。",
    )

    class Meta:
        list_serializer_class = HitsSerializer
        fields = ["kind", "kind_label", "id", "slug", "title", "extract", "date", "url"]

    def get_id(self, hit) -> int | None:
        return hit.entry.key if hit.entry.kind == "feature" else None

    def get_slug(self, hit) -> str:
        return self.slugs[hit.entry.kind, hit.entry.key]

    def get_extract(self, hit) -> str:
        return "".join(text for text, _ in hit.extract)

    def get_url(self, hit) -> str:
        return self.context["request"].build_absolute_uri(hit.entry.address)


class SearchBackend(BaseFilterBackend):
    """Answers what :class:`SearchForm` reads; what it refuses is a 400 that names parameter and value."""

    def filter_queryset(self, request, queryset, view):
        form = SearchForm(request.query_params)
        form.fields["q"].required = True
        if not form.is_valid():
            raise refused(form, request.query_params)
        return form.results()

    def parameters(self, view):
        """Give the names that the query may have."""
        return list(SearchForm.base_fields)

    def get_schema_operation_parameters(self, view):
        """Describe the parameters for OpenAPI."""
        return [
            {
                "name": name,
                "in": "query",
                "description": said + build_choice_description_list(CHOICES.get(name, dict)().items()),
                "required": name == "q",
                "schema": self.schema(name),
            }
            for name, said in DESCRIPTIONS.items()
        ]

    @staticmethod
    def schema(name):
        if name == "q":
            return TYPED
        if name == "year":
            return {"type": "integer", "minimum": 1000, "maximum": 9999}
        choices = CHOICES.get(name, dict)()
        return {"type": "string", "enum": list(choices)} if choices else SLUG


class Search(ListViewSet):
    title = "搜索"
    about = "查找全部公开内容：新闻、产业链组织、服务链举措、指标、大事记、单位和来源。"
    serializer_class = HitSerializer
    filter_backends = [SearchBackend]

    def get_queryset(self):
        return Results([])
