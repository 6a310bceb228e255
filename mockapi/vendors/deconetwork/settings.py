"""Settings of the emulated DecoNetwork site."""

from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from mockapi.vendor_api.vendor import VendorSettings


class DecoNetworkSettings(VendorSettings):
    """Credentials and switches of the emulated site: `MOCKAPI_DECONETWORK_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_DECONETWORK_")

    username: str = Field("mock-user", min_length=1, description="User of a site with the API switched on.")
    disabled_username: str = Field(
        "disabled-user", min_length=1, description="User of a site with the API switched off."
    )
    password: str = Field("mock-password", min_length=1, description="Password of both users.")
    limit_above_maximum: Literal["error", "clamp"] = Field(
        "error", description="Response to a limit above 100: code 50004 (`error`), or 100 rows (`clamp`)."
    )
