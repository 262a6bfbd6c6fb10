"""The register: what the zone's chains are, who belongs to them and what the numbers say. It knows no stories."""

from .committees import Committee, CommitteePhoto, CommitteeText, Membership
from .indicators import Indicator
from .initiatives import Initiative, InitiativePhoto, InitiativeText
from .milestones import Milestone
from .observations import Observation
from .reference import Industry, Organization, Source
from .targets import Target
from .values import Value

__all__ = [
    "Committee",
    "CommitteePhoto",
    "CommitteeText",
    "Indicator",
    "Industry",
    "Initiative",
    "InitiativePhoto",
    "InitiativeText",
    "Membership",
    "Milestone",
    "Observation",
    "Organization",
    "Source",
    "Target",
    "Value",
]
