"""Objects of JSON whose members are taken one by one; what nobody takes is what is left."""

from collections.abc import Iterable
from typing import Any, Final

from mentorlit.formats.aggregator.text import line, said
from mentorlit.plaintext import scalar

_TEXT_MEMBERS: Final = ("name", "value", "@value", "#text", "title", "text", "__content__", "_")
"""Members that hold the text where an object stands for one."""


def plain(raw: Any) -> str:
    """Return a text or number as text on one line, else ``""``."""
    return line(raw) if isinstance(raw, str) else " ".join(scalar(raw).split())


def as_list(raw: Any) -> list[Any]:
    """Return a list as it is, nothing as none, anything else as the only item."""
    if isinstance(raw, list):
        return raw
    return [raw] if said(raw) else []


def text_of(raw: Any) -> str:
    """Return the text that ``raw`` is or, as the first of a list or in an object, holds."""
    if isinstance(raw, dict):
        return next(filter(None, (plain(raw.get(name)) for name in _TEXT_MEMBERS)), "")
    if isinstance(raw, list):
        return next(filter(None, map(text_of, raw)), "")
    return plain(raw)


class Members:
    """One object; each member that is read is taken away, so that :meth:`rest` knows the others."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.left = dict(raw)
        self._inner: dict[str, list[Members]] = {}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is still something under ``name``."""
        return said(self.left.get(name))

    def peek(self, name: str) -> str:
        """Return a member as text without taking it."""
        return text_of(self.left.get(name))

    def text(self, *names: str) -> str:
        """Take the first of these members that is a text; a list of one counts, an object not."""
        for name in names:
            raw = self.left.get(name)
            if isinstance(raw, list) and len(raw) == 1:
                raw = raw[0]
            if found := plain(raw):
                del self.left[name]
                return found
        return ""

    def raw_text(self, *names: str) -> str:
        """Take the first of these members that is a text, its line ends and tags kept."""
        for name in names:
            raw = self.left.get(name)
            if isinstance(raw, list) and len(raw) == 1:
                raw = raw[0]
            if isinstance(raw, str) and raw.strip():
                del self.left[name]
                return raw
        return ""

    def texts(self, *names: str) -> list[str]:
        """Take all texts in these members, without repetitions; what is no text stays."""
        found: dict[str, None] = {}
        for name in names:
            others = []
            for raw in as_list(self.left.pop(name, None)):
                if text := plain(raw):
                    found[text] = None
                elif said(raw):
                    others.append(raw)
            if others:
                self.left[name] = others
        return list(found)

    def objects(self, name: str, text_member: str = "name") -> "list[Members]":
        """Take the objects under ``name``; a text comes as an object with that ``text_member``.

        What is left of them is part of the rest.
        """
        found = []
        for raw in as_list(self.left.pop(name, None)):
            if isinstance(raw, dict):
                found.append(Members(raw))
            elif text := plain(raw):
                found.append(Members({text_member: text}))
        if found:
            self._inner.setdefault(name, []).extend(found)
        return found

    def object(self, name: str, text_member: str = "name") -> "Members":
        """Take the first object under ``name``; an empty one if there is none."""
        return next(iter(self.objects(name, text_member)), Members({}))

    def drop(self, names: Iterable[str]) -> None:
        """Take members that repeat what others say, or say nothing of the work."""
        for name in names:
            self.left.pop(name, None)

    def rest(self) -> dict[str, Any]:
        """Return what was not taken and says something, for ``extra``."""
        left = {name: value for name, value in self.left.items() if said(value)}
        for name, inner in self._inner.items():
            rests = [one.rest() for one in inner]
            if any(rests):
                left[name] = rests + as_list(left.get(name))
        return left
