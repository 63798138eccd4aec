"""Citations kept for a second pass, in memory and in a file."""

import pytest

from mentorlit.limits import Limits
from mentorlit.model import Citation
from mentorlit.spool import Spool


@pytest.mark.parametrize("room", [0, 60, 1 << 20])
def test_reading_between_writing_changes_nothing(room: int) -> None:
    written = [Citation(title=f"Paper {number}" * (number % 3 + 1)) for number in range(40)]
    with Spool(Limits(spool=room)) as spool:
        for number, citation in enumerate(written):
            spool.add(citation)
            assert spool[number // 2] == written[number // 2]
            assert spool[number] == citation
        assert len(spool) == len(written)
        assert [spool[number] for number in range(len(written))] == written


def test_no_place_beyond_the_end() -> None:
    with Spool() as spool, pytest.raises(IndexError):
        spool[0]
