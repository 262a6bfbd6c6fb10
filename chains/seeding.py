"""What the seed files of the register hold."""

from portal.library.seeding import photos
from portal.shared.seeding import Kind

from .models import Committee, Indicator, Industry, Initiative, Milestone, Organization, Source

kinds = [
    photos("photos.yaml"),
    Kind(Industry, "industries.yaml"),
    Kind(Source, "sources.yaml"),
    Kind(Organization, "organizations.yaml"),
    Kind(Committee, "committees.yaml", parts=("memberships",), now="public_from"),
    Kind(Initiative, "initiatives.yaml", now="public_from"),
    Kind(Indicator, "indicators.yaml", parts=("observations", "targets"), now="public_from"),
    Kind(Milestone, "milestones.yaml", now="public_from"),
]
