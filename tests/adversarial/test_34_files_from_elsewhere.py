"""Case 34: external addresses, redirects to inner networks, Slack Connect: the token goes to Slack's hosts alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infra.local.slack.faults import DOWNLOAD
from tests.adversarial.obedient import Puppet
from tests.adversarial.taking import CSV, Taking


class Stranger:
    """A server that must never be called."""

    def __init__(self) -> None:
        self.called: list[str | None] = []
        stranger = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stranger.called.append(self.headers.get("Authorization"))
                self.send_error(500)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.port = self._server.server_address[1]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    server = Stranger()
    yield server
    server.close()


PLACES = [
    "http://127.0.0.1:{port}/x", "http://localhost:{port}/x", "http://[::ffff:127.0.0.1]:{port}/x",
    "https://files.slack.com@127.0.0.1:{port}/x", "http://169.254.169.254/latest/meta-data",
    "https://[::ffff:a9fe:a9fe]/x", "https://files.slack.com.evil.example/x", "ftp://files.slack.com/x",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_neither_an_address_nor_a_redirect_leads_elsewhere(puppet: Puppet, stranger: Stranger, place: str) -> None:
    url, taking = place.format(port=stranger.port), Taking(puppet)
    file = taking.shared("list.csv", CSV)
    assert "address outside its own file server" in taking.take({**file, "url_private_download": url}).said
    puppet.stack.slack.faults.add(DOWNLOAD, "redirect", to=url)
    assert "address outside its own file server" in taking.take(file).said
    assert stranger.called == []


def test_slacks_own_name_is_not_called_where_it_leads_to_an_inner_address(puppet: Puppet) -> None:
    taking = Taking(puppet, resolve=lambda _host, _port: ["169.254.169.254"])
    file = {**taking.shared("list.csv", CSV), "url_private_download": "https://files.slack.com/x"}
    assert "address outside its own file server" in taking.take(file).said


def test_an_external_file_is_not_fetched_whatever_its_address(puppet: Puppet) -> None:
    taking = Taking(puppet)
    file = taking.shared("list.csv", CSV)
    assert "lies outside Slack" in taking.take({**file, "is_external": True}).said
    assert "lies outside Slack" in taking.take({**file, "mode": "external"}).said


def test_slack_connect_is_asked_about_the_file_first(puppet: Puppet) -> None:
    taking = Taking(puppet)
    file = taking.shared("list.csv", CSV)
    bare = {"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}
    assert taking.taken(bare).name == "list.csv"
    assert "was deleted" in taking.take({**bare, "id": "F_GONE"}).said


@pytest.mark.parametrize("id_", ["../../turns/x", "F1/../../x", "", "F" * 100])
def test_an_id_that_is_none_is_no_file(id_: str) -> None:
    from bot.files.slack_file import shared_files

    assert shared_files({"files": [{"id": id_, "name": "x"}]}) == ()
