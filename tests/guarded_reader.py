"""Child process of the fuzz tests: reads many inputs, each under limits of time and memory, and reports each.

``python guarded_reader.py INPUTS READER SECONDS``: INPUTS holds inputs, each after its length in four bytes. For each one a line
``index outcome text`` is printed and flushed: ``samples``, ``error`` (the typed one), ``raw`` (any other), ``memory``, ``touched`` (a file
or a connection was opened). A hang or a crash ends the process, and the parent sees at which index. READER is ``activity`` or one of the
faults of the positive control.

The address space allowed is 256 MB in all, of which the interpreter with numpy, lxml and fitdecode takes about 115 MB.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Any

MEMORY = 256 * 2**20


def hang(_: bytes) -> None:
    # inside one call into C, where no Python signal handler would run
    sum(range(10**15))


def crash(_: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def swallow_memory(_: bytes) -> None:
    bytearray(2 * MEMORY)


def raise_raw(_: bytes) -> None:
    raise KeyError("raw")


def open_a_file(_: bytes) -> None:
    with Path("/etc/hostname").open() as file:
        file.read(1)


FAULTS: dict[str, Any] = {"hang": hang, "crash": crash, "memory": swallow_memory, "raw": raise_raw, "file": open_a_file}


def outcome(read: Any, data: bytes, touched: list[str]) -> tuple[str, str]:
    from uncramp.errors import ActivityFileError

    touched.clear()
    try:
        read(data)
    except ActivityFileError as error:
        says = len(str(error)) > 30 and "{at}" not in str(error)
        result = ("error" if says else "raw", str(error))
    except MemoryError:
        result = ("memory", "")
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
        result = ("raw", f"{type(error).__name__}: {error}")
    else:
        result = ("samples", "")
    return ("touched", touched[0]) if touched else result


def checked(data: bytes) -> Any:
    """Samples that keep their promises."""
    import numpy as np

    from uncramp.activity.read import read_activity_bytes
    from uncramp.names import SPORTS

    samples = read_activity_bytes(data, "fuzzed")
    assert samples.elapsed_s[0] == 0.0
    assert (np.diff(samples.elapsed_s) > 0.0).all()
    assert np.isfinite(samples.elapsed_s).all()
    assert all(leg.sport in SPORTS and leg.start_s <= leg.end_s for leg in samples.legs)
    assert samples.legs
    assert not any("{at}" in repair.text or "after  is" in repair.text for repair in samples.repairs)
    return samples


def main() -> None:
    inputs, reader, seconds = sys.argv[1:]
    read = FAULTS.get(reader, checked)
    import activity_files as made

    for seed in (made.fit_file, made.tcx_file, made.gpx_file):  # imports what reading needs
        checked(seed())
    touched: list[str] = []
    file = Path(inputs).open("rb")  # noqa: SIM115 - before files are watched
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.addaudithook(lambda event, args: touched.append(f"{event} {args}"[:200]) if event in {"open", "socket.connect"} else None)
    index = 0
    while head := file.read(4):
        data = file.read(*struct.unpack("<I", head))
        signal.alarm(int(seconds))  # its default action ends the process even inside C
        kind, text = outcome(read, data, touched)
        signal.alarm(0)
        print(index, kind, text.encode("unicode_escape").decode("ascii"), flush=True)
        index += 1


if __name__ == "__main__":
    main()
