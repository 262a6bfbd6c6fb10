"""How the register is found."""

from portal.search.searchables import Document, Searchable, dated, published, searchable

from .models import Committee, Indicator, Initiative, Milestone, Organization, Source


def lines(*texts):
    """Give what is there of ``texts``, each on a line of its own."""
    return "\n".join(str(text) for text in texts if text)


@searchable
class CommitteeSearch(Searchable):
    model = Committee
    label = "产业链组织"
    is_named = True
    number = 2
    related = {
        "chains.Organization": "memberships__organization",
        "chains.Industry": "industry",
        "library.Photo": "chains_committeephoto_set__photo",
    }

    def rows(self):
        return super().rows().select_related("industry").prefetch_related("memberships__organization")

    def document(self, row):
        members = [membership.organization.name for membership in row.memberships.all()]
        return Document(
            title=row.name,
            lead=row.summary,
            text=lines(row.body_words, row.get_kind_display(), row.industry and row.industry.name, *members),
            address=row.get_absolute_url(),
            **published(row),
        )


@searchable
class InitiativeSearch(Searchable):
    model = Initiative
    label = "服务链举措"
    is_named = True
    number = 3
    related = {"library.Photo": "chains_initiativephoto_set__photo"}

    def document(self, row):
        return Document(
            title=row.name,
            lead=row.summary,
            text=lines(row.body_words, row.get_status_display()),
            address=row.get_absolute_url(),
            **published(row),
        )


@searchable
class IndicatorSearch(Searchable):
    """By name, definition and every value that its page shows, corrected ones too."""

    model = Indicator
    label = "指标"
    is_named = True
    number = 4
    related = {"chains.Committee": "committee", "chains.Initiative": "initiative"}

    def rows(self):
        return super().rows().with_card().prefetch_related("observations", "targets")

    def document(self, row):
        values = [said(value, row) for value in row.observations.all()]
        targets = [f"{target.name} {said(target, row)}" for target in row.targets.all()]
        return Document(
            title=row.full_name,
            lead=row.summary,
            text=lines(row.definition, *values, *targets, row.get_topic_display()),
            address=row.get_absolute_url(),
            **published(row),
        )


def said(value, indicator):
    """Give a value or target of ``indicator`` in words: 2022年一季度 48.1亿元."""
    value.indicator = indicator
    return f"{value.period.label} {value.wording}" if value.period else value.wording


@searchable
class MilestoneSearch(Searchable):
    model = Milestone
    label = "大事记"
    number = 5

    def document(self, row):
        return Document(
            title=row.title,
            lead=row.text,
            text=row.date.label,
            address=row.get_absolute_url(),
            **published(row) | dated(row.date),
        )


@searchable
class OrganizationSearch(Searchable):
    model = Organization
    label = "单位"
    is_named = True
    number = 6

    def rows(self):
        return Organization.objects.all()

    def document(self, row):
        return Document(title=row.name, lead=row.note, text=row.get_kind_display(), address=row.get_absolute_url())


@searchable
class SourceSearch(Searchable):
    model = Source
    label = "来源"
    number = 7

    def rows(self):
        return Source.objects.all()

    def document(self, row):
        return Document(
            title=row.title,
            lead=lines(row.kicker, row.outlet),
            text=lines(row.author, row.credits, row.note),
            address=row.get_absolute_url(),
            **dated(row.published),
        )
