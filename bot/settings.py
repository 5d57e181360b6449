"""Configuration: one frozen object, loaded once, from TANDEM_* variables, a .env file or /run/secrets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from storage.database import async_url
from storage.sealing import BadKeyError, Vault, read_key

_TOKEN = re.compile(r"^\d{3,20}:[A-Za-z0-9_-]{20,100}$")
_SECRET = re.compile(r"^[A-Za-z0-9_-]{1,256}$")  # Bot API: setWebhook, secret_token
_TELEGRAM = "https://api.telegram.org"
_SECRETS = Path("/run/secrets")


class Settings(BaseSettings):
    """What an installation can set. Every field is the variable TANDEM_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix="TANDEM_",
        env_file=".env",
        secrets_dir=_SECRETS if _SECRETS.is_dir() else None,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    bot_token: SecretStr
    database_url: str = "sqlite:///tandem.db"
    bot_api_url: str = _TELEGRAM
    encryption_keys: SecretStr  # separated by commas: the first encrypts, all decrypt
    lookup_key: SecretStr
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    http_host: str = "127.0.0.1"
    http_port: int = 8000  # webhook, /healthz, /readyz, /metrics; 0 = none
    messages_per_second: float = 25  # 0 = no limit
    paid_broadcast: bool = False
    log_format: Literal["console", "json"] = "console"

    @field_validator("bot_token")
    @classmethod
    def _token_looks_right(cls, value: SecretStr) -> SecretStr:
        if not _TOKEN.match(value.get_secret_value().strip()):
            raise ValueError("it does not look like a token from @BotFather (123456789:AAE...)")
        return SecretStr(value.get_secret_value().strip())

    @field_validator("encryption_keys", "lookup_key")
    @classmethod
    def _keys_are_keys(cls, value: SecretStr) -> SecretStr:
        for part in value.get_secret_value().split(","):
            try:
                read_key(part)
            except BadKeyError as error:
                raise ValueError(f"{error}; make one with `python -m bot keys`") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        try:
            async_url(value)
        except (ArgumentError, ValueError):
            raise ValueError(
                "write it as sqlite:///path/to/file.db or postgresql://user:password@host/database"
            ) from None
        return value

    @field_validator("bot_api_url", "webhook_url")
    @classmethod
    def _address_is_one(cls, value: str) -> str:
        if value and not re.match(r"^https?://[^\s/]+", value):
            raise ValueError("it has to begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _secret_fits_a_header(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _SECRET.match(value.get_secret_value()):
            raise ValueError("it may have 1-256 letters, digits, _ and -")
        return value

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> Settings:
        """A Bot API server of one's own may call plain http, Telegram's never does."""
        if self.webhook_url.startswith("http://") and self.bot_api_url == _TELEGRAM:
            raise ValueError("Telegram calls https addresses alone: it has to begin with https://")
        if self.webhook_url and not (self.webhook_secret.get_secret_value() and self.http_port):
            raise ValueError("a webhook needs TANDEM_WEBHOOK_SECRET and a TANDEM_HTTP_PORT")
        return self

    @field_validator("messages_per_second")
    @classmethod
    def _rate_is_sane(cls, value: float) -> float:
        if not 0 <= value <= 1000:
            raise ValueError("it has to be between 0 (no limit) and 1000 (Telegram's paid ceiling)")
        return value

    def vault(self) -> Vault:
        keys = [read_key(part) for part in self.encryption_keys.get_secret_value().split(",")]
        return Vault(keys, read_key(self.lookup_key.get_secret_value()))


class SettingsError(Exception):
    """Configuration that cannot work; the text is one line a fault: which variable and how to mend it."""


_HINTS = {
    "TANDEM_BOT_TOKEN": "ask @BotFather for a token and put it there",
    "TANDEM_ENCRYPTION_KEYS": "make one with `python -m bot keys` and keep it apart from the database",
    "TANDEM_LOOKUP_KEY": "make one with `python -m bot keys` and keep it apart from the database",
}


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process. Raises SettingsError, whose text holds no secret."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(fault) for fault in error.errors())) from None


def _explain(fault: Any) -> str:
    name = "TANDEM_" + (str(fault["loc"][0]).upper() if fault["loc"] else "WEBHOOK_URL")
    if fault["type"] == "missing":
        return f"{name} is missing: {_HINTS.get(name, 'set it')}."
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name} cannot be used: {reason}."
