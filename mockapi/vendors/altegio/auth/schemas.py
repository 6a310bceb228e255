"""Bodies of `POST /auth`."""

from pydantic import Field

from mockapi.vendor_api.models import SchemaOnlyModel
from mockapi.vendors.altegio.schemas import RequestBody


class LoginIn(RequestBody):
    """Body of `POST /auth`."""

    login: str = Field(examples=["testuser@alteg.io"])
    password: str = Field(examples=["testpass"])


class UserOut(SchemaOnlyModel):
    """The profile of the user who has logged in."""

    id: int
    user_token: str
    name: str
    phone: str
    login: str
    email: str
    avatar: str
    is_approved: bool
    is_email_confirmed: bool
