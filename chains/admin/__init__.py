"""The admin of the register."""

from . import indicators, records, reference  # noqa: F401  (each registers its models)
