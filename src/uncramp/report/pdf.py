"""A page as a PDF, by WeasyPrint: nothing is fetched for it, and the same page gives the same bytes."""

from __future__ import annotations

import hashlib
import logging
import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from uncramp.errors import StoreError
from uncramp.report.html import write_whole
from uncramp.texts import N_, _

NO_PACKAGE: Final = N_(
    "A PDF needs WeasyPrint, which is not installed; install it with pip install 'uncramp[pdf]'. The same page from --html prints from any "
    "browser."
)
NO_LIBRARY: Final = N_(
    "A PDF needs the system's Pango libraries, which WeasyPrint did not find; install them (Debian and Ubuntu: libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango). The same page from --html prints from any browser."
)


def write_pdf(page: str, path: str | os.PathLike[str]) -> None:
    """Write the HTML ``page`` to ``path`` as a PDF, whole or not at all.

    Raises
    ------
    StoreError
        If WeasyPrint or Pango is missing (with what to install), the page refers to anything outside itself, or the file cannot be
        written.
    """
    write_whole(pdf_bytes(page), path)


def pdf_bytes(page: str) -> bytes:
    """The HTML ``page`` as a tagged PDF without date; its identifier is made of the page.

    Raises
    ------
    StoreError
        If WeasyPrint or Pango is missing, or the page refers to anything outside itself.
    """
    return _bytes(_laid_out(page), page)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A PDF of one page."""

    content: bytes
    lacking: str  # letters that no font of this system has: they stand as boxes


def first_of_one_sheet(pages: Iterable[str]) -> Sheet:
    """The first of ``pages`` that stands on one sheet, made as by :func:`pdf_bytes`; the fuller come first.

    Raises
    ------
    StoreError
        As :func:`pdf_bytes`.
    ValueError
        If none does.
    """
    for page in pages:
        document = _laid_out(page)
        if len(document.pages) == 1:
            with _lacking() as letters:
                content = _bytes(document, page)
            return Sheet(content, "".join(dict.fromkeys(letters)))
    raise ValueError("None of the pages stands on one sheet; expected the last to hold little enough.")


@contextmanager
def _lacking() -> Iterator[list[str]]:
    """Letters that WeasyPrint says within the block that no font has."""
    letters: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: letters.extend(_letter_in(record))  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield letters
    finally:
        logger.removeHandler(listener)


def _letter_in(record: logging.LogRecord) -> list[str]:
    first = record.args[0] if isinstance(record.args, tuple) and record.args else ""
    return [first] if str(record.msg).startswith(".notdef") and isinstance(first, str) else []


def _laid_out(page: str) -> Any:
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError

    # a page that needs more than itself is a mistake of ours, and none may read a file or ask a network
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    try:
        return weasyprint.HTML(string=page, url_fetcher=fetcher).render(pdf_tags=True)
    except FatalURLFetchingError as error:
        raise StoreError(
            _("A page for a PDF carries everything it shows, but this one refers to more: {error}").format(error=error)
        ) from None


def _bytes(document: Any, page: str) -> bytes:
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    return bytes(document.write_pdf(pdf_identifier=identifier, pdf_tags=True))


def check_pdf() -> None:
    """Check that a PDF can be made here, before the work.

    Raises
    ------
    StoreError
        If WeasyPrint or Pango is missing, with what to install.
    """
    _weasyprint()


def _weasyprint() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of libraries that later versions will ask for
            import weasyprint
            import weasyprint.urls
    except ImportError:
        raise StoreError(_(NO_PACKAGE)) from None
    except OSError:  # what it raises where the libraries do not load
        raise StoreError(_(NO_LIBRARY)) from None
    return weasyprint
