"""What holds for every test: one hypothesis profile that never varies in CI, one for the night, and no settings from outside."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# programs that are run in processes of their own
collect_ignore = ["benchmarks/peers", "neuron_cells"]
if sys.platform == "win32":  # NEURON cannot be installed by pip there
    collect_ignore.append("validation/test_motoneuron_beside_neuron.py")
    collect_ignore.append("properties/test_diary_faults.py")  # a kill there is none of POSIX

# a slow shared machine is no fault of a property, so there is no deadline
settings.register_profile(
    "ci", max_examples=50, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("nightly", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("UNCRAMP_HYPOTHESIS", "ci"))

# a person's own settings (UNCRAMP_AIR_TEMP and so on) must not change what is tested
OF_THE_TESTS = (
    "UNCRAMP_ACTIVITIES", "UNCRAMP_API_EXAMPLES", "UNCRAMP_FAULTS", "UNCRAMP_HYPOTHESIS", "UNCRAMP_LOAD_SECONDS", "UNCRAMP_LOAD_USERS",
)  # fmt: skip
for variable in [name for name in os.environ if name.startswith("UNCRAMP_") and name not in OF_THE_TESTS]:
    del os.environ[variable]
os.environ.pop("COLUMNS", None)  # the width of whoever runs the tests


# pgserver, which carries a PostgreSQL, has no wheel for these; everything else of the diary is tested there as well
WITHOUT_POSTGRESQL = sys.version_info >= (3, 13)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a PostgreSQL where there is none to be had, and say so in the count."""
    if WITHOUT_POSTGRESQL:
        out = [one for one in items if "postgresql" in getattr(one, "fixturenames", ()) or "postgresql]" in one.name]
        config.hook.pytest_deselected(items=out)
        items[:] = [one for one in items if one not in out]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL of the test's own; each call makes an empty database in it and returns its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of platformdirs, where no session of a person runs
        import pgserver

    # a folder of its own: started by root it runs as another user, who must be able to reach it
    folder = Path(tempfile.mkdtemp(prefix="uncramp-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder, cleanup_mode="stop")
    count = itertools.count()

    def made() -> str:
        name = f"diary_{next(count)}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(name))

    yield made
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Where a diary may be, as ``open_diary`` takes it: a file, or a database of PostgreSQL."""
    if request.param == "sqlite":
        return {"data": str(tmp_path / "data")}
    return {"database": request.getfixturevalue("postgresql")()}
