"""Whatever bytes a reader is given end in samples or in a typed error, in a child process of limited time and memory.

``UNCRAMP_FAULTS=full`` raises the dose from about 500 inputs in all to more than 10,000 for each format.
"""

from __future__ import annotations

import gzip
import os
import random
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import activity_files as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent.parent
FULL = os.environ.get("UNCRAMP_FAULTS") == "full"
BATCH, EXAMPLES = (600, 18) if FULL else (80, 2)
LARGEST = 256 * 1024
SEEDS = {form: [seed() for seed in seeds] for form, seeds in made.SEEDS.items()}


def guarded(inputs: list[bytes], reader: str = "activity", seconds: int = 20) -> list[tuple[str, str]]:
    """Outcome and text of each input; a hang or crash of the child is the outcome of the input it was at."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inputs"
        path.write_bytes(b"".join(struct.pack("<I", len(data)) + data for data in inputs))
        child = subprocess.run(
            [sys.executable, str(HERE / "guarded_reader.py"), str(path), reader, str(seconds)],
            capture_output=True,
            text=True,
            timeout=60 + seconds * 5 + len(inputs),
            env={**os.environ, "PYTHONPATH": str(HERE), "OPENBLAS_NUM_THREADS": "1"},
            check=False,
        )
    found = []
    for line in child.stdout.splitlines():
        _, kind, *text = line.split(" ", 2)
        found.append((kind, "".join(text)))
    if child.returncode != 0:
        assert child.returncode < 0, child.stderr
        found.append(("hang" if child.returncode == -14 else "crash", f"signal {-child.returncode}"))
    return found


def accepted(inputs: list[bytes]) -> Counter[str]:
    """Counts of outcomes, after checking that every input ended in samples or in a typed error."""
    found = guarded(inputs)
    wrong = [(index, *one) for index, one in enumerate(found) if one[0] not in {"samples", "error"}]
    assert not wrong, f"{wrong[0]} for {inputs[wrong[0][0]][:300]!r}"
    assert len(found) == len(inputs)
    return Counter(kind for kind, _ in found)


NASTY = [
    b"NaN",
    b"inf",
    b"-1",
    b"1e308",
    b"0",
    b"abc",
    b"99999999999999999999",
    b"\xff\xff",
    b"\x00",
    b"<",
    b">",
    b"&a;",
    b"<!--",
    b"]]>",
    b"\x0c",
]


def mutant(form: str, pick: random.Random) -> bytes:
    """A healthy or damaged file of a format after one to four changes."""
    data = bytearray(pick.choice(SEEDS[form]))
    for _ in range(pick.randint(1, 4)):
        at = pick.randrange(len(data) or 1)
        many = pick.choice([1, 2, 4, 8, 64, 1000])
        match pick.randrange(9):
            case 0:  # bytes flipped
                for _ in range(many):
                    data[pick.randrange(len(data))] = pick.randrange(256)
            case 1:  # one bit near the start, where the definitions are
                data[pick.randrange(min(300, len(data)))] ^= 1 << pick.randrange(8)
            case 2:
                del data[max(at, 1) :]
            case 3:
                del data[at : at + many]
            case 4:
                data[at:at] = data[at : at + many] * pick.choice([1, 3, 50])
            case 5:
                data[at:at] = pick.randbytes(many)
            case 6:  # two files spliced
                other = pick.choice(SEEDS[form])
                data[at:] = other[pick.randrange(len(other)) :]
            case 7:
                data[at : at + pick.randrange(8)] = pick.choice(NASTY)
            case _:  # the digits of a number
                digits = [index for index in range(at, min(at + 300, len(data))) if 48 <= data[index] <= 57]
                if digits:
                    data[digits[0] : digits[0] + 1] = pick.choice(NASTY)
        data = data[:LARGEST] or bytearray(b"\0")
    return bytes(data) if pick.random() < 0.95 else gzip.compress(bytes(data))


@pytest.mark.parametrize("form", sorted(SEEDS))
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_mutant_ends_in_samples_or_a_typed_error(form: str, seed: int) -> None:
    pick = random.Random(seed)
    outcomes = accepted([mutant(form, pick) for _ in range(BATCH)])
    print(f"{form}: {BATCH} mutants, {outcomes['samples']} end in samples, {outcomes['error']} in a typed error")
    # a mutation test that only ever meets one of the two tests little
    assert outcomes["samples"] > BATCH // 20
    assert outcomes["error"] > BATCH // 50


@given(st.lists(st.binary(max_size=2000), min_size=10, max_size=20))
@settings(max_examples=1 if not FULL else 20, deadline=None)
def test_any_bytes_end_in_samples_or_a_typed_error(inputs: list[bytes]) -> None:
    head = made.fit_file(5)[:14]
    accepted([*inputs, *(head + data for data in inputs), *(b"<gpx><trk><trkpt>" + data for data in inputs)])


def definitions(fields: int) -> bytes:
    """A file of nothing but definitions with as many fields as fit."""
    writer = made.FitWriter()
    while len(writer.body) < LARGEST - 1000:
        writer.define(0, made.RECORD, [(number % 256, 255, made.BYTE) for number in range(fields)])
    return writer.finish()


def one_byte_records() -> bytes:
    """As many records as a quarter of a megabyte can hold: each is a header that carries its time."""
    writer = made.FitWriter()
    made.file_id(writer)
    writer.define(0, made.RECORD, [])
    writer.body += bytes(0x80 | index & 0x1F for index in range(LARGEST - 200))
    return writer.finish()


def clock_back_and_forth(step: int) -> bytes:
    writer = made.FitWriter()
    made.file_id(writer)
    writer.define(0, made.RECORD, [(253, 4, made.UINT32)])
    for index in range(LARGEST // 5 - 50):
        writer.data(0, "I", made.START_FIT + (index % 2) * step + index // 2)
    return writer.finish()


WORST = {
    "nested": lambda: b"<gpx>" + b"<a>" * (LARGEST // 3 - 5),
    "attributes": lambda: b"<gpx " + b" ".join(b'a%d="1"' % index for index in range(20_000)) + b"/>",
    "namespaces": lambda: b"<gpx " + b" ".join(b'xmlns:a%d="u%d"' % (index, index) for index in range(10_000)) + b"/>",
    "names": lambda: b"<gpx>" + b"".join(b"<a%d/>" % index for index in range(30_000)) + b"</gpx>",
    "long_text": lambda: b"<gpx><trk><trkpt lat='1' lon='2'><time>" + b"1" * (LARGEST - 100),
    "long_number": lambda: b"<gpx><trk><trkpt lat='" + b"9" * (LARGEST - 100) + b"' lon='1'/></trk></gpx>",
    "many_points": lambda: b"<gpx><trk>" + b"<trkpt/>" * (LARGEST // 8 - 10) + b"</trk></gpx>",
    "many_tracks": lambda: b"<gpx>" + b"<trk/>" * (LARGEST // 6 - 10) + b"</gpx>",
    "comments": lambda: b"<gpx>" + b"<!---->" * (LARGEST // 7 - 10) + b"</gpx>",
    "entities": lambda: b"<gpx>" + b"&amp;" * (LARGEST // 5 - 10) + b"</gpx>",
    "utf_7": lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-gpx/+AD4-',
    "utf_32": lambda: '<?xml version="1.0"?><!DOCTYPE gpx><gpx/>'.encode("utf-32"),
    "bomb": lambda: gzip.compress(b"<gpx>" + bytes(200_000_000)),
    "headers": lambda: b"\x0c\x20\x00\x00\xff\xff\x03\x00.FIT" * (LARGEST // 12),
    "headers_of_nothing": lambda: b"\x0c\x20\x00\x00\x00\x00\x00\x00.FIT" * (LARGEST // 12),
    "definitions": lambda: definitions(255),
    "empty_definitions": lambda: definitions(0),
    "one_byte_records": one_byte_records,
    "clock_to_and_fro": lambda: clock_back_and_forth(50_000),
    "clock_over_days": lambda: clock_back_and_forth(100_000),
    "zeros": lambda: bytes(LARGEST),
    "noise": lambda: random.Random(1).randbytes(LARGEST),
}


def test_the_worst_inputs_stay_within_limits() -> None:
    inputs = [make() for make in WORST.values()]
    assert max(map(len, inputs)) <= LARGEST
    accepted(inputs)


@pytest.mark.parametrize(
    ("reader", "seen"),
    [("hang", "hang"), ("crash", "crash"), ("memory", "memory"), ("raw", "raw"), ("file", "touched"), ("activity", "error")],
)
def test_the_guard_sees_what_it_guards_against(reader: str, seen: str) -> None:
    assert [kind for kind, _ in guarded([b"any"], reader, seconds=1)] == [seen]
