"""Every bound in the program, in one place, each with its reason.

Input that exceeds a bound ends in a located reject or a documented cap, never in an unbounded
wait or a crash.
"""

from typing import Final

import msgspec

MEBIBYTE: Final = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds that one run works within; sizes in bytes unless said otherwise."""

    record: int = 8 * MEBIBYTE
    """One record. Author lists of 5,000 names stay under 2 MiB; beyond 8 it is damage."""

    page: int = 20 * MEBIBYTE
    """One abstract page. The largest saved article pages seen are under 10 MiB."""

    page_lines: int = 250_000
    """Visible lines of one page: each takes some 400 bytes while it is read. Pages of whole books
    have 30,000."""

    page_claims: int = 2_000
    """Places of one page that state the same field. Collaborations have some 1,000 institutions;
    more places are those of a list of works."""

    block: int = MEBIBYTE // 4
    """What is read from a file at a time: large enough to make calls cheap, small beside RSS."""

    head: int = 64 * 1024
    """What is looked at to recognise a format: staff views may begin with a long page head."""

    json_depth: int = 64
    """Nesting of JSON. No bibliographic schema nests deeper than about 12."""

    ratio: int = 200
    """Decompressed to compressed size, checked after ``ratio_free`` bytes. Real dumps: 3 to 30."""

    ratio_free: int = 64 * MEBIBYTE
    """Decompressed bytes before ``ratio`` is checked: short repetitive files are harmless."""

    archive_members: int = 10_000
    """Members of one zip archive: more is a bomb or a mistake."""

    compared: int = 512
    """Characters of a field that a similarity function sees: its cost is quadratic."""

    block_size: int = 2_000
    """Records sharing one blocking key: n records make n*n/2 pairs."""

    expansion: int = MEBIBYTE
    """Characters that macros put into one BibTeX entry or macro. The author list of a large
    collaboration, the longest text that anybody makes a macro of, has some 100,000."""

    document: int = 64 * MEBIBYTE
    """One LaTeX source, held whole. Theses in one file are under 5 MiB."""

    linked: int = 64 * MEBIBYTE
    """Records whose parts stand apart in a document (Citavi, RDF), held until they are joined. The
    largest reference managers' libraries seen are some 30 MiB without their attachments."""

    spool: int = 8 * MEBIBYTE
    """Records held in memory for a second pass before they go to a temporary file: some 10,000,
    so that ordinary exports need no file; more would only take memory, as disks cache files."""


DEFAULT: Final = Limits()
"""The bounds in force."""
