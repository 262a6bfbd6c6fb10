"""What the seed file of the table holds: well-known slips to begin with. Each is loaded once and then the owner's."""

from portal.shared.seeding import Kind, Reading

from .models import Term

NAMES = ("wrong", "right", "level", "reason", "exceptions")


def fill(term, entry, seeder):
    """The fields say it all; a term has no slug but in the seed."""


kinds = [Kind(Term, "terms.yaml", readings={Term: Reading(("slug", *NAMES), fill)})]
