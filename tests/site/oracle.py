"""What the lists of the API should hold, in plain Python: loops over all rows, and none of the portal's own queries."""

from copy import copy
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.utils import timezone

from chains.models import (
    Committee,
    Indicator,
    Industry,
    Initiative,
    Membership,
    Milestone,
    Observation,
    Organization,
    Source,
    Target,
)
from news.models import Column, Feature, FigureBlock

BEIJING = ZoneInfo("Asia/Shanghai")
MODELS = {
    "features": Feature,
    "columns": Column,
    "committees": Committee,
    "organizations": Organization,
    "initiatives": Initiative,
    "indicators": Indicator,
    "observations": Observation,
    "targets": Target,
    "sources": Source,
    "milestones": Milestone,
}
PUBLISHED = {"features", "committees", "initiatives", "indicators", "milestones"}

# What a filter finds. Each function is given the oracle, a row, what is looked for, and all that is looked for.


def same(name):
    return lambda oracle, row, value, query: attrgetter(name)(row) == value


def points_at(name):
    return lambda oracle, row, record, query: attrgetter(f"{name}_id")(row) == record.pk


def in_year(name):
    return lambda oracle, row, year, query: (date := getattr(row, name)) is not None and date.year == year


def says(*names):
    return lambda oracle, row, words, query: all(
        any(word in getattr(row, name) for name in names) for word in words.split()
    )


def of_industry(oracle, row, industry, query):
    return any(row.committee_id == committee.pk for committee in oracle.committees_of(industry))


def told_of(name):
    return lambda oracle, row, record, query: (row.pk, record.pk) in oracle.told[name]


def told_of_industry(oracle, row, industry, query):
    return any((row.pk, committee.pk) in oracle.told["committee"] for committee in oracle.committees_of(industry))


def has_member(oracle, row, organization, query):
    return any((row.pk, organization.pk) == place[:2] for place in oracle.places)


def has_role(oracle, row, role, query):
    """In the committee that is looked for, or in any public one."""
    committees = [query["committee"]] if "committee" in query else oracle.public["committees"]
    return any((committee.pk, row.pk, role) in oracle.places for committee in committees)


def is_member(oracle, row, committee, query):
    return has_member(oracle, committee, row, query)


def known_by(oracle, row, day, query):
    return row.known_from is None or row.known_from <= day


def always(oracle, row, value, query):
    return True


TIMES = {
    "published_after": lambda oracle, row, moment, query: row.public_from >= moment,
    "published_before": lambda oracle, row, moment, query: row.public_from < moment,
    "updated_after": lambda oracle, row, moment, query: updated(row) >= moment,
}
OF_INDICATOR = {
    "indicator": points_at("indicator"),
    "topic": same("indicator.topic"),
    "committee": points_at("indicator.committee"),
    "initiative": points_at("indicator.initiative"),
}
FILTERS = {
    "features": {
        "search": says("summary"),
        "column": points_at("column"),
        "committee": told_of("committee"),
        "initiative": told_of("initiative"),
        "industry": told_of_industry,
        "indicator": told_of("indicator"),
        "year": lambda oracle, row, year, query: row.public_from.astimezone(BEIJING).year == year,
    },
    "columns": {},
    "committees": {
        "search": says("summary"),
        "kind": same("kind"),
        "industry": points_at("industry"),
        "year": in_year("founded"),
        "organization": has_member,
    },
    "organizations": {
        "search": says("note"),
        "kind": same("kind"),
        "place": same("place"),
        "committee": is_member,
        "role": has_role,
    },
    "initiatives": {
        "search": says("summary"),
        "committee": points_at("committee"),
        "industry": of_industry,
        "status": same("status"),
        "year": in_year("launched"),
    },
    "indicators": {
        "search": says("definition"),
        "topic": same("topic"),
        "committee": points_at("committee"),
        "initiative": points_at("initiative"),
        "industry": of_industry,
        "as_of": always,
    },
    "observations": {
        **OF_INDICATOR,
        "status": same("status"),
        "source": points_at("source"),
        "period_from": lambda oracle, row, day, query: row.period_end >= day,
        "period_to": lambda oracle, row, day, query: row.period_end <= day,
        "as_of": known_by,
    },
    "targets": {**OF_INDICATOR, "kind": same("kind"), "as_of": known_by},
    "sources": {"search": says("note"), "year": in_year("published")},
    "milestones": {
        "search": says("text"),
        "year": in_year("date"),
        "committee": points_at("committee"),
        "initiative": points_at("initiative"),
        "industry": of_industry,
    },
}
for resource in PUBLISHED:
    FILTERS[resource] |= TIMES

# What lists are ordered by: a name, with "-" from the greatest on.

