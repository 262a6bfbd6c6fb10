"""How the API writes numbers: digits as text, so that no program rounds them, with all that must be said of them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.editions.serializers import corrections_field
from portal.shared.api.serializers import (
    LinkSerializer,
    PageField,
    PublicLinkSerializer,
    PublishedSerializer,
    RecordSerializer,
    choice_label,
    date_label,
    text,
)

from ..fields import PeriodField as PeriodModelField
from ..models import Indicator, Observation, Target
from ..models.indicators import NEWEST_VALUES
from ..wording import number
from .links import SourceLinkSerializer

VALUE_FIELDS = [
    "period",
    "period_label",
    "period_start",
    "period_end",
    "value",
    "unit",
    "qualifier",
    "qualifier_label",
    "of",
    "wording",
]
OBSERVATION_FIELDS = [
    "id",
    *VALUE_FIELDS,
    "status",
    "status_label",
    "source",
    "place",
    "note",
    "known_from",
    "is_current",
    "replaces",
    "reason",
]


DAY = r"\d{4}(-\d{2}(-\d{2})?)?"


@extend_schema_field({"type": "string", "pattern": rf"^(to {DAY}|{DAY}(/{DAY})?|\d{{4}}-Q[1-4])$"})
class PeriodField(serializers.Field):
    """The code of a period: ``2021``, ``2022-Q1``, ``2022-01/2022-05``, ``to 2022-06``."""

    def to_representation(self, value):
        return str(value)


@extend_schema_field({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"})
class NumberField(serializers.Field):
    """A ``Decimal`` as text in plain digits, none added and none lost."""

    def to_representation(self, value):
        return number(value)


class ValueSerializer(RecordSerializer):
    """What every quoted number has (:class:`~chains.models.Value`)."""

    serializer_field_mapping = RecordSerializer.serializer_field_mapping | {PeriodModelField: PeriodField}

    said = {
        "period": "时期的代码，如2021、2022-Q1、2022-01/2022-05；to 2022-06指截至那时的总数。",
        "period_start": "时期的第一天；截至某时的总数没有，为null。",
        "period_end": "时期的最后一天；没有时期时为null。",
        "of": "位次的参评总数；不是位次时为null。单位：家。",
        "place": "数值在来源中的位置，如“第二节”；没有说明时为空。",
        "note": "备注，如来源前后不一之处；没有时为空。",
        "known_from": "自哪一天起公开为人所知；as_of以此为准。",
        "replaces": "所更正的旧数值的编号；不是更正时为null。",
        "reason": "更正的原因；不是更正时为空。",
    }

    period_label = date_label("period")
    value = NumberField(read_only=True, help_text="数值，十进制数字文本，不舍入。单位：同一行的unit。")
    unit = text("数值的单位，如亿元、户、%；位次的单位是“位”。")
    qualifier_label = choice_label("qualifier")
    wording = text("数值的中文说法，如“突破1500亿元”。")


class ObservationSerializer(ValueSerializer):
    """一个时期的数值。"""

    status_label = choice_label("status")
    source = SourceLinkSerializer(read_only=True)
    is_current = serializers.BooleanField(read_only=True, help_text="是否为现行数值；假，即已被更正。")

    class Meta:
        model = Observation
        fields = OBSERVATION_FIELDS


class ProgressSerializer(serializers.Serializer):
    """对照目标的进度。"""

    percent = NumberField(
        read_only=True, allow_null=True, help_text="完成或压缩的百分数，到0.1；无从计算时为null。单位：%。"
    )
    percent_wording = text("百分数的说法，该写“约”“超”的写明；无从计算时为空。")
    standing = text("对照结果，几个字，如“已完成”。")
    brief = text("数值和目标，一口气说完；还没有数值时为空。")
    sentence = text("数值、目标和进度，一句话。")


class TargetSerializer(ValueSerializer):
    """目标或法定时限，和它的进度。"""

    said = ValueSerializer.said | {"period": f"{ValueSerializer.said['period']}没有时期时为null。"}

    kind_label = choice_label("kind")
    label = text("名称。", source="name")
    source = SourceLinkSerializer(read_only=True)
    progress = ProgressSerializer(read_only=True, help_text="对照这个目标的进度。")

    class Meta:
        model = Target
        fields = ["id", "kind", "kind_label", "label", *VALUE_FIELDS, "source", "place", "note", "progress"]


class IndicatorBriefSerializer(LinkSerializer):
    """指标和它的最新数值。"""

    latest = ObservationSerializer(read_only=True, allow_null=True, help_text="最新的现行数值；没有时为null。")


class IndicatorSerializer(PublishedSerializer):
    """指标。"""

    said = {
        "unit": "数值的单位，如亿元、户、%；位次的单位是“位”。",
        "decimals": "数值最多几位小数。单位：位。",
        "definition": "口径：这个数字算的是什么，不算什么。",
    }

    topic_label = choice_label("topic")
    better_label = choice_label("better")
    cycle_label = choice_label("cycle")
    committee = PublicLinkSerializer(help_text="所属组织；说的是全区时为null。")
    initiative = PublicLinkSerializer(help_text="所属举措；说的是全区时为null。")
    latest = ObservationSerializer(read_only=True, allow_null=True, help_text="最新的现行数值；没有时为null。")
    targets = TargetSerializer(source="known_targets", many=True, read_only=True, help_text="目标和法定时限。")
    progress = ProgressSerializer(read_only=True, allow_null=True, help_text="对照目标的进度；没有目标时为null。")
    url = PageField()

    class Meta:
        model = Indicator
        fields = [
            "slug",
            "name",
            "unit",
            "decimals",
            "topic",
            "topic_label",
            "definition",
            "better",
            "better_label",
            "cycle",
            "cycle_label",
            "committee",
            "initiative",
            "latest",
            "targets",
            "progress",
            "published_at",
            "updated_at",
            "url",
        ]


class RegisterObservationSerializer(ObservationSerializer):
    """一个时期的数值，和它的指标。"""

    indicator = LinkSerializer(read_only=True)

    class Meta(ObservationSerializer.Meta):
        fields = ["indicator", *OBSERVATION_FIELDS]


class RegisterTargetSerializer(TargetSerializer):
    """目标或法定时限，和它的指标。"""

    indicator = LinkSerializer(read_only=True)

    class Meta(TargetSerializer.Meta):
        fields = ["indicator", *TargetSerializer.Meta.fields]


class IndicatorDetailSerializer(IndicatorSerializer):
    """指标和它的数值。"""

    observations = ObservationSerializer(
        source="newest_observations", many=True, read_only=True, help_text=f"最新的{NEWEST_VALUES}个数值。"
    )
    observations_url = serializers.HyperlinkedIdentityField(
        view_name="api:observation-list", lookup_field="slug", help_text="全部数值的地址。"
    )

    corrections = corrections_field(source="known_corrections")

    class Meta(IndicatorSerializer.Meta):
        fields = [*IndicatorSerializer.Meta.fields, "observations", "observations_url", "corrections"]
