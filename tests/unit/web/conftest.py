from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from persons import Person


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody with an empty diary."""
    made = Person(tmp_path / "data")
    yield made
    made.close()
