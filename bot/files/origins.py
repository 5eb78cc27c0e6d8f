"""Where files may be fetched from: Slack's file host over https, and the configured Web API's exact origin."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

FILE_HOST = "files.slack.com"
"""https://docs.slack.dev/reference/objects/file-object#authentication"""
GOV_API, GOV_FILES = "slack-gov.com", "files.slack-gov.com"
"""https://docs.slack.dev/govslack"""
HTTPS = 443

_SUSPECT = re.compile(r"[\x00-\x20\\\x7f]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in its last 32 bits."""


@dataclass(frozen=True)
class Address:
    """A URL that may be fetched, in its parts."""

    scheme: str
    host: str
    port: int
    target: str
    """Path and query."""
    own: bool
    """The configured origin itself, which may lie on a private address."""


class Origins:
    def __init__(self, api_url: str) -> None:
        api = urlsplit(api_url)
        self._own = _origin(api)
        self._hosts = frozenset({FILE_HOST, GOV_FILES} if api.hostname == GOV_API else {FILE_HOST})

    def allowed(self, url: str) -> Address | None:
        """The parts of ``url`` if it may be fetched with the token."""
        if _SUSPECT.search(url):
            return None
        try:
            parts = urlsplit(url)
            origin = _origin(parts)
        except ValueError:
            return None
        if parts.username is not None or parts.password is not None:
            return None
        own = origin == self._own
        if not own and (origin[0] != "https" or origin[2] != HTTPS or origin[1] not in self._hosts):
            return None
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Address(*origin, target=target, own=own)

    @staticmethod
    def followed(base: str, location: str) -> str:
        """A redirect's absolute address; empty when it has none."""
        try:
            return urljoin(base, location)
        except ValueError:
            return ""

    @staticmethod
    def is_sign_in(url: str) -> bool:
        """Whether a redirect leads to a workspace's sign-in page, as it does for a token that may not read files."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        on_slack = any(host == known or host.endswith(f".{known}") for known in ("slack.com", GOV_API))
        return on_slack and bool(re.search(r"redir=|sign[-_]?in|/login", url))


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open internet, seen through the ways to write IPv4 as IPv6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    """Raises ValueError for a port that is none."""
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower().rstrip("."), parts.port or (HTTPS if scheme == "https" else 80)
