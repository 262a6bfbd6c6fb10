"""Model fields of the register's figures."""

from django.db import models

from portal.shared.fields import ParsedTextField

from .periods import Period


class PeriodField(ParsedTextField):
    """A :class:`~chains.periods.Period`, stored as its code."""

    value_class = Period
    description = "The period that a value is about"

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 24
        kwargs.setdefault(
            "help_text", "照习惯写：2021年、2022年一季度、2022年1—5月、截至2022年6月，或2022-Q1这样的代码。"
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs


class PeriodDayField(models.DateField):
    """The first or last day of the row's ``period``, kept for sorting and filtering; set on every save, never typed."""

    def __init__(self, *args, edge, **kwargs):
        self.edge = edge
        kwargs.update(editable=False, null=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["null"]
        return name, path, args, kwargs | {"edge": self.edge}

    def pre_save(self, model_instance, add):
        period = model_instance._meta.get_field("period").to_python(model_instance.period)
        day = period and getattr(period, self.edge)
        setattr(model_instance, self.attname, day)
        return day
