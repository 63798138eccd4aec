"""What the user declares of the inputs: the columns of tables, the pages of sites."""

from typing import TYPE_CHECKING

from mentorlit.cli.options import Settings
from mentorlit.stream import Beside

if TYPE_CHECKING:
    from mentorlit.columns import ColumnMap
    from mentorlit.pages.profile import Profile


def declared(settings: Settings) -> Beside:
    """Return what is known of the inputs beside their bytes.

    Raises:
        UsageError: the map of columns or a profile has a mistake.

    """
    return Beside(columns=_columns(settings.columns), profiles=_profiles(settings.profiles))


def _columns(path: str) -> "ColumnMap | None":
    """Return the map of columns in a file, if one is given."""
    if not path:
        return None
    from mentorlit.columns import load  # noqa: PLC0415 - start-up

    return load(path)


def _profiles(folder: str) -> "tuple[Profile, ...]":
    """Return the profiles in a folder, if one is given."""
    if not folder:
        return ()
    from mentorlit.profiles.folder import load  # noqa: PLC0415 - start-up

    return load(folder)
