"""The register as spreadsheets: organisations, members of committees, values and targets of indicators."""

from .memberships import MembershipSheet
from .organizations import OrganizationSheet
from .values import ObservationSheet, TargetSheet

__all__ = ["MembershipSheet", "ObservationSheet", "OrganizationSheet", "TargetSheet"]
