"""The server's memory: asked for in one heap where the allocator can be asked, and let be elsewhere."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from uncramp.web.launch import one_heap


def test_one_heap_is_asked_for_by_what_the_allocator_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def mallopt(*what: int) -> int:
        asked.append((what[0], what[1]))
        return 1

    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(mallopt=mallopt))
    assert one_heap()
    assert asked == [(-8, 1)]


def test_another_allocator_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    assert not one_heap()
