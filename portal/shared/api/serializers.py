"""How the API writes what all apps have: partial dates, labels, addresses, links to records and the body of blocks."""

import re

from django.db import models
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from ..changes import changed_at
from ..fields import PartialDateField as PartialDateModelField


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
class PartialDateField(serializers.Field):
    """A partial date in the reduced-precision form of ISO 8601: ``2021``, ``2021-03``, ``2021-03-15``."""

    def to_representation(self, value):
        return str(value)


@extend_schema_field({"type": "string", "format": "uri"})
class PageField(serializers.Field):
    """The absolute address of the record's page."""

    def __init__(self, **kwargs):
        super().__init__(**{"source": "*", "read_only": True, "help_text": "网页地址。"} | kwargs)

    def to_representation(self, record):
        return self.context["request"].build_absolute_uri(record.get_absolute_url())


def text(help_text, **kwargs):
    """Give the field that holds text which a property of the record makes."""
    return serializers.CharField(read_only=True, help_text=help_text, **kwargs)


class ChoiceLabelField(serializers.CharField):
    """The Chinese word for a code, from the model's method that ``source`` names."""

    def get_attribute(self, record):
        return getattr(record, self.source)()  # DRF would inspect the method anew for every row


def choice_label(field):
    """Give the field that holds the Chinese word for the code in ``field``."""
    return ChoiceLabelField(read_only=True, help_text=f"{field}的中文。", source=f"get_{field}_display")


def date_label(field):
    """Give the field that holds ``field``, a partial date or a period, as Chinese prose: 2021年3月."""
    return text(f"{field}的中文写法。", source=f"{field}.label", allow_null=True)


class RecordSerializer(serializers.ModelSerializer):
    """Read-only rows whose fields are described by the model's Chinese names. ``Meta.fields`` names every field.

    ``said`` is ``{model field: sentence}`` where the name alone says too little: a number's unit, what empty means.
    """

    said = {}

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        PartialDateModelField: PartialDateField,
        models.URLField: serializers.CharField,  # it may be empty, which no address is
    }

    def build_standard_field(self, field_name, model_field):
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        said = {"slug": "网址名。", "id": "编号，不会改变。"} | self.said
        return field_class, kwargs | {"help_text": said.get(field_name, f"{model_field.verbose_name}。")}

    def build_relational_field(self, field_name, relation_info):
        """The model's help text is for editors: what is said here goes before it."""
        field_class, kwargs = super().build_relational_field(field_name, relation_info)
        said = self.said.get(field_name)
        return field_class, kwargs | ({"help_text": said} if said else {})

    def include_extra_kwargs(self, kwargs, extra_kwargs):
        kwargs.pop("label", None)
        return super().include_extra_kwargs(kwargs, extra_kwargs | {"read_only": True})

    def get_fields(self):
        """What refers to other rows and says nothing of itself is called what the model calls it."""
        fields = super().get_fields()
        names = {field.name: field for field in self.Meta.model._meta.get_fields()}
        for name, field in fields.items():
            if not field.help_text and name in names:
                field.help_text = f"{name_of(names[name])}。"
        return fields


def name_of(field):
    """Give what a model calls its ``field``, or whose rows point at it."""
    return getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name


@extend_schema_field({"type": "string", "format": "date-time"})
class UpdatedField(serializers.DateTimeField):
    """When what is public of a record changed last: when it was updated, or else published (``dates.UPDATED``)."""

    def __init__(self, **kwargs):
        said = (
            "公开内容最近一次更新的时间；没有更新过的，为公开时间（北京时间）。"
            "只计这条记录自己的改动：一起给出的其他记录的名称、正文里的newer和corrected_to改变时，它不变。"
        )
        super().__init__(**{"source": "*", "read_only": True, "help_text": said} | kwargs)

    def to_representation(self, record):
        return super().to_representation(changed_at(record))


class PublishedSerializer(RecordSerializer):
    """Rows of what is published, which say when that was."""

    published_at = serializers.DateTimeField(source="public_from", read_only=True, help_text="公开时间（北京时间）。")
    updated_at = UpdatedField()


class LinkSerializer(serializers.Serializer):
    """另一条记录：名称和网址。"""

    slug = serializers.CharField(read_only=True, help_text="网址名。")
    name = serializers.CharField(read_only=True, help_text="名称。")
    url = PageField()


class PublicLinkSerializer(LinkSerializer):
    """另一条公开的记录。"""

    # A record that is not public is written as if there were none: null.

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"read_only": True, "allow_null": True} | kwargs)

    def get_attribute(self, instance):
        record = super().get_attribute(instance)
        return record if record is not None and record.is_public else None


def block_type(kind):
    """Give the field by which a program tells one kind of block from another."""
    field = type("BlockTypeField", (serializers.CharField,), {})
    extend_schema_field({"type": "string", "const": kind})(field)
    return field(source="kind", read_only=True, help_text=f"块的种类，这里总是{kind}。")


OUR_OWN = re.compile(r'(<[^<>]*\b(?:href|src)=")/(?!/)')  # in sanitised HTML, whose attributes are quoted alike


class TextBlockSerializer(serializers.Serializer):
    """正文中的文字。"""

    type = block_type("text")
    html = serializers.SerializerMethodField(
        help_text="只含标题、段落、列表、表格、链接等少数标签的HTML；其中的网址都是完整的。"
    )

    def get_html(self, block) -> str:
        """Give the text with whole addresses, for it will be read elsewhere."""
        site = self.context["request"].build_absolute_uri("/")
        return OUR_OWN.sub(lambda found: found[1] + site, block.text)


class QuoteBlockSerializer(serializers.Serializer):
    """正文中的引语。"""

    type = block_type("quote")
    text = serializers.CharField(help_text="引文。")
    attribution = serializers.CharField(help_text="出处。")


class BodyField(serializers.Field):
    """The blocks of a record in their order, each written by the serializer of its kind (``{kind: serializer}``)."""

    def __init__(self, component_name, block_serializers, **kwargs):
        self.block_serializers = block_serializers
        super().__init__(**{"read_only": True, "help_text": "正文，依次排列的块。"} | kwargs)
        blocks = PolymorphicProxySerializer(
            component_name=component_name,
            serializers=block_serializers,
            resource_type_field_name="type",
            many=True,
        )
        extend_schema_field(blocks)(self)

    def to_representation(self, blocks):
        return [self.block_serializers[block.kind](block, context=self.context).data for block in blocks]
