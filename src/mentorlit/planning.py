"""From the options of ``mentorlit export`` to the plan of the document."""

from pathlib import Path

from mentorlit.exporting import Plan
from mentorlit.problems import InputError, UsageError
from mentorlit.selecting import Change, keeping, listed, omitting


def plan(
    *,
    keys: str = "",
    fields: str = "",
    omit: str = "",
    sort: str = "",
    abbreviate: bool | None = None,
    journals: str = "",
) -> Plan:
    """Return the plan that the options ask for, each as the command line has it.

    Raises:
        UsageError: an option that cannot be followed.
        InputError: the table of journals cannot be read.

    """
    made = Plan(changes=tuple(_changes(fields, omit, abbreviate, journals)))
    if keys:
        from mentorlit.keypatterns import maker  # noqa: PLC0415 - start-up

        made = made._replace(make_key=maker(keys))
    if sort:
        from mentorlit.sorting import sort_fields  # noqa: PLC0415 - start-up

        made = made._replace(order=sort_fields(listed(sort)))
    return made


def _changes(fields: str, omit: str, abbreviate: bool | None, journals: str) -> list[Change]:
    """Return the changes in their order: titles first, so that they may use what is left out."""
    changes: list[Change] = []
    if journals and abbreviate is None:
        raise UsageError("--journals: needs --abbreviate or --unabbreviate")
    if abbreviate is not None:
        changes.append(_titles(journals, abbreviate=abbreviate))
    if fields:
        changes.append(keeping(listed(fields)))
    if omit:
        changes.append(omitting(listed(omit)))
    return changes


def _titles(name: str, *, abbreviate: bool) -> Change:
    from mentorlit.journals import Journals, given, shipped  # noqa: PLC0415 - start-up

    own = given(_text(name), name) if name else ()
    journals = Journals(own, shipped())
    return journals.abbreviated if abbreviate else journals.unabbreviated


def _text(name: str) -> str:
    """Return what is in a file of the user's own, which is UTF-8."""
    try:
        return Path(name).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at byte {error.start}") from error
