"""What every page is made with: templates and packaged files, the policy's hashes, data for scripts, and writing whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from uncramp.errors import StoreError
from uncramp.texts import _, spoken_tag
from uncramp.units import elapsed_text

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """Templates of this package; what is put into them is escaped, and a name they lack is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("uncramp.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["moment"] = elapsed_text
    made.globals["_"] = _
    made.globals["language"] = spoken_tag
    return made


def render_block(template: str, block: str, values: Mapping[str, object]) -> Markup:
    """One block of a page, without the rest of it."""
    page = environment().get_template(template)
    return Markup("".join(page.blocks[block](page.new_context(dict(values)))))  # noqa: S704 - made by a template that escapes


def packaged(folder: str, name: str) -> str:
    """Text of a file of this package.

    Raises
    ------
    StoreError
        If the package lacks it.
    """
    try:
        return (files("uncramp.report") / folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StoreError(
            _(
                "The package lacks {folder}/{name}, part of the chart library that its build takes from npm. "
                "Install a built wheel, or run `python scripts/fetch_assets.py` in the source tree."
            ).format(folder=folder, name=name)
        ) from None


def page_style(*own: str) -> str:
    """Style of a page: of the parts that the application shows too, of the frame around them, and the files that are its ``own``."""
    return "\n" + "\n".join(packaged("templates", name) for name in ("course.css", "page.css", *own))


def policy_hash(text: str) -> str:
    """As a content security policy names an inline block."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def script_data(data: object) -> Markup:
    """``data`` as JSON, safe inside a script element."""
    text = json.dumps(data, allow_nan=False, separators=(",", ":"), ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def write_whole(content: str | bytes, path: str | os.PathLike[str]) -> None:
    """Write ``content``, text as UTF-8, to ``path``, whole or not at all.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    target = Path(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content.encode() if isinstance(content, str) else content)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError(
            _("{target} cannot be written: {strerror}. Choose a folder that exists and that you may write to.").format(
                target=target, strerror=error.strerror or error
            )
        ) from error
