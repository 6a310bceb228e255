"""`POST /auth`."""

from typing import Any

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


operation = router.operation


@operation(
    "POST /auth",
    response=lambda: Success[UserOut, Nothing],
    status=201,
    errors=(AuthenticationNeeded(), Unprocessable(missing=("login", "password"))),
    body=lambda: LoginIn,
    cacheable=True,
)
async def auth(request: Request, exchange: CurrentExchange) -> Response:
    """Authorize user."""
    check_partner(request, exchange.settings)
    body = await read_body(request, LoginIn, or_form=True)
    return success(log_in(exchange.settings, body.login, body.password), status=201)


def log_in(settings: AltegioSettings, login: str, password: str) -> dict[str, Any]:
    """The profile of the one user who can log in, the page's own sample; a wrong login or password is refused."""
    if (login, password) != (settings.login, settings.password):
        raise AuthenticationNeeded
    return {
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
