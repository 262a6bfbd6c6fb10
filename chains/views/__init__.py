"""The register's public pages."""

from .downloads import Dictionary, IndicatorChart, IndicatorData, RegisterData
from .indicators import IndicatorDetail, IndicatorList, TopicIndicatorList
from .records import (
    CommitteeDetail,
    CommitteeList,
    IndustryCommitteeList,
    InitiativeDetail,
    InitiativeList,
    SourceDetail,
    Timeline,
)

__all__ = [
    "CommitteeDetail",
    "CommitteeList",
    "Dictionary",
    "IndicatorChart",
    "IndicatorData",
    "IndicatorDetail",
    "IndicatorList",
    "IndustryCommitteeList",
    "InitiativeDetail",
    "InitiativeList",
    "RegisterData",
    "SourceDetail",
    "Timeline",
    "TopicIndicatorList",
]
