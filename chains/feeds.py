"""Records of the register as entries of feeds. It knows no stories: the feeds themselves are made where both meet."""

from django.urls import reverse

from portal.shared.changes import changed_at
from portal.shared.feeds import Entry


def committee_entry(committee):
    """Give the entry of a committee (loaded with its industry, source and cover)."""
    return record_entry(
        committee, categories=[*industry_names([committee]), committee._meta.verbose_name, committee.get_kind_display()]
    )


def initiative_entry(initiative):
    """Give the entry of an initiative (loaded with its source and cover)."""
    return record_entry(initiative, categories=[initiative._meta.verbose_name])


def record_entry(record, categories):
    """Give the entry of a record that has a page; its address is fixed once it is public."""
    return Entry(
        title=record.name,
        summary=record.summary,
        link=record.get_absolute_url(),
        guid=record.get_absolute_url(),
        published=record.public_from,
        updated=changed_at(record),
        categories=categories,
        source=record.source,
        cover=record.cover,
    )


def milestone_entry(milestone):
    """Give the entry of a milestone (loaded with its source); its place on the timeline moves with its date."""
    return Entry(
        title=str(milestone),
        summary=milestone.text,
        link=milestone.get_absolute_url(),
        guid=f"{reverse('chains:timeline')}#{milestone.slug}",
        guid_is_link=False,
        published=milestone.public_from,
        updated=changed_at(milestone),
        categories=[milestone._meta.verbose_name],
        source=milestone.source,
    )


def industry_names(committees):
    """Give the names of the industries of ``committees``, each once."""
    return list(dict.fromkeys(committee.industry.name for committee in committees if committee.industry))
