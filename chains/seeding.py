"""What the seed files of the register hold."""

from portal.editions.workflow import adopt
from portal.library.seeding import photos
from portal.shared.seeding import Kind

from .models import Committee, Indicator, Industry, Initiative, Milestone, Organization, Source

kinds = [
    photos("photos.yaml"),
    Kind(Industry, "industries.yaml"),
    Kind(Source, "sources.yaml"),
    Kind(Organization, "organizations.yaml"),
    Kind(Committee, "committees.yaml", parts=("memberships",), now="public_from", finish=adopt),
    Kind(Initiative, "initiatives.yaml", now="public_from", finish=adopt),
    Kind(Indicator, "indicators.yaml", parts=("observations", "targets"), now="public_from", finish=adopt),
    Kind(Milestone, "milestones.yaml", now="public_from", finish=adopt),
]
