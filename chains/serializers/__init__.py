"""How the API writes the register."""

from .figures import (
    IndicatorDetailSerializer,
    IndicatorSerializer,
    ObservationSerializer,
    RegisterObservationSerializer,
    RegisterTargetSerializer,
)
from .links import SourceLinkSerializer
from .records import (
    CommitteeDetailSerializer,
    CommitteeSerializer,
    InitiativeDetailSerializer,
    InitiativeSerializer,
    MilestoneSerializer,
    OrganizationSerializer,
    SourceSerializer,
)

__all__ = [
    "CommitteeDetailSerializer",
    "CommitteeSerializer",
    "IndicatorDetailSerializer",
    "IndicatorSerializer",
    "InitiativeDetailSerializer",
    "InitiativeSerializer",
    "MilestoneSerializer",
    "ObservationSerializer",
    "OrganizationSerializer",
    "RegisterObservationSerializer",
    "RegisterTargetSerializer",
    "SourceLinkSerializer",
    "SourceSerializer",
]
