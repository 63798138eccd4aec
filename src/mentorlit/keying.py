"""Citations and their final keys: what each had, what it gets, what it may still be found by."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from mentorlit.citekeys import candidate
from mentorlit.keytable import KeyTable
from mentorlit.model import Citation

# What biber takes in a key: no white space, comma, brace, quote, or character special to TeX.
_ALIAS: Final = re.compile(r"[^\s,{}()\"'#%\\~=@^&$\x00-\x20\x7f-\xa0]{1,256}\Z")


class Wish(NamedTuple):
    """The key that a record would like to have, whether it came with it, and further keys."""

    key: str
    kept: bool
    aliases: list[str]


class Keying:
    """Gives citations their keys: ``add`` all in order, ``settle``, then ``finished`` for each.

    Args:
        make_key: returns the key that a citation would like to have.
        aliases: keep the old keys of a record, those of its members too, in the field that
            BibLaTeX has for further keys (``ids``), unless another record has or wants them.

    """

    def __init__(
        self, make_key: Callable[[Citation], str] = candidate, *, aliases: bool = False
    ) -> None:
        self._make = make_key
        self._has_aliases = aliases
        self._table = KeyTable()

    def wish(self, citation: Citation) -> Wish:
        """Return which keys a citation would like to have."""
        wanted, own = self._make(citation), citation.citation_key
        kept = bool(own) and (self._make is candidate or wanted == own)
        return Wish(wanted, kept, _aliases(citation) if self._has_aliases else [])

    def add(self, wish: Wish) -> None:
        """Take the wish of the next citation into account."""
        self._table.add(wish.key, kept=wish.kept)
        for alias in wish.aliases:
            self._table.wish(alias)

    def rivals(self) -> Sequence[int]:
        """Return the places of the citations that wish for the key of another."""
        return self._table.rivals()

    def settle(self, content: Callable[[int], bytes]) -> None:
        """Decide all keys; ``content`` returns the :func:`digest` of the citation at a place.

        It is asked for once for each of :meth:`rivals`, in their order.
        """
        self._table.settle(content)

    def __getitem__(self, index: int) -> str:
        """Return the final key of the citation at a place, from 0."""
        return self._table[index]

    def finished(self, index: int, original: Citation, citation: Citation) -> Citation:
        """Return ``citation``, made of the ``original`` at this place, with key and old keys."""
        key = self._table[index]
        if self._has_aliases and (aliases := _aliases(original)):
            granted = [alias for alias in aliases if self._table.grants(alias, key)]
            citation = _with_aliases(citation, granted)
        return citation if citation.citation_key == key else replace(citation, citation_key=key)


def old_keys(citation: Citation) -> list[str]:
    """Return the keys that a record and its members came with, each once, its own first.

    At the end stand the further keys of BibLaTeX (``ids``), by which documents cite as well.
    """
    records = list(_all(citation))
    keys = [record.citation_key for record in records]
    keys += [key for record in records for key in _ids(record)]
    return [key for key in dict.fromkeys(keys) if key]


def _all(citation: Citation) -> Iterator[Citation]:
    """Yield a record and its members, and theirs, in order."""
    waiting = [citation]
    while waiting:
        record = waiting.pop()
        yield record
        waiting.extend(reversed(record.members))


def _ids(record: Citation) -> list[str]:
    stated = record.extra.get("bibtex", {}).get("ids", "")
    listed = stated if isinstance(stated, list) else [stated]
    return [part.strip() for text in listed if isinstance(text, str) for part in text.split(",")]


def _aliases(citation: Citation) -> list[str]:
    """Return the old keys that BibLaTeX could have as keys."""
    return [key for key in old_keys(citation) if _ALIAS.match(key)]


def _with_aliases(citation: Citation, aliases: list[str]) -> Citation:
    fields: dict[str, Any] = {**citation.extra.get("bibtex", {})}
    fields.pop("ids", None)
    if aliases:
        fields["ids"] = ", ".join(aliases)
    extra = {**citation.extra, "bibtex": fields}
    if not fields:
        del extra["bibtex"]
    return replace(citation, extra=extra)
