from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage.sealing import make_key

TOKEN = "123456:" + "A" * 35


class CommandLine:
    """Runs `python -m bot ...` in this process."""

    def __call__(self, *words: str) -> Result:
        result = CliRunner().invoke(app, words, prog_name="python -m bot")
        assert "Traceback" not in result.output
        return result


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A command line without any settings."""
    for name in ("BOT_TOKEN", "ENCRYPTION_KEYS", "LOOKUP_KEY", "DATABASE_URL", "BOT_API_URL"):
        monkeypatch.delenv(f"TANDEM_{name}", raising=False)
    monkeypatch.chdir(tmp_path)  # no .env file of somebody's
    return CommandLine()


@pytest.fixture
def new(bare: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Settings, and a database that was never set up. Nothing listens where Telegram should be."""
    monkeypatch.setenv("TANDEM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TANDEM_ENCRYPTION_KEYS", make_key())
    monkeypatch.setenv("TANDEM_LOOKUP_KEY", make_key())
    monkeypatch.setenv("TANDEM_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    monkeypatch.setenv("TANDEM_BOT_API_URL", "http://127.0.0.1:9")
    return bare


@pytest.fixture
def cli(new: CommandLine, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The same with a database that is up to date and empty."""
    monkeypatch.setenv("TANDEM_DATABASE_URL", sqlite_url)
    return new


class _GetMe(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        known = self.path == f"/bot{TOKEN}/getMe"
        yes = b'{"ok": true, "result": {"id": 123456, "is_bot": true, "username": "duo_bot"}}'
        no = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(yes if known else no)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that knows getMe of our bot."""
    server = HTTPServer(("127.0.0.1", 0), _GetMe)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("TANDEM_BOT_API_URL", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()
