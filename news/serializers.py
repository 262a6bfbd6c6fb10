"""How the API writes columns and stories."""

from rest_framework import serializers

from chains.models import Observation
from chains.serializers import SourceLinkSerializer
from chains.serializers.figures import VALUE_FIELDS, ValueSerializer
from portal.editions.serializers import corrections_field
from portal.library.serializers import AttachmentBlockSerializer, PhotoBlockSerializer, PhotoSerializer
from portal.shared.api.serializers import (
    BodyField,
    LinkSerializer,
    PageField,
    PublicLinkSerializer,
    PublishedSerializer,
    QuoteBlockSerializer,
    RecordSerializer,
    TextBlockSerializer,
    block_type,
    choice_label,
    text,
)

from .models import Column, Credit, Feature, FigureBlock


class ColumnSerializer(RecordSerializer):
    """栏目。"""

    cycle_label = choice_label("cycle")
    url = PageField()

    class Meta:
        model = Column
        fields = ["slug", "name", "description", "keywords", "type", "cycle", "cycle_label", "url"]


class CreditSerializer(RecordSerializer):
    """署名中的一项。"""

    class Meta:
        model = Credit
        fields = ["role", "name"]


class NewerValueSerializer(ValueSerializer):
    """指标的最新数值，时期比文中引用的晚。"""

    class Meta:
        model = Observation
        fields = VALUE_FIELDS


class CorrectedValueSerializer(ValueSerializer):
    """文中引用的时期现在的数值，和文中的不同。"""

    class Meta:
        model = Observation
        fields = [*VALUE_FIELDS, "reason"]


class FigureBlockSerializer(ValueSerializer):
    """正文中引用的数值；指标后来更新或更正，它也不变。"""

    type = block_type("figure")
    label = serializers.CharField(read_only=True, help_text="说明。")
    indicator = PublicLinkSerializer(help_text="所引指标。")
    newer = NewerValueSerializer(
        read_only=True, allow_null=True, help_text="指标的最新数值；没有更晚时期的，或指标没有公开，为null。"
    )
    corrected_to = CorrectedValueSerializer(
        read_only=True, allow_null=True, help_text="更正后的数值和更正原因；没有更正，或指标没有公开，为null。"
    )

    class Meta:
        model = FigureBlock
        fields = ["type", "label", *VALUE_FIELDS, "indicator", "newer", "corrected_to"]


BLOCKS = {
    "text": TextBlockSerializer,
    "photo": PhotoBlockSerializer,
    "quote": QuoteBlockSerializer,
    "figure": FigureBlockSerializer,
    "attachment": AttachmentBlockSerializer,
}


class FeatureSerializer(PublishedSerializer):
    """新闻。"""

    column = LinkSerializer(read_only=True)
    origin_label = choice_label("origin")
    source = SourceLinkSerializer(read_only=True, allow_null=True)
    source_wording = text("来源在网页上的写法。")
    credits = CreditSerializer(many=True, read_only=True)
    cover = PhotoSerializer(read_only=True, allow_null=True)
    committees = LinkSerializer(many=True, read_only=True)
    initiatives = LinkSerializer(many=True, read_only=True)
    url = PageField()

    class Meta:
        model = Feature
        fields = [
            "id",
            "slug",
            "kicker",
            "title",
            "subtitle",
            "summary",
            "column",
            "origin",
            "origin_label",
            "source",
            "source_wording",
            "byline",
            "credits",
            "cover",
            "committees",
            "initiatives",
            "published_at",
            "updated_at",
            "url",
        ]


class FeatureDetailSerializer(FeatureSerializer):
    """新闻和它的正文。"""

    body = BodyField("FeatureBlock", BLOCKS)
    corrections = corrections_field()

    class Meta(FeatureSerializer.Meta):
        fields = [*FeatureSerializer.Meta.fields, "body", "corrections"]
