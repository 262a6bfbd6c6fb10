"""How the API describes itself (OpenAPI), so that view sets need say no more than one Chinese sentence."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema_serializer
from rest_framework import serializers

from . import problems
from .csv import CsvRenderer


@extend_schema_serializer(many=False)
class ProblemSerializer(serializers.Serializer):
    """出错时的回答（RFC 9457）。"""

    type = serializers.CharField(help_text="总是about:blank。")
    title = serializers.CharField(help_text="状态码的意思。")
    status = serializers.IntegerField(help_text="HTTP状态码。")
    detail = serializers.CharField(help_text="错在哪里，一句话。")
    code = serializers.CharField(help_text="错误代码，不会改变，供程序判断。")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="哪个参数错在哪里。"
    )
    allowed = serializers.ListField(child=serializers.CharField(), required=False, help_text="可以怎么写。")


class Schema(AutoSchema):
    """Takes the Chinese names from the models and ``about`` from the view; adds what a refusal looks like."""

    def get_tags(self):
        return [self.title]

    def get_summary(self):
        return f"{self.title}：一条" if self.view.detail else f"{self.title}：列表"

    def get_description(self):
        return self.view.about

    def get_response_serializers(self):
        refusals = {400: "参数有误。", 404: "没有这条记录，或没有这一页。"}
        answers = {
            (status, problems.MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description)
            for status, description in refusals.items()
        }
        written = {(200, "application/json"): self._get_serializer()}
        if not self.view.detail:
            written[200, CsvRenderer.media_type] = OpenApiTypes.STR
        return {**written, **answers}

    def _get_format_parameters(self):
        return self.view.get_schema_parameters()

    @property
    def title(self):
        """The name of the resource: the view's own ``title``, or that of its model."""
        return getattr(self.view, "title", None) or str(self.view.get_queryset().model._meta.verbose_name)

    def _resolve_path_parameters(self, variables):
        found = super()._resolve_path_parameters(variables)
        for parameter in found:
            parameter["description"] = "编号。" if parameter["name"] == "id" else "网址名（slug）。"
        return found


def without_slash(endpoints):
    """Write addresses without the slash at their end, which may be left out."""
    return [(path.rstrip("/"), regex, method, view) for path, regex, method, view in endpoints]
