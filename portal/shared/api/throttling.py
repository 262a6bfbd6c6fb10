"""How many requests an address may send, counted together by all processes and told in every answer.

The headers are those of the IETF draft "RateLimit header fields for HTTP": ``RateLimit-Policy: "address";q=600;w=60``
(600 in 60 seconds) and ``RateLimit: "address";r=599;t=42`` (599 are left for the next 42 seconds).
"""

import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from ..addresses import address_of

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
SUBNET = 64  # bits of an IPv6 address that belong to one household


def household(address):
    """Give the address that counts for ``address``: its own, or of IPv6 that of its subnet, since each has so many."""
    address = ipaddress.ip_address(address)
    address = getattr(address, "ipv4_mapped", None) or address
    return address if address.version == 4 else ipaddress.ip_network((address, SUBNET), strict=False)


class AddressThrottle(BaseThrottle):
    """Allows ``settings.API_RATE`` requests a minute from one address. Without its cache it allows all and says so."""

    count = None

    def allow_request(self, request, view):
        request.throttle = self
        self.limit = settings.API_RATE
        if not self.limit:
            return True
        window, passed = divmod(int(time.time()), WINDOW)
        self.seconds = WINDOW - passed
        address = address_of(request)
        self.count = self.count_up(f"api-rate-{address and household(address)}-{window}")
        return self.count is None or self.count <= self.limit

    @classmethod
    def count_up(cls, key):
        """Count one more; give how many there are now, or ``None`` when nobody can tell."""
        try:
            return cls.counted(key)
        except Exception:
            logger.exception("缓存不可用，API请求没有计数。")
            return None

    @staticmethod
    def counted(key):
        try:
            return cache.incr(key)
        except ValueError:  # the first, or one of several firsts
            return 1 if cache.add(key, 1, timeout=WINDOW * 2) else cache.incr(key)

    def wait(self):
        return self.seconds

    @property
    def headers(self):
        """What the answer says of the limit; nothing where nobody counts."""
        if self.count is None:
            return {}
        left = max(self.limit - self.count, 0)
        return {
            "RateLimit-Policy": f'"address";q={self.limit};w={WINDOW}',
            "RateLimit": f'"address";r={left};t={self.seconds}',
        }
