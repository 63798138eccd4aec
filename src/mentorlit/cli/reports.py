"""The reports of a deduplication: files beside the output, each whole or not at all."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from mentorlit.writing import Output, printable

if TYPE_CHECKING:
    from mentorlit.dedupe import Deduplicated, Options
    from mentorlit.reading import Reading
    from mentorlit.reporting.survey import Survey


class Reports:
    """The reports that were asked for, by the names of their files; an empty name is none.

    Raises:
        UsageError: a suffix is of no kind of report; told before anything is read.

    """

    def __init__(self, prisma: str, report: str) -> None:
        self._prisma = prisma
        self._report = report
        if prisma or report:
            from mentorlit.reporting import check  # noqa: PLC0415 - start-up

            check(prisma, report)

    @contextmanager
    def of(
        self,
        result: "Deduplicated",
        reading: "Reading",
        options: "Options",
    ) -> Iterator[None]:
        """Write the reports; they are there once the block was left without an error."""
        with ExitStack() as outputs:
            if self._prisma or self._report:
                self._write(outputs, result, _survey(result, reading, options))
            yield

    def _write(self, outputs: ExitStack, result: "Deduplicated", found: "Survey") -> None:
        from mentorlit import __version__  # noqa: PLC0415 - start-up
        from mentorlit.reporting import Report, Run, prisma_writer, report_writer  # noqa: PLC0415

        if self._prisma:
            chunks = prisma_writer(self._prisma)(found.account)
            _fill(outputs.enter_context(Output(self._prisma)), chunks)
        if self._report:
            run = Run(__version__, printable(shlex.join(["mentorlit", *sys.argv[1:]])))
            chunks = report_writer(self._report)(Report(run, found, result))
            _fill(outputs.enter_context(Output(self._report)), chunks)


def _survey(result: "Deduplicated", reading: "Reading", options: "Options") -> "Survey":
    from mentorlit.acting import standing  # noqa: PLC0415 - start-up
    from mentorlit.reporting.account import Inputs  # noqa: PLC0415 - start-up
    from mentorlit.reporting.survey import survey  # noqa: PLC0415 - start-up
    from mentorlit.reporting.wording import texts  # noqa: PLC0415 - start-up
    from mentorlit.tables import load  # noqa: PLC0415 - start-up

    near = load("dedupe/score")["modes"][options.mode]["duplicate"] + texts()["margin"]
    inputs = Inputs(reading.rejects, tuple(reading.failed))
    return survey(
        result,
        inputs,
        near=near,
        shown=texts()["examples"],
        standing=partial(standing, policy=options.policy),
    )


def _fill(out: Output, chunks: Iterator[str]) -> None:
    for chunk in chunks:
        out.write(chunk.encode("utf-8", "backslashreplace"))
