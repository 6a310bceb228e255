"""The operation `POST /auth`. Source: its page, whose sample response has the profile."""

from fastapi import Request
from starlette.responses import Response

from mockapi.pipeline.dependencies import CurrentExchange
from mockapi.vendor_api.operations import OperationRouter
from mockapi.vendors.altegio.auth.schemas import LoginIn, UserOut
from mockapi.vendors.altegio.caller import AUTHORIZATION, check_partner
from mockapi.vendors.altegio.envelope import success
from mockapi.vendors.altegio.errors import AuthenticationNeeded, Unprocessable
from mockapi.vendors.altegio.request_body import read_body
from mockapi.vendors.altegio.schemas import Nothing, Success
from mockapi.vendors.altegio.settings import AltegioSettings

router = OperationRouter(AUTHORIZATION)


@router.operation(
    "POST /auth",
    response=lambda: Success[UserOut, Nothing],
    status=201,
    errors=(AuthenticationNeeded(), Unprocessable(missing=("login", "password"))),
    body=lambda: LoginIn,
    cacheable=True,
)
async def auth(request: Request, exchange: CurrentExchange) -> Response:
    """Authorize user."""
    settings: AltegioSettings = exchange.settings
    check_partner(request, settings)
    body = read_body(request, LoginIn, or_form=True)
    if (body.login, body.password) != (settings.login, settings.password):
        raise AuthenticationNeeded
    profile = {
        "id": 123456,
        "user_token": settings.login_user_token,
        "name": "James Smith",
        "phone": "+13155550175",
        "login": "j.smith",
        "email": "j.smith@example.com",
        "avatar": "https://example.com/avatars/j.smith.png",
        "is_approved": True,
        "is_email_confirmed": False,
    }
    return success(profile, status=201)
