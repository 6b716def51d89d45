"""One server in one data folder; whoever comes second is told where the first is, and what needs the file alone waits."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
from click.testing import CliRunner

from uncramp.cli.main import uncramp
from uncramp.diary.database import folder_of, place_of
from uncramp.diary.occupied import occupying, refuse_if_occupied
from uncramp.errors import StoreError

HERE = "http://127.0.0.1:8421"


def test_a_second_server_is_refused_with_the_address_of_the_first_and_may_come_after_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    refuse_if_occupied(folder)  # there is nothing yet
    with occupying(folder, HERE):
        with pytest.raises(StoreError, match=f"already runs on .*data, at {HERE}"), occupying(folder, "http://127.0.0.1:1"):
            raise AssertionError
        with pytest.raises(StoreError, match="would go on with the damaged file"):
            refuse_if_occupied(folder)
        done = CliRunner().invoke(uncramp, ["serve", "--no-browser", "--port", "0", "--data", str(folder)])
        assert isinstance(done.exception, StoreError)
        assert HERE in str(done.exception)
    refuse_if_occupied(folder)
    with occupying(folder, HERE):
        assert (folder / "serve.lock").read_text() == HERE


def test_server_and_commands_keep_their_data_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    # with an author, which is the default, one system would add a folder of that name
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name, appauthor=None: Path(f"/{appauthor}/{name}"))
    assert folder_of(None) == Path("/False/uncramp")
    assert place_of(None, None) == folder_of(None) / "diary.sqlite"
