"""The settings of Commerscale: the credentials of the emulated store."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from mockapi.vendor_api.vendor import VendorSettings


class CommerscaleSettings(VendorSettings):
    """Credentials of the emulated store: `MOCKAPI_COMMERSCALE_…`."""

    model_config = SettingsConfigDict(env_prefix="MOCKAPI_COMMERSCALE_")

    api_key: str = Field("jjns7519v1v3ns6xU162", min_length=1, description="The store's API key.")
    app_api_key: str = Field("mock-app-key", min_length=1, description="The key of an installed App.")
    email: str = Field("owner@example.com", min_length=1, description="A user's e-mail address.")
    password: str = Field("mock-password", min_length=1, description="That user's password.")
    user_name: str = Field("Mr Example", description="That user's name: the author of what is written by e-mail.")
    key_author: str = Field("Mr Example", description="The author of what is updated with a key.")
