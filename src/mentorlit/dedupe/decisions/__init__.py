"""What a person decided about pairs of records, kept and found again in later exports.

``lines`` reads and writes decisions, ``sides`` says what of a record they keep, ``likeness`` when
that is a record of the input, ``recalling`` finds the records, ``settling`` says what follows from
all decisions together. docs/decisions/0024-decisions-file.md has the reasons.
"""

from mentorlit.dedupe.decisions.lines import DIFFERENT, RELATED, SAME, Remembered, line, load
from mentorlit.dedupe.decisions.recalling import Answer, Recalled, Unclear, recall
from mentorlit.dedupe.decisions.settling import Conflict, Settled, settle
from mentorlit.dedupe.decisions.sides import label, side

__all__ = [
    "DIFFERENT",
    "RELATED",
    "SAME",
    "Answer",
    "Conflict",
    "Recalled",
    "Remembered",
    "Settled",
    "Unclear",
    "label",
    "line",
    "load",
    "recall",
    "settle",
    "side",
]
