"""What holds for every test: one hypothesis profile that never varies in CI, one for the night, and no settings from outside."""

from __future__ import annotations

import os
import sys

from hypothesis import HealthCheck, settings

# programs that are run in processes of their own
collect_ignore = ["benchmarks/peers", "neuron_cells"]
if sys.platform == "win32":  # NEURON cannot be installed by pip there
    collect_ignore.append("validation/test_motoneuron_beside_neuron.py")

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
