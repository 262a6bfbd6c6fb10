"""A small portal made by chance, for tests that hold what the API lists against plain Python.

Names, dates and numbers come from few values, so that rows are often equal in what they are ordered by.
"""

import datetime
from decimal import Decimal

from django.utils import timezone

from chains.models import Committee, Indicator, Initiative, Membership, Observation, Organization, Target
from tests import factories as make
from tests.search.entries import write_all

NAMES = ["安", "本", "蔡"]
WORDS = ["蓝鲸", "紫藤"]
DATES = [None, "2020", "2021", "2021-03", "2021-03-15"]
YEARS = [2020, 2021, 2022]
DAYS = [datetime.date(2021, 12, 31), datetime.date(2022, 3, 1), datetime.date(2022, 3, 2)]
# Midnight of a new year in Beijing is still the old year elsewhere.
MOMENTS = [
    datetime.datetime(2021, 12, 31, 15, 59, 59, tzinfo=datetime.UTC),
    datetime.datetime(2021, 12, 31, 16, tzinfo=datetime.UTC),
    datetime.datetime(2022, 6, 1, tzinfo=datetime.UTC),
]
ENDS = [datetime.date(2019, 12, 31), datetime.date(2020, 12, 31), datetime.date(2021, 5, 31)]
PERIODS = ["2019", "2020", "to 2020", "2020-Q4", "2021-01/2021-05", "to 2021-05"]


class World:
    """Makes the rows of one portal; ``chance`` is a ``random.Random``."""

    def __init__(self, chance):
        self.chance = chance
        self.industries = self.few(make.make_industry, 2)
        self.sources = [
            make.make_source(slug=f"source-{number}", published=self.one(DATES), note=self.text())
            for number in range(self.some(1, 3))
        ]
        self.committees, self.initiatives = [], []
        self.make_register()
        self.make_figures()
        self.make_news()
        write_all()

    def some(self, least, most):
        return self.chance.randint(least, most)

    def one(self, values):
        return self.chance.choice(list(values))

    def maybe(self, rows):
        return self.one([None, *rows])

    def text(self):
        return "，".join(self.one([[], WORDS[:1], WORDS[1:], WORDS]))

    def few(self, factory, most, **kwargs):
        """Make some rows of one kind, each with a slug of its own and a name that others may have, too."""
        kind = factory.__name__.removeprefix("make_")
        return [
            factory(self.one(NAMES), slug=f"{kind}-{number}", **{name: value() for name, value in kwargs.items()})
            for number in range(self.some(1, most))
        ]

    def time(self):
        """When a row is public: never, from some day on, not yet, no more."""
        now, day = timezone.now(), datetime.timedelta(days=1)
        begins = self.one([None, now + day, *MOMENTS * 2])
        ends = self.one([*[None] * 6, now - day, now + day]) if begins and begins < now else None
        updated = self.one([None, *(moment for moment in MOMENTS if begins and moment >= begins)])
        return {"public_from": begins, "public_until": ends, "updated_at": updated}

    def timed(self, rows):
        """Give each of ``rows`` its time."""
        for row in rows:
            type(row)._base_manager.filter(pk=row.pk).update(**self.time())
        return rows

    def subject(self):
        """One committee, one initiative or neither."""
        kind = self.one(["committee", "initiative", "zone"])
        rows = {"committee": self.committees, "initiative": self.initiatives}.get(kind)
        return {kind: self.one(rows)} if rows else {}

    def make_register(self):
        kinds, statuses = Committee.Kind.values[:2], ["", *Initiative.Status.values[:2]]
        self.committees = self.timed(
            self.few(
                make.make_committee, 4, kind=lambda: self.one(kinds), industry=lambda: self.maybe(self.industries),
                founded=lambda: self.one(DATES), summary=self.text,
            )
        )  # fmt: skip
        self.initiatives = self.timed(
            self.few(
                make.make_initiative, 4, committee=lambda: self.maybe(self.committees),
                launched=lambda: self.one(DATES), status=lambda: self.one(statuses), summary=self.text,
            )
        )  # fmt: skip
        places = Organization.Place.values[:2]
        organizations = self.few(
            make.make_organization, 4, kind=lambda: self.one(Organization.Kind.values),
            place=lambda: self.one(places), note=self.text,
        )  # fmt: skip
        for committee in self.committees:
            for organization in organizations:
                for role in Membership.Role.values[:2]:
                    if self.one([True, False]):
                        make.make_membership(committee, organization, role=role)
        for number in range(self.some(1, 6)):
            values = {"slug": f"milestone-{number}", "date": self.one(DATES[1:]), "text": self.text()}
            self.timed([make.make_milestone(self.one(NAMES), **values, **self.subject())])

    def make_figures(self):
        topics = Indicator.Topic.values[:2]
        self.values = []
        for number in range(self.some(1, 5)):
            values = {"position": self.some(0, 1), "definition": self.text(), "topic": self.one(topics)}
            indicator = make.make_indicator(self.one(NAMES), slug=f"indicator-{number}", **values, **self.subject())
            for period in self.chance.sample(PERIODS, self.some(0, 3)):
                self.make_values(indicator, period)
            for period in self.chance.sample(PERIODS, self.some(0, 2)):
                self.make_target(indicator, period=period)
            if self.one([True, False]):
                self.make_target(indicator, kind=Target.Kind.LIMIT)
            self.timed([indicator])

    def make_values(self, indicator, period):
        first = self.value(make.make_observation, indicator, period=period)
        if self.one([True, False]):
            day = self.one(day for day in DAYS if day >= first.known_from)
            self.value(make.make_correction, first, known_from=day)

    def value(self, factory, of, **kwargs):
        defaults = {
            "source": self.one(self.sources),
            "known_from": self.one(DAYS),
            "status": self.one(Observation.Status.values[:2]),
            "value": Decimal(self.some(9, 11)),
        }
        self.values.append(factory(of, **defaults | kwargs))
        return self.values[-1]

    def make_target(self, indicator, **kwargs):
        known = self.one([None, *DAYS])
        make.make_target(indicator, source=self.one(self.sources), value=Decimal(self.some(9, 11)), **kwargs)
        Target.objects.filter(indicator=indicator).update(known_from=known)

    def make_news(self):
        columns = self.few(make.make_column, 3, position=lambda: self.some(0, 1))
        for _ in range(self.some(1, 6)):
            committees = [row for row in self.committees if self.one([True, False])]
            initiatives = [row for row in self.initiatives if self.one([True, False])]
            about = {"column": self.one(columns), "committees": committees, "initiatives": initiatives}
            story = make.make_feature(summary=self.text() or "无", **about)
            for value in self.chance.sample(self.values, min(len(self.values), self.some(0, 2))):
                make.make_figure_block(story, value)
            self.timed([story])
