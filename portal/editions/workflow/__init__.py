"""What can be done with editions. Each function is one transaction: it locks the record, asks the rules, writes the
change with its row of the audit trail, or raises :class:`Refused` and leaves everything as it was.
"""

from .fixing import fix
from .links import make_link, revoke_link
from .publishing import change_dates, publish_alone, publish_due, publish_scheduled, with_correction
from .review import sign, submit
from .revising import revise
from .saving import adopt, restore, save
from .steps import Refused, lock, point, write_down
from .taking_back import delete, send_back, withdraw

__all__ = [
    "Refused",
    "adopt",
    "change_dates",
    "delete",
    "fix",
    "lock",
    "make_link",
    "point",
    "publish_alone",
    "publish_due",
    "publish_scheduled",
    "restore",
    "revise",
    "revoke_link",
    "save",
    "send_back",
    "sign",
    "submit",
    "with_correction",
    "withdraw",
    "write_down",
]
