"""Parse, deduplicate and export literature metadata.

The library's door: ``read`` yields citations and rejects from files, ``export`` yields a document
in any output format, and ``mentorlit.dedupe.dedupe`` merges the records of one paper. Each name is
imported when it is first used.
"""

from importlib import import_module
from typing import Any, Final

__version__ = "0.1.0"

_HOME: Final = {
    "Citation": "mentorlit.model",
    "Limits": "mentorlit.limits",
    "Problem": "mentorlit.model",
    "Reject": "mentorlit.problems",
    "export": "mentorlit.exporting",
    "read": "mentorlit.reading",
}

__all__ = ["Citation", "Limits", "Problem", "Reject", "export", "read"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for, so that the package itself costs nothing."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
