"""``uncramp serve``: the questions as pages in your browser, on this machine only."""

from __future__ import annotations

from typing import Final

import click

from uncramp.cli.options import options
from uncramp.errors import InputError
from uncramp.texts import _

WEB: Final = ("fastapi", "multipart", "starlette", "uvicorn")


@click.command()
@options("port", "host", "data", "no-browser")
def serve(port: int, host: str, data: str | None, no_browser: bool) -> None:
    """Open uncramp in your browser: your sessions, why, the plan, relief, when to see a doctor.

    It answers this machine only, keeps everything in one folder of yours, and asks no other machine, unless you switch
    the weather on. The address it prints works once, for one browser; Ctrl-C stops it. One runs on one folder at a time; the other
    commands may be used beside it.

    \b
    Examples:
      uncramp serve
      uncramp serve --port 8080 --no-browser
      uncramp serve --data ~/my-diary
    """  # noqa: D301 - click reads \b: keep these lines
    from contextlib import ExitStack

    try:
        from uncramp.web.application import Place, create_application
    except ModuleNotFoundError as missing:
        if missing.name not in WEB:
            raise
        raise InputError(
            _("`uncramp serve` needs {name}, which is not installed; install it with pip install 'uncramp[web]'.").format(
                name=missing.name
            )
        ) from missing
    from uncramp.diary.database import folder_of
    from uncramp.diary.occupied import occupying
    from uncramp.web.keys import Keys
    from uncramp.web.launch import address_of, bound_socket, door, launch_address, open_browser, run_server

    opened = bound_socket(host, port)
    address, keys = address_of(opened), Keys()

    def tell() -> None:
        click.echo(_invite(launch_address(address, keys)))

    with ExitStack() as kept:

        def started() -> None:
            if no_browser or not open_browser(kept.enter_context(door(launch_address(address, keys)))):
                tell()

        kept.enter_context(opened)
        folder = folder_of(data)
        kept.enter_context(occupying(folder, address))
        app = create_application(Place(folder), keys, opened.getsockname()[1], used=tell)
        run_server(app, opened, started)


def _invite(address: str) -> str:

    return _("uncramp answers at {address} (works once; Ctrl-C stops it)").format(address=address)
