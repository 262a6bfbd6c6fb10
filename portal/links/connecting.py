"""Connections to other sites that end in time, and never lead into our own network.

A name is resolved once, what it stands for is checked, and that very address is connected to: a name that stands for
something else a moment later (DNS rebinding) gains nothing. Proxies of the environment are not used.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager

from django.conf import settings

# Blocks of IPv6 that stand for an address of IPv4, and the one that was once for sites.
WRAPPING = ["64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10"]
NOT_THEIR_OWN = [ipaddress.ip_network(block) for block in WRAPPING]


class NotPublic(Exception):
    """A name that stands for nothing but private, local or reserved addresses."""


class TooSlow(Exception):
    """The time for an address is up."""


def is_public(text):
    """Whether an IP address is one of the open Internet; those that wrap another one are not."""
    address = ipaddress.ip_address(text)
    if address.version == 6 and (address.ipv4_mapped or any(address in block for block in NOT_THEIR_OWN)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def resolved(host, port):
    """Give the ``getaddrinfo`` rows of ``host`` that may be connected to; ``LINKS_ALLOW_PRIVATE`` is for tests."""
    rows = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    if getattr(settings, "LINKS_ALLOW_PRIVATE", False):
        return rows
    public = [row for row in rows if is_public(row[4][0])]
    if not public:
        raise NotPublic
    return public


class Deadline:
    """The moment until which an address must have answered, whatever it sends in between."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def left(self):
        """Give the seconds that are left; raises :class:`TooSlow` when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left

    @contextmanager
    def cuts(self, sock):
        """Within the block, shut ``sock`` down when the time is up: a timeout of a socket begins anew at each byte.

        TLS takes the socket over, so that a handle of our own is kept.
        """
        with sock.dup() as handle:
            timer = threading.Timer(self.left(), shut, [handle])
            timer.daemon = True
            timer.start()
            try:
                yield
                self.left()  # what was cut off may look whole
            except (OSError, http.client.HTTPException):
                self.left()
                raise
            finally:
                timer.cancel()
                timer.join()


def shut(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


@contextmanager
def connected(host, port, deadline):
    """Give a socket to ``host``, at the first of its addresses that answers."""
    fault = None
    for family, kind, protocol, _, address in resolved(host, port)[:3]:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(deadline.left())
        try:
            sock.connect(address)
        except OSError as error:
            sock.close()
            fault = error
            continue
        with sock, deadline.cuts(sock):
            yield sock
        return
    deadline.left()
    raise fault


@contextmanager
def secured(sock, host, scheme):
    """Give ``sock`` itself, or what speaks TLS over it and has proved to be ``host``."""
    if scheme != "https":
        yield sock
        return
    with ssl.create_default_context().wrap_socket(sock, server_hostname=host.strip("[]")) as safe:
        yield safe
