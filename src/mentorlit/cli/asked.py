"""What commands that deduplicate are asked for, as the options of a deduplication."""

from typing import TYPE_CHECKING

from mentorlit.cli.options import chosen

if TYPE_CHECKING:
    from mentorlit.dedupe import Options
    from mentorlit.dedupe.decisions import Remembered
    from mentorlit.dedupe.merging.policy import Policy


def asked(
    mode: str,
    versions: str,
    policy: "Policy | None" = None,
    decided: "tuple[Remembered, ...]" = (),
) -> "Options":
    """Return the options of a deduplication.

    Raises:
        UsageError: there is no such mode, or no such way with versions.

    """
    from mentorlit.dedupe import Options  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.merging.policy import DEFAULT  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.scoring.score import MODES  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.versions import MODES as VERSIONS  # noqa: PLC0415 - start-up

    return Options(
        mode=chosen("--mode", mode, MODES),
        versions=chosen("--versions", versions, VERSIONS),
        policy=policy or DEFAULT,
        decided=decided,
    )
