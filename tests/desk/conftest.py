"""The desk as people open it."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.functional import cached_property

from portal.editions import conf, workflow
from portal.editions.people import Actor
from tests import factories as make


class Person:
    """Somebody of the newsroom: acts through the workflow, and reads the desk through a browser."""

    def __init__(self, *groups, **kwargs):
        self.user = make.make_user(is_staff=True, **kwargs)
        self.user.groups.set(Group.objects.filter(name__in=groups))
        self.actor = Actor(self.user)

    @cached_property
    def client(self):
        client = Client()
        client.force_login(self.user)
        return client

    def write(self, title, feature=None):
        """Save a new edition of ``feature``, or of a new story; give the edition."""
        feature = feature or make.make_feature(title, public_from=None)

        def change(row):
            row.title = title
            row.byline = self.user.username  # so that something has changed
            row.save()

        return workflow.revise(feature, self.actor, change) or workflow.adopt(feature, self.actor)

    def submit(self, title, feature=None):
        return workflow.submit(self.write(title, feature), self.actor, secrecy_checked=True)

    def sign(self, edition, **kwargs):
        return workflow.sign(edition, self.actor, fingerprint=edition.fingerprint, **kwargs)

    def panels(self):
        """Give ``{name: panel}`` of what the desk shows."""
        desk = self.client.get("/admin/").context["desk"]
        return {panel.name: panel for panel in (*desk["work"], *(desk["faults"] or []))}

    def titles(self, name):
        """Give the titles in one list of the desk."""
        return [row.title for row in self.panels()[name].rows]


@pytest.fixture
def person(db):
    """Give a function that makes a :class:`Person` of some groups."""
    return Person


@pytest.fixture
def signed_by():
    """Give a function that lets people of each stage sign an edition, the last with ``kwargs``."""

    def sign(edition, **kwargs):
        for stage in conf.stages()[edition.stage - 1 :]:
            edition = Person(stage.name, last_name=stage.name).sign(edition, **(kwargs if stage.is_last else {}))
        return edition

    return sign
