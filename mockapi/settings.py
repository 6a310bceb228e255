"""What a user can set: the flags of `mockapi serve`, each of them also a `MOCKAPI_…` variable."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from mockapi.client.address import HOST, PORT, is_service_link


class _Environment(EnvSettingsSource):
    """The environment variables, without a MOCKAPI_PORT that no user has set."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        value, key, is_complex = super().get_field_value(field, field_name)
        is_ignored = field_name == "port" and isinstance(value, str) and is_service_link(value)
        return None if is_ignored else value, key, is_complex


class Settings(BaseSettings):
    """The server's settings; the vendors' own stand in their packages."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_", env_ignore_empty=True, extra="ignore")

    host: str = Field(HOST, description="Address to listen on.")
    port: int = Field(PORT, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    seed: int = Field(42, ge=0, lt=2**63, description="Seed of the imaginary shop; the same seed makes the same shop.")
    products: int = Field(200, ge=0, le=10_000_000, description="How many products the shop sells.")
    baseline: Path | None = Field(
        None, description="A downloaded snapshot to begin with and go back to, in place of a seeded shop."
    )
    fixtures: Path | None = Field(
        None, description="Directory of own rows (VENDOR/TABLE.json), loaded on top of what the server begins with."
    )
    data: Path | None = Field(
        None, description="Directory whose SQLite files keep all data over restarts. Without it: in memory."
    )
    quotas: Annotated[list[str], NoDecode] = Field(
        [], description="Vendors whose quota is switched on from the start, separated by commas."
    )
    cors_origin: Annotated[list[str], NoDecode] = Field(
        ["*"], description="Origins whose pages may call the server, separated by commas."
    )
    ssl_certfile: Path | None = Field(None, description="Certificate (PEM) to serve HTTPS with.")
    ssl_keyfile: Path | None = Field(None, description="Private key (PEM) of the certificate.")
    max_body_bytes: int = Field(
        8 * 1024 * 1024, ge=1, description="Largest request body; a larger one is refused in the vendor's words."
    )
    wire_cache: Literal["on", "off"] = Field(
        "on", description="Answer repeated requests by their bytes, before HTTP is parsed; off: the same responses."
    )
    clock: datetime | None = Field(
        None, description="Freeze the time at this instant, for example 2030-01-02T03:04:05Z."
    )

    @field_validator("cors_origin", "quotas", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *others: Any, **named: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources of settings: arguments, then the environment."""
        return init_settings, _Environment(settings_cls)
