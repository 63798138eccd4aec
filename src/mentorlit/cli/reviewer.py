"""One person's review on a terminal, or as a script: pairs out, keys in, answers kept."""

from collections.abc import Callable, Sequence
from typing import Final

from mentorlit.cli.console import say
from mentorlit.cli.keys import Keys, pressed
from mentorlit.cli.sidebyside import Screen, told
from mentorlit.reviewing.answers import Answers
from mentorlit.reviewing.keeping import Kept
from mentorlit.reviewing.queue import Pair
from mentorlit.reviewing.session import Given, Session
from mentorlit.tables import load

_HELP: Final = """\
s        the same paper: they will be merged
d        different papers: they stay apart, also through third records
r        related papers (preprint, erratum, ...): they stay apart and are linked
u, space leave it for later
b        back: take the last answer back
n, right next pair, answered or not
p, left  previous pair
l        at the end: go through those that were left
w        write down why, with the next answer
a        all of the long texts, or only their beginnings
q        quit; all answers are kept, and the next run goes on from here

=  the same    ~  other spelling only    !  different    <  >  only the first, only the second"""

_AT_THE_END: Final = "bpl?a"
"""Keys that do something behind the last pair; any other in a script means that it is over."""

_KEYS: Final = (
    *("s same", "d different", "r related", "u later", "b undo", "n next", "p prev"),
    *("? help", "q quit"),
)
"""Short enough for a line of 80 columns."""


def go_through(
    pairs: Sequence[Pair],
    answered: Sequence[Answers],
    kept: str,
    who: str,
    clock: Callable[[], str],
    *,
    quiet: bool,
) -> None:
    """Show pair after pair and keep the answers, until somebody quits or nothing more comes."""
    session = Session(pairs, answered)
    try:
        with pressed() as keys:
            if pairs:
                _Reviewer(session, keys, Kept(kept), who, clock).run()
    finally:
        if not quiet:
            answers = f"; answers are in {kept}" if session.answered else ""
            say(f"review: {session.answered} of {len(pairs)} pairs answered{answers}")


class _Reviewer:
    """What each key does."""

    def __init__(
        self, session: Session, keys: Keys, kept: Kept, who: str, clock: Callable[[], str]
    ) -> None:
        self._session = session
        self._keys = keys
        self._kept = kept
        self._who = who
        self._clock = clock
        self._screen = Screen(live=keys.is_live)
        self._why = ""
        self._whole = False
        self._told = ""
        self._actions: dict[str, Callable[[], None]] = {
            "s": lambda: self._answer("same"),
            "d": lambda: self._answer("different"),
            "r": self._relate,
            "u": session.later,
            " ": session.later,
            "b": self._undo,
            "n": session.next,
            "p": session.previous,
            "l": session.again,
            "w": self._note,
            "a": self._switch,
            "?": self._help,
        }

    def run(self) -> None:
        """Go on until a key says to quit or no key comes any more."""
        while True:
            self._show()
            key = self._keys.key()
            if key in ("q", ""):
                return
            self._told = ""
            is_end = self._session.pair is None
            if is_end and not self._keys.is_live and key not in _AT_THE_END:
                return
            if is_end and key in "sdrw":
                continue
            self._actions.get(key, self._unknown)()

    def _show(self) -> None:
        session, screen = self._session, self._screen
        screen.clear()
        pair = session.pair
        if pair is None:
            left = len(session.pairs) - session.answered - session.following
            screen.say(f"That was the last pair. {session.answered} answered, {left} left.", "bold")
            screen.say("b undo  p previous  l go through those left  q quit")
        else:
            self._head(pair)
            screen.pair(pair, whole=self._whole)
            for said in session.said[session.at]:
                by = " ".join(part for part in (said.who, said.when) if part)
                what = f"{said.decision} {said.relation}".strip()
                why = f": {said.why}" if said.why else ""
                screen.say(f"answered: {what}{f' ({by})' if by else ''}{why}", "cyan")
            if session.follows[session.at] and not session.said[session.at]:
                told = "the same" if session.follows[session.at] == "same" else "not the same"
                screen.say(f"follows from other answers: {told}", "cyan")
            screen.choices(_KEYS, "dim")
        if self._told:
            screen.say(self._told, "yellow")

    def _head(self, pair: Pair) -> None:
        session = self._session
        place = f"Pair {session.at + 1} of {len(session.pairs)}, {session.answered} answered"
        place += f", {session.following} follow" if session.following else ""
        more = f"; the answer settles {pair.settles} pairs" if pair.settles > 1 else ""
        self._screen.say(place + more, "bold")
        weights = told(pair.evidence)
        self._screen.say(f"score {pair.score:g}" + (f": {weights}" if weights else ""), "dim")
        if pair.reason:
            self._screen.say(f"unsure because of: {pair.reason}")

    def _given(self) -> Given:
        return Given(who=self._who, when=self._clock(), why=self._why)

    def _answer(self, decision: str, relation: str = "", first: int = 0) -> None:
        self._kept.add(self._session.answer(decision, self._given(), relation, first))
        self._why = ""
        self._told = f"kept: {decision} {relation}".rstrip() + " (b takes it back)"

    def _undo(self) -> None:
        lines = self._session.undo(self._given())
        if lines:
            self._kept.add(lines)
        self._told = "taken back" if lines else "nothing to take back in this run"

    def _relate(self) -> None:
        """Ask how the two are related; any other key asks nothing more."""
        kinds: dict[str, str] = load("review")["relations"]
        self._screen.say("Which relation is it?")
        self._screen.choices(f"{key} {kind}" for kind, key in kinds.items())
        pressed_key = self._keys.key()
        kind = next((kind for kind, key in kinds.items() if key == pressed_key), "")
        if not kind:
            self._told = "no such relation; nothing is kept"
            return
        first = 0
        if kind not in load("dedupe/relations")["symmetrical"]:
            self._screen.say(
                f"1: the first is {kind} the second  2: the second is {kind} the first"
            )
            which = self._keys.key()
            if which not in ("1", "2"):
                self._told = "neither 1 nor 2; nothing is kept"
                return
            first = int(which) - 1
        self._answer("related", kind, first)

    def _note(self) -> None:
        self._why = self._keys.text("why: ")
        self._told = f"with the next answer: {self._why}" if self._why else ""

    def _switch(self) -> None:
        self._whole = not self._whole

    def _help(self) -> None:
        self._screen.clear()
        self._screen.say(_HELP)
        if self._keys.is_live:
            self._screen.say("any key goes on", "dim")
            self._keys.key()

    def _unknown(self) -> None:
        self._told = "no such key; ? shows them all"
