"""Where the token may go: Slack's file host, the configured origin, and nowhere else."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.download import Downloads
from bot.files.errors import FileRefusedError
from bot.files.origins import Origins, is_public

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/x.csv", True),
        ("https://FILES.slack.com/x", True),
        ("https://files.slack.com:443/x", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("https://evil.example/files.slack.com", False),
        ("https://files.slack.com@evil.example/x", False),
        ("https://user:secret@files.slack.com/x", False),
        ("https://evil.example\\@files.slack.com/x", False),
        ("https://files.slack.com\n.evil.example/x", False),
        ("https://files.slack-gov.com/x", False),
        ("https://127.0.0.1/x", False),
        ("https://[::ffff:169.254.169.254]/x", False),
        ("https://files.slack.com:99999/x", False),
        ("https://[files.slack.com/x", False),
        ("file:///etc/passwd", False),
        ("//files.slack.com/x", False),
        ("", False),
    ],
)
def test_addresses(url: str, allowed: bool) -> None:
    assert (Origins(SLACK).allowed(url) is not None) is allowed


def test_the_configured_origin_counts_with_its_scheme_and_port() -> None:
    origins = Origins("http://127.0.0.1:3000/api/")
    found = origins.allowed("http://127.0.0.1:3000/files-pri/T-F1/a.csv?x=1")
    assert found is not None
    assert (found.own, found.target) == (True, "/files-pri/T-F1/a.csv?x=1")
    assert origins.allowed("http://127.0.0.1:3001/a") is None
    assert origins.allowed("https://127.0.0.1:3000/a") is None
    assert origins.allowed("http://localhost:3000/a") is None
    gov = Origins("https://slack-gov.com/api/")
    assert gov.allowed("https://files.slack-gov.com/a") is not None


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "0.0.0.0", "::1", "::",
        "fe80::1", "fd00::1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "224.0.0.1", "ff02::1", "255.255.255.255", "fe80::1%eth0", "nonsense",
    ],
)  # fmt: skip
def test_private_addresses_in_every_dress(address: str) -> None:
    assert not is_public(address)


def test_public_addresses() -> None:
    assert is_public("3.64.0.1")
    assert is_public("2600:9000::1")
    assert is_public("::ffff:3.64.0.1")


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_written_as_ipv6_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


# over a server of our own


class Host:
    """Answers each path with what a test says, and keeps the tokens that it was shown."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.tokens: list[str | None] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.tokens.append(self.headers.get("Authorization"))
                answer(self)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def send(request: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    request.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def elsewhere() -> Iterator[Host]:
    host = Host(lambda request: send(request, 200, b"secret"))
    yield host
    host.close()


@pytest.fixture
def slack(elsewhere: Host) -> Iterator[Host]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        match request.path.rpartition("/")[2]:
            case "here":
                send(request, 302, Location="/files/there")
            case "away":
                send(request, 302, Location=f"{elsewhere.origin}/x")
            case "loop":
                send(request, 307, Location="loop")
            case "nowhere":
                send(request, 302)
            case "short":
                send(request, 200, b"abc", **{"Content-Length": "10"})
                request.close_connection = True
            case "forbidden":
                send(request, 403)
            case _:
                send(request, 200, b"a,b\n", **{"Content-Type": "text/csv; charset=utf-8"})

    host = Host(answer)
    yield host
    host.close()


def fetched(slack: Host, path: str) -> bytes:
    with Downloads("xoxb-1", f"{slack.origin}/api/").open(f"{slack.origin}/files/{path}") as body:
        return b"".join(iter(body.read, b""))


def test_a_file_and_a_redirect_within_slack(slack: Host) -> None:
    assert fetched(slack, "a.csv") == b"a,b\n"
    assert fetched(slack, "here") == b"a,b\n"
    assert set(slack.tokens) == {"Bearer xoxb-1"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [("away", "elsewhere"), ("loop", "elsewhere"), ("nowhere", "elsewhere"), ("forbidden", "sign_in")],
)
def test_what_is_not_followed(slack: Host, elsewhere: Host, path: str, reason: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        fetched(slack, path)
    assert caught.value.reason == reason
    assert elsewhere.tokens == []
    assert len(slack.tokens) <= 4


def test_a_name_that_leads_to_a_private_address_is_not_called(elsewhere: Host) -> None:
    downloads = Downloads("xoxb-1", SLACK, lambda _host, _port: ["3.64.0.1", "127.0.0.1"])
    with pytest.raises(FileRefusedError) as caught, downloads.open("https://files.slack.com/x"):
        pass
    assert caught.value.reason == "elsewhere"
