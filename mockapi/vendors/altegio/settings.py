"""Settings of the emulated account."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from mockapi.vendor_api.vendor import VendorSettings

EXAMPLES_LOCATION = 4564
"""The location of the documented examples, which have their documented ids. Users of all locations have access."""

MAX_LOCATION = 10**15 - 1
"""A storage's id is a thousand times its location's, and has to fit in 64 bits."""


class AltegioSettings(VendorSettings):
    """Tokens, login and locations of the emulated account: `MOCKAPI_ALTEGIO_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_ALTEGIO_")

    partner_token: str = Field("altegio-partner-token", min_length=1, description="The partner's (Bearer) token.")
    user_token: str = Field("altegio-user-token", min_length=1, description="A user of all locations.")
    limited_user_token: str = Field(
        "altegio-limited-user-token", min_length=1, description="A user of the first location only."
    )
    login: str = Field("testuser@alteg.io", min_length=1, description="Login that `POST /auth` accepts.")
    password: str = Field("testpass", min_length=1, description="Password that `POST /auth` accepts.")
    login_user_token: str = Field(
        "wec23fh8cDfFV4432fc352456", min_length=1, description="The user token that `POST /auth` gives."
    )
    locations: Annotated[list[int], NoDecode] = Field(
        [1, 2, 3],
        min_length=1,
        max_length=100,
        description="Location ids that sell the seeded shop, separated by commas.",
    )

    @field_validator("locations", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("locations")
    @classmethod
    def _check(cls, value: list[int]) -> list[int]:
        if min(value) < 1 or max(value) > MAX_LOCATION or len(set(value)) < len(value) or EXAMPLES_LOCATION in value:
            raise ValueError(f"distinct numbers from 1 to {MAX_LOCATION} other than {EXAMPLES_LOCATION} are needed")
        return value
