"""What every report is made from."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mentorlit.dedupe import Deduplicated
    from mentorlit.reporting.account import Account
    from mentorlit.reporting.survey import Survey


class Run(NamedTuple):
    """What ran: the version, the command as it was typed, and the files that were named."""

    version: str
    command: str


class Report(NamedTuple):
    """A deduplication to be reported; ``result`` gives the records of the examples."""

    run: Run
    survey: "Survey"
    result: "Deduplicated"

    @property
    def account(self) -> "Account":
        """The numbers."""
        return self.survey.account
