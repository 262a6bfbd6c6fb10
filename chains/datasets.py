"""Indicators as search engines for data read them: schema.org Dataset in JSON-LD."""

from django.conf import settings
from django.urls import reverse


def dataset(indicator, request):
    """Give the description of ``indicator`` (loaded with its card) as a ``dict`` for JSON-LD; costs no query."""
    site = settings.SITE
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": full_name(indicator),
        "description": indicator.definition or f"{full_name(indicator)}的历次数值，每个数值写明时期、来源和状态。",
        "url": request.build_absolute_uri(indicator.get_absolute_url()),
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": site["organiser"] or site["name"]},
        "dateModified": (indicator.updated_at or indicator.public_from).date().isoformat(),
        "variableMeasured": {"@type": "PropertyValue", "name": indicator.name, "unitText": indicator.unit},
        "distribution": [download(*given, request) for given in downloads(indicator)],
    }
    if indicator.latest:
        described["temporalCoverage"] = f"../{indicator.latest.period_end}"
        described["isBasedOn"] = [work(source, request) for source in sources(indicator)]
    return described


def sources(indicator):
    """Give the sources of the values that were loaded, each once."""
    return list({value.source.pk: value.source for value in indicator.current_values}.values())


def work(source, request):
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.outlet},
        "url": request.build_absolute_uri(source.get_absolute_url()),
    }


def full_name(indicator):
    """Give the name of ``indicator`` with the committee or initiative that it is about."""
    return f"{indicator.name}（{indicator.subject.name}）" if indicator.subject else indicator.name


def downloads(indicator):
    """Give ``(media type, path)`` of the files that hold the values of ``indicator``."""
    return [
        ("text/csv", reverse("chains:indicator_data", args=[indicator.slug])),
        ("application/json", reverse("api:observation-list", args=[indicator.slug])),
    ]


def download(media_type, path, request):
    return {
        "@type": "DataDownload",
        "encodingFormat": media_type,
        "contentUrl": request.build_absolute_uri(path),
    }
