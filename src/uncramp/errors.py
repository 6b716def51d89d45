"""Every error uncramp raises on purpose.

::

    UncrampError
    ├── InputError          a value handed to us is unusable            (also a ValueError)
    ├── ActivityFileError   an activity file cannot be read, or lacks what is needed
    ├── EvidenceError       evidence files and code disagree (ours to fix)
    ├── SimulationError     a state left what physiology allows
    └── StoreError          something cannot be kept or fetched (disk, database, weather service)

A message says where, what was seen (value and unit), what was expected, and what to do.
The faces (command line, web) map these to exit codes and HTTP statuses; nothing below knows either.
"""


class UncrampError(Exception):
    """Base of every error raised on purpose; catch this to catch them all."""


class InputError(UncrampError, ValueError):
    """A value handed to us is unusable: out of range, of the wrong kind, or misspelt."""

    def __init__(self, text: str = "", *, of: str = "") -> None:
        super().__init__(text)
        self.of = of  # the name of the value, for a form that tells it at its field


class ActivityFileError(UncrampError):
    """An activity file cannot be read, or lacks what an assessment needs."""


class EvidenceError(UncrampError):
    """The evidence files and the code that uses them disagree."""


class SimulationError(UncrampError):
    """A simulated state left the range physiology allows."""


class StoreError(UncrampError):
    """Something cannot be written, fetched or reached (disk, database, weather service)."""
