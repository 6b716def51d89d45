"""Start of a Dask worker (`dask worker --preload uncramp.ensemble.dask_worker`): what the command line does for its threads, done there too."""

from __future__ import annotations

from uncramp.compiled import keep_freed_memory
from uncramp.ensemble import chunk

ENGINE = chunk.simulate_chunk
"""Loaded with this module, so that the first chunk does not wait for it."""


def dask_setup(worker: object) -> None:  # noqa: ARG001 - Dask hands it over
    """Keep freed memory, without which a chunk takes a fifth longer; Dask calls this in each worker, one that replaces a lost one too."""
    keep_freed_memory()