ORDERINGS = {
    "features": ["published_at"],
    "columns": ["name", "position"],
    "committees": ["name", "founded", "member_count"],
    "organizations": ["name"],
    "initiatives": ["name", "launched"],
    "indicators": ["name", "position"],
    "observations": ["period_start", "period_end", "value", "known_from"],
    "targets": ["period_end", "value"],
    "sources": ["published"],
    "milestones": ["date"],
}
for resource in PUBLISHED:
    ORDERINGS[resource] = list(dict.fromkeys([*ORDERINGS[resource], "published_at", "updated_at"]))
OF_INDICATORS = ["indicator.position", "indicator.name", "indicator.pk"]
NEWEST_FIRST = ["-period_end", "-period_start", "-known_from", "-replaces_id", "pk"]
USUAL = {
    "features": ["-published_at", "-pk"],
    "columns": ["position", "name", "pk"],
    "committees": ["name", "pk"],
    "organizations": ["name", "pk"],
    "initiatives": ["name", "pk"],
    "indicators": ["position", "name", "pk"],
    "observations": [*OF_INDICATORS, *NEWEST_FIRST],
    "targets": [*OF_INDICATORS, "kind", "-period_end", "pk"],
    "sources": ["-published", "slug"],
    "milestones": ["-date", "slug"],
}


def updated(row):
    return row.updated_at or row.public_from


def key_of(row, name):
    """Give what ``row`` has for a name that lists are ordered by."""
    first, _, rest = name.partition(".")
    if rest:
        return key_of(getattr(row, first), rest)
    special = {"name": "name_key", "published_at": "public_from"}
    return updated(row) if name == "updated_at" else getattr(row, special.get(name, name))


def ordered(rows, names):
    """Give ``rows`` ordered by ``names``; what is empty comes last in both directions."""
    for name in reversed(names):
        key = name.removeprefix("-")
        keyed = [(key_of(row, key), row) for row in rows]
        filled = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=key != name)
        rows = [row for _, row in filled] + [row for value, row in keyed if value is None]
    return rows


class Oracle:
    """Knows all rows of the portal. ``public[resource]`` are those that visitors may see, ``named[filter]`` the records
    that the filter may be given."""

    def __init__(self):
        self.now = timezone.now()
        self.rows = {resource: list(model._base_manager.order_by("?")) for resource, model in MODELS.items()}
        self.load_joins()
        self.show({resource: [row for row in rows if self.is_public(row)] for resource, rows in self.rows.items()})

    def show(self, public):
        """Take the rows of ``public`` for what visitors may see."""
        self.public = public
        self.named = {name: self.public[f"{name}s"] for name in ("column", "committee", "initiative", "indicator")}
        self.named |= {name: self.rows[f"{name}s"] for name in ("organization", "source")}
        self.named |= {"industry": list(Industry.objects.all())}

    def load_joins(self):
        stories = Feature._base_manager
        self.told = {
            "committee": set(stories.values_list("pk", "committees")),
            "initiative": set(stories.values_list("pk", "initiatives")),
            "indicator": set(FigureBlock._base_manager.values_list("parent", "indicator")),
        }
        self.places = set(Membership._base_manager.values_list("committee", "organization", "role"))
        for committee in self.rows["committees"]:
            members = {organization for of, organization, _ in self.places if of == committee.pk}
            committee.member_count = len(members)
        by_key = {model: {row.pk: row for row in self.rows[resource]} for resource, model in MODELS.items()}
        for rows in self.rows.values():
            for row in rows:
                for field in row._meta.concrete_fields:
                    if field.related_model in by_key and (key := getattr(row, field.attname)):
                        setattr(row, field.name, by_key[field.related_model][key])

    def is_public(self, row):
        match row:
            case Feature() | Committee() | Initiative() | Milestone():
                return self.is_in_force(row)
            case Indicator():
                return self.is_in_force(row) and all(map(self.is_public, filter(None, [row.committee, row.initiative])))
            case Observation() | Target():
                return self.is_public(row.indicator)
            case Column():
                return any(story.column == row and self.is_in_force(story) for story in self.rows["features"])
        return True

    def is_in_force(self, row):
        begun = row.public_from is not None and row.public_from <= self.now
        return begun and (row.public_until is None or row.public_until > self.now)

    @property
    def unveiled(self):
        """An oracle for whom everything is public."""
        other = copy(self)
        other.show(self.rows)
        return other

    def committees_of(self, industry):
        return [committee for committee in self.public["committees"] if committee.industry_id == industry.pk]

    def answer(self, resource, query, ordering=()):
        """Give the rows that ``query`` (``{filter: value}``) finds, in order; ``None`` where it is to be refused."""
        if any(name in self.named and value not in self.named[name] for name, value in query.items()):
            return None
        found = [
            row
            for row in self.public[resource]
            if all(FILTERS[resource][name](self, row, value, query) for name, value in query.items())
        ]
        return ordered(found, [*ordering, "pk"] if ordering else USUAL[resource])
