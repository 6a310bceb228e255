"""The pages for people. They load no scripts, fonts or styles from other servers."""

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from fastapi import Request
from pydantic_core import to_json

from mockapi.admin.server_state import ServerState
from mockapi.pipeline.exchange import EXCHANGE_KEY, ControlExchange
from mockapi.vendor_api.application import MountedVendor
from mockapi.vendor_api.vendor import Introduction
from mockapi.version import __version__

_ASSETS = "/__admin/assets"

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2733; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f2f5f8; border-radius: 4px; }
code { padding: .1em .3em; } pre { padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
th { text-align: left; padding-right: 1.5rem; font-weight: 600; } a { color: #0b62c4; }
"""


def mount_path(request: Request) -> str:
    """Return the path at which another application has mounted the server's."""
    exchange: ControlExchange = request.scope[EXCHANGE_KEY]
    return exchange.mount_path


def server_url(request: Request) -> str:
    """Return the URL of the server, and of the sandbox that the request's path names, without a slash at the end."""
    exchange: ControlExchange = request.scope[EXCHANGE_KEY]
    return f"{request.url.scheme}://{request.url.netloc}{exchange.server_path}"


def introduction_as_data(state: ServerState, server: str) -> dict[str, Any]:
    """Return how to call each vendor at the server's URL `server`."""
    return {
        "mockapi": __version__,
        "health": f"{server}/__admin/health",
        "journal": f"{server}/__admin/",
        "controlPlane": f"{server}/__admin/docs",
        "vendors": {
            mounted.vendor.name: {
                "baseUrl": introduction.base_url,
                "credentials": dict(introduction.credentials),
                "headers": dict(introduction.headers),
                "curl": introduction.curl,
                "docs": f"{server}/{mounted.vendor.name}/docs",
            }
            for mounted, introduction in _introductions(state, server)
        },
    }


def introduction_as_text(state: ServerState, server: str) -> str:
    """Return the introduction as text for a terminal."""
    lines = [f"mockapi {__version__} on {server}  (Ctrl-C ends it)"]
    for mounted, introduction in _introductions(state, server):
        lines += ["", mounted.vendor.title, f"  base URL     {introduction.base_url}"]
        lines += [f"  {name:<12} {value}" for name, value in introduction.credentials.items()]
        lines += [f"  API docs     {server}/{mounted.vendor.name}/docs"]
        lines += [f"  try          {introduction.curl}"] if introduction.curl else []
    lines += ["", f"Journal        {server}/__admin/", f"Control plane  {server}/__admin/docs"]
    return "\n".join(lines)


def introduction(state: ServerState, server: str, root: str) -> str:
    """Return the introduction as an HTML page; `root` is the path at which the server is mounted."""
    sections = []
    for mounted, entry in _introductions(state, server):
        facts = {"Base URL": entry.base_url, **entry.credentials}
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td><code>{escape(value)}</code></td></tr>" for name, value in facts.items()
        )
        example = f"<pre>{escape(entry.curl)}</pre>" if entry.curl else ""
        sections.append(
            f"<h2>{escape(mounted.vendor.title)}</h2><table>{rows}</table>{example}"
            f'<p><a href="{root}/{mounted.vendor.name}/docs">API docs</a></p>'
        )
    return _page(
        "mockapi",
        f"<h1>mockapi {__version__}</h1><p>Set your program's base URL to one of these, and use the credentials beside "
        f'it. <a href="{root}/__admin/">What happened</a> · <a href="{root}/__admin/docs">control plane</a> · '
        f'<a href="{root}/__admin/health">health</a></p>{"".join(sections)}',
    )


def documents(state: ServerState, root: str) -> str:
    """Return a page that leads to every API document."""
    entries = [(f"/{mounted.vendor.name}", f"{mounted.vendor.title} API") for mounted in state.vendors]
    rows = "".join(
        f'<li><a href="{root}{path}/docs">{escape(title)}</a> (<a href="{root}{path}/openapi.json">OpenAPI</a>)</li>'
        for path, title in [*entries, ("/__admin", "Control plane")]
    )
    return _page("mockapi: API documents", f"<h1>API documents</h1><ul>{rows}</ul>")


@cache
def journal() -> str:
    """Return the page of the journal, a client of the control plane."""
    return (Path(__file__).parent / "assets" / "journal.html").read_text(encoding="utf-8")


def swagger_ui(title: str, credentials: Mapping[str, str], document: str, root: str) -> str:
    """Return a page with Swagger UI for the OpenAPI document at the path `document` below `root`.

    "Authorize" is filled in with those `credentials` that bear the name of a security scheme.
    """
    assets = root + _ASSETS
    options = {"url": root + document, "dom_id": "#swagger-ui", "deepLinking": True, "tryItOutEnabled": True}
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<link rel="icon" href="{assets}/favicon.png"><link rel="stylesheet" href="{assets}/swagger-ui.css"></head>'
        f'<body><div id="swagger-ui"></div><script src="{assets}/swagger-ui-bundle.js"></script><script>'
        f"const credentials = {_as_script(dict(credentials))};"
        "const authorize = () => Object.entries(credentials).forEach(([name, value]) => "
        "window.ui.preauthorizeApiKey(name, value));"
        f"window.ui = SwaggerUIBundle({{...{_as_script(options)}, onComplete: authorize}});</script></body></html>"
    )


def _introductions(state: ServerState, server: str) -> list[tuple[MountedVendor, Introduction]]:
    """Return how to call each vendor; `server` is the server's URL without a slash at the end."""
    return [(mounted, mounted.vendor.introduction(server, mounted.settings)) for mounted in state.vendors]


def _as_script(content: Any) -> str:
    """Return JSON that cannot end the script element around it."""
    return to_json(content).decode().replace("<", "\\u003c")


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>"
    )
