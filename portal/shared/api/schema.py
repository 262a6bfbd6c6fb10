"""How the API describes itself (OpenAPI), so that view sets need say no more than one Chinese sentence.

``description`` adds what all operations share, ``examples`` the examples.
"""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from ..filters import SLUG
from .description import EXPANDED

CODES = {
    "bad_request": "请求看不懂，例如请求头Host不是本站的域名",
    "unknown_parameter": "没有这个参数",
    "repeated_parameter": "一个参数写了两次；只有fields、expand和ordering可以",
    "invalid_parameter": "参数的值有误",
    "unknown_ordering": "不能这样排序",
    "unknown_field": "没有这个字段",
    "unknown_relation": "没有这个可展开的关联",
    "not_found": "没有这条记录，或它没有公开",
    "page_not_found": "页码超过最后一页",
    "unknown_address": "没有这个地址，状态为404",
    "method_not_allowed": "不支持这种请求方法",
    "not_acceptable": "没有请求头Accept要的格式",
    "precondition_failed": "请求头If-Match或If-Unmodified-Since的条件不成立",
    "too_many_requests": "请求太多，请稍后再试",
    "server_error": "服务器出错，已记入日志",
}


@extend_schema_serializer(many=False)
class ProblemSerializer(serializers.Serializer):
    """出错时的回答（RFC 9457）。"""

    type = serializers.CharField(help_text="总是about:blank：意思都在状态码和code中。")
    title = serializers.CharField(help_text="状态码的意思。")
    status = serializers.IntegerField(help_text="HTTP状态码。", min_value=400, max_value=599)
    detail = serializers.CharField(help_text="错在哪里，一句话；文字会改，程序请看code。")
    code = serializers.ChoiceField(list(CODES.items()), help_text="错误代码，不会改变，供程序判断。")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="哪个参数错在哪里。"
    )
    allowed = serializers.ListField(child=serializers.CharField(), required=False, help_text="可以怎么写。")
    retry_after = serializers.IntegerField(required=False, help_text="等多久再试，同响应头Retry-After。单位：秒。")


class Schema(AutoSchema):
    """Takes the Chinese names from the models and ``about`` from the view.

    ``of``, where a view has it, says of what its list is: 一个指标的.
    """

    def get_operation(self, *args):
        """Add what the relations of a row may be written out as, for ``description``, which takes it out again."""
        operation = super().get_operation(*args)
        relations = getattr(self.view, "relations", {}).items()
        names = {
            name: self.resolve_serializer(related.serializer_class, "response").name for name, related in relations
        }
        return operation and operation | {EXPANDED: names}

    def get_tags(self):
        return [self.title]

    def get_summary(self):
        return f"{self.title}：一条" if self.view.detail else f"{self.title}：{getattr(self.view, 'of', '')}列表"

    def get_description(self):
        return self.view.about

    def get_response_serializers(self):
        self.resolve_serializer(ProblemSerializer, "response")  # a component: ``description`` refers to it
        return {(200, "application/json"): self._get_serializer()}

    def _get_format_parameters(self):
        return self.view.get_schema_parameters()

    @property
    def title(self):
        """The name of the resource: the view's own ``title``, or that of its model."""
        return getattr(self.view, "title", None) or str(self.view.get_queryset().model._meta.verbose_name)

    def _resolve_path_parameters(self, variables):
        found = super()._resolve_path_parameters(variables)
        for parameter in found:
            number = parameter["name"] == "id"
            parameter["description"] = "编号。" if number else "网址名（slug）。"
            parameter["schema"] = {"type": "integer", "minimum": 1} if number else SLUG
        return found


def without_slash(endpoints):
    """Write addresses without the slash at their end, which may be left out."""
    return [(path.rstrip("/"), regex, method, view) for path, regex, method, view in endpoints]
