"""How many requests an address may send, counted together by all processes and told in every answer.

The headers are those of the IETF draft "RateLimit header fields for HTTP": ``RateLimit-Policy: "address";q=600;w=60``
(600 in 60 seconds) and ``RateLimit: "address";r=599;t=42`` (599 are left for the next 42 seconds).
"""

import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import cache

from ..addresses import address_of

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
SUBNET = 64  # bits of an IPv6 address that belong to one household


def household(address):
    """Give the address that counts for ``address``: its own, or of IPv6 that of its subnet, since each has so many."""
    address = ipaddress.ip_address(address)
    address = getattr(address, "ipv4_mapped", None) or address
    return address if address.version == 4 else ipaddress.ip_network((address, SUBNET), strict=False)


class Rate:
    """How often the address of ``request`` has asked in this minute, this request counted.

    ``seconds``: how long the minute goes on. Without a limit, and while the cache is away, nobody counts, and ``count``
    is ``None``.
    """

    def __init__(self, request):
        self.limit = settings.API_RATE
        window, passed = divmod(int(time.time()), WINDOW)
        self.seconds = WINDOW - passed
        self.count = self.count_up(window, address_of(request)) if self.limit else None

    @staticmethod
    def count_up(window, address):
        key = f"api-rate-{window}-{address and household(address)}".replace("/", "-")
        try:
            return counted(key)
        except Exception:
            logger.exception("缓存不可用，API请求没有计数。")
            return None

    @property
    def is_exceeded(self):
        return self.count is not None and self.count > self.limit

    @property
    def headers(self):
        """What the answer says of the limit."""
        if self.count is None:
            return {}
        left = max(self.limit - self.count, 0)
        return {
            "RateLimit-Policy": f'"address";q={self.limit};w={WINDOW}',
            "RateLimit": f'"address";r={left};t={self.seconds}',
        }


def counted(key):
    """Count one more; give how many there are now."""
    try:
        return cache.incr(key)
    except ValueError:  # the first, or one of several firsts
        return 1 if cache.add(key, 1, timeout=WINDOW * 2) else cache.incr(key)
