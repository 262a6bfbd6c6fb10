"""The ids of entries: they grow with the moment of the record, and say which record it is."""

from datetime import UTC

KIND_BITS, KEY_BITS = 4, 28
OF_KIND = f"{{id}} >> {KEY_BITS} & {2**KIND_BITS - 1}"  # SQL that reads the number of a kind, and the key, off an id
OF_KEY = f"{{id}} & {2**KEY_BITS - 1}"


def number_of(searchable, key, moment):
    """Give the id of an entry: minutes since year 1, then what makes it the only one (31, 4 and 28 bits)."""
    moment = moment and moment.astimezone(UTC)
    minutes = moment.toordinal() * 1440 + moment.hour * 60 + moment.minute if moment else 0
    return (minutes << KIND_BITS | searchable.number) << KEY_BITS | key
