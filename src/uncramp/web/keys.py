"""Keys: a launch token that works once, and the sessions it was exchanged for. Only digests are kept, in memory, until the server stops."""

from __future__ import annotations

import hashlib
import secrets
import threading
from typing import Final

COOKIE: Final = "uncramp"
KEY_BYTES: Final = 32
MOST_SESSIONS: Final = 50
"""Browsers at once; the oldest is let go."""


class Keys:
    """Who may speak to this server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._launch: str | None = None
        self._sessions: list[str] = []

    def new_launch_token(self) -> str:
        """A token for one browser; the one before it no longer works."""
        token = secrets.token_urlsafe(KEY_BYTES)
        with self._lock:
            self._launch = _digest(token)
        return token

    def exchange(self, token: str) -> str | None:
        """A session for a launch ``token`` that was not used before, else ``None``."""
        with self._lock:
            if self._launch is None or not secrets.compare_digest(self._launch, _digest(token)):
                return None
            self._launch = None
            session = secrets.token_urlsafe(KEY_BYTES)
            self._sessions = [*self._sessions, _digest(session)][-MOST_SESSIONS:]
        return session

    def is_session(self, session: str) -> bool:
        """Whether ``session`` was given out by this server."""
        asked = _digest(session)
        with self._lock:
            known = list(self._sessions)
        return sum(secrets.compare_digest(one, asked) for one in known) > 0  # all are compared: the time tells nothing


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
