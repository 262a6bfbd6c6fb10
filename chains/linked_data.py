"""Records of the register described for search engines (schema.org): public records, which name public ones only."""

from django.urls import reverse

from portal.identity.linked_data import publisher
from portal.shared.changes import changed_at
from portal.shared.linked_data import image, moment, node, page_data

MOST_MEMBERS = 50  # a page has at most 14 kB to say it all

# Search engines for data want 50 characters at least, and a definition is often one short sentence.
ABOUT_VALUES = "本网收录它的历次数值，每个数值写明时期、状态、来源和在来源中的位置；更正过的旧值也保留，并写明原因。"


def organization(committee, request):
    """Give a committee (loaded with its page) with who leads it, whom it leads, and its members."""
    members = list(dict.fromkeys(membership.organization for membership in committee.memberships.all()))
    return page_data(
        "Organization",
        **about(committee, request),
        foundingDate=committee.founded and str(committee.founded),
        knowsAbout=committee.industry and committee.industry.name,
        parentOrganization=public_link(committee.led_by, request),
        subOrganization=[link(led, request) for led in committee.public_leads],
        member=[node("Organization", name=row.name, url=row.website) for row in members[:MOST_MEMBERS]],
    )


def government_service(initiative, request):
    """Give an initiative (loaded with its page) with the committee that answers for it."""
    return page_data(
        "GovernmentService", **about(initiative, request), provider=public_link(initiative.committee, request)
    )


def dataset(indicator, request):
    """Give an indicator (loaded with its card) with what it measures, its files and the sources of its values."""
    latest = indicator.latest
    return page_data(
        "Dataset",
        name=indicator.full_name,
        description="".join([indicator.definition or f"{indicator.full_name}。", ABOUT_VALUES]),
        url=address(indicator, request),
        inLanguage="zh-CN",
        isAccessibleForFree=True,
        creator=publisher(request),
        datePublished=moment(indicator.public_from),
        dateModified=moment(changed_at(indicator)),
        keywords=[indicator.get_topic_display()],
        variableMeasured=node("PropertyValue", name=indicator.name, unitText=indicator.unit),
        temporalCoverage=latest and f"../{latest.period_end}",
        isBasedOn=[work(source, request) for source in sources(indicator)],
        distribution=[download(*given, request) for given in downloads(indicator)],
    )


def about(record, request):
    """Give what is said of committees and initiatives alike."""
    return {
        "name": record.name,
        "description": record.summary,
        "url": address(record, request),
        "mainEntityOfPage": address(record, request),
        "image": image(record.cover, request),
        "subjectOf": record.source and work(record.source, request),
    }


def address(record, request):
    return request.build_absolute_uri(record.get_absolute_url())


def link(committee, request):
    """Give a committee as another thing names it."""
    return node("Organization", name=committee.name, url=address(committee, request))


def public_link(committee, request):
    """Give the link to ``committee`` unless it is missing or not public."""
    return link(committee, request) if committee and committee.is_public else None


def work(source, request):
    """Give a source as what something is based on."""
    return node(
        "CreativeWork",
        name=source.title,
        author=source.author and node("Person", name=source.author),
        publisher=node("Organization", name=source.outlet),
        datePublished=source.published and str(source.published),
        url=address(source, request),
        sameAs=source.url,
    )


def sources(indicator):
    """Give the sources of the values that were loaded, each once."""
    return list({value.source.pk: value.source for value in indicator.current_values}.values())


def downloads(indicator):
    """Give ``(media type, path)`` of the files that hold the values of ``indicator``."""
    return [
        ("text/csv", reverse("chains:indicator_data", args=[indicator.slug])),
        ("application/json", reverse("api:observation-list", args=[indicator.slug])),
    ]


def download(media_type, path, request):
    return node("DataDownload", encodingFormat=media_type, contentUrl=request.build_absolute_uri(path))
