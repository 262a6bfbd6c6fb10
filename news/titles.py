"""What is said of a title before it is submitted: that another record has the same."""

from django.utils.html import format_html

from portal.editions.findings import Finding
from portal.shared.titles import same_titled, title_field


def check(model, snapshot, record):
    """Give a :class:`Finding` for each record of ``model`` with the title that ``snapshot`` has; one query."""
    if (field := title_field(model)) is None:
        return []
    title = snapshot["fields"].get(field.name, "")
    kind = model._meta.verbose_name
    return [
        Finding(
            rule="same-title",
            sentence=f"已有同名的{kind}“{other}”（编号{key}）。请看看是不是重复了，或者换一个{field.verbose_name}。",
            place=field.verbose_name,
            context=format_html("<mark>{}</mark>", title),
        )
        for key, other in same_titled(model, title, but=record.pk)
    ]
