"""One profile from what its TOML says, with every mistake in it."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final, Self

from mentorlit.pages import grammar
from mentorlit.pages.lexicon import LONGEST_LABEL, fold, heading_key
from mentorlit.pages.profile import IGNORE, Detect, Phrases, Profile, Selector
from mentorlit.tables import load

_KEYS: Final = (
    "name", "detect", "labels", "noise", "ends", "degrees", "months", "tags", "elements", "split",
    "drop",
)  # fmt: skip
_DETECT: Final = ("always", "any", "all", "none", "host", "generator")
_ZONES: Final = ("others", "references", "body", "resume")
_LONGEST: Final = 200
_MOST: Final = 5000
_NAME: Final = r"[\w.-]{1,60}"
_HOST: Final = r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}"
_SELECTOR: Final = re.compile(
    r"(?P<name>[a-zA-Z][\w-]{0,40})?(?:\#(?P<id>[\w:-]{1,80}))?(?P<classes>(?:\.[\w-]{1,80}){0,5})"
    r"(?:\[(?P<attribute>[\w:-]{1,40})(?:=[\"']?(?P<value>[^\"'\]]{1,120})[\"']?)?\])?"
)


def kinds() -> tuple[str, ...]:
    """Return what a label, tag or element may stand for."""
    return (*load("pages/labels"), IGNORE)


class Checked:
    """A profile as far as it could be made, and the messages of what is wrong with it.

    Attributes:
        file: its file, as messages name it.
        wrong: one message a mistake, with file and line.

    """

    def __init__(self, file: str, text: str, table: dict[str, Any]) -> None:
        self.file = file
        self.wrong: list[str] = []
        self._lines = text.splitlines()
        self._known("", table, _KEYS, "key")
        self.profile = Profile(
            name=self._name(table.get("name")),
            detect=self._detect(self._table(table, "detect"), "detect" in table),
            **self._words(table),
            tags=self._kinds(self._table(table, "tags"), "tags", tag_key),
            elements=tuple(self._elements(self._table(table, "elements"))),
        )
        used = ("labels", "noise", "ends", "degrees", "months", "tags", "elements", "split", "drop")
        if not self.wrong and not any(getattr(self.profile, key) for key in used):
            self._say("name", f"the profile declares nothing; it may have {', '.join(used)}")

    @classmethod
    def failed(cls, place: str, message: str) -> Self:
        """Return what stands for a file that could not be read at all."""
        made = cls(place, "", {"name": "unread", "detect": {"always": True}, "drop": ["-"]})
        made.wrong = [f"{place}: {message}"]
        made.profile = Profile(name="", detect=Detect())
        return made

    def place(self, key: str, section: str = "") -> str:
        """Return ``file:line`` of a key, or the file where the line cannot be told."""
        inside = not section
        for number, raw in enumerate(self._lines, 1):
            line = raw.strip()
            if line.startswith("["):
                inside = line.partition("]")[0].strip("[] ") == section
                if line.strip("[] ") == key and not section:
                    return f"{self.file}:{number}"
                continue
            written = line.partition("=")[0].strip().strip("\"'")
            if inside and written == key and "=" in line:
                return f"{self.file}:{number}"
            if section and not inside and written in (section, f"{section}.{key}"):
                return f"{self.file}:{number}"
        return self.file

    def _say(self, key: str, message: str, section: str = "") -> None:
        shown = f"{section}.{key}" if section else key
        self.wrong.append(f"{self.place(key, section)}: {shown}: {message}")

    def _known(
        self, section: str, found: dict[str, Any], known: tuple[str, ...], what: str
    ) -> None:
        """Say which keys of a table there are not."""
        for key in found:
            if key not in known:
                self._say(key, f"there is no such {what}{_meant(key, known)}", section)

    def _name(self, value: Any) -> str:
        if value is None:
            self._say("name", "missing; every profile has a name")
        elif not isinstance(value, str) or not re.fullmatch(_NAME, value):
            self._say("name", "a name is up to 60 letters, digits, '-', '_' and '.'")
        else:
            return value
        return ""

    def _table(self, table: dict[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self._say(key, f"this is a table: [{key}]")
        return {}

    def _texts(self, value: Any, key: str, section: str = "", longest: int = _LONGEST) -> list[str]:
        """Return one text or a list of them; a bar parts several in one, as in mentorlit's own."""
        found: list[str] = []
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str):
                self._say(key, f"this is a text or a list of texts, not {text!r:.40}", section)
            elif not text.strip(" *"):
                self._say(key, "an empty text would fit everywhere", section)
            elif len(text) > longest:
                self._say(key, f"a text has at most {longest} characters: {text[:40]!r}", section)
            else:
                found.append(text)
        if len(found) > _MOST:
            self._say(key, f"more than {_MOST} texts", section)
        return found

    def _phrases(self, table: dict[str, Any], key: str, section: str = "") -> Phrases:
        texts = self._texts(table.get(key, []), key, section)
        return _phrases(texts)

    def _detect(self, table: dict[str, Any], there: bool) -> Detect:
        self._known("detect", table, _DETECT, "condition")
        always = table.get("always", False)
        if not isinstance(always, bool):
            self._say("always", "this is true or false", "detect")
        hosts = [host.lower() for host in self._texts(table.get("host", []), "host", "detect")]
        for host in hosts:
            if not re.fullmatch(_HOST, host):
                self._say("host", f"this is no name of a host: {host!r}", "detect")
        every = self._texts(table.get("all", []), "all", "detect")
        made_by = self._texts(table.get("generator", []), "generator", "detect")
        if not (always or any(table.get(key) for key in ("any", "all", "host", "generator"))):
            where = "it names no page" if there else "missing"
            self._say("detect", f"{where}; give any, all, host, generator or always = true")
        return Detect(
            always=always is True,
            any=self._phrases(table, "any", "detect"),
            all=tuple(_phrases([text]) for text in every),
            none=self._phrases(table, "none", "detect"),
            host=tuple(hosts),
            generator=tuple(fold(text.rstrip("*")) for text in made_by),
        )

    def _words(self, table: dict[str, Any]) -> dict[str, Any]:
        """Return what the lines of a page are compared with."""
        labels, printed = self._labels(self._table(table, "labels"))
        ends = self._table(table, "ends")
        self._known("ends", ends, _ZONES, "zone")
        zones = {
            heading_key(fold(text)): zone
            for zone in _ZONES
            for text in self._texts(ends.get(zone, []), zone, "ends")
        }
        return {
            "labels": labels,
            "printed": tuple(sorted(printed, key=lambda pair: (-len(pair[0]), pair))),
            "noise": self._phrases(table, "noise"),
            "ends": zones,
            "months": self._months(self._table(table, "months")),
            **{key: self._longest_first(table, key) for key in ("degrees", "split", "drop")},
        }

    def _longest_first(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        return tuple(sorted(self._texts(table.get(key, []), key), key=lambda t: (-len(t), t)))

    def _labels(self, table: dict[str, Any]) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Return all labels, folded, and as printed those whose values have a shape.

        None may stand for two kinds.
        """
        self._known("labels", table, kinds(), "kind")
        folded: dict[str, str] = {}
        printed = []
        for kind, value in table.items():
            for label in self._texts(value, kind, "labels", LONGEST_LABEL):
                other = folded.setdefault(fold(label), kind)
                if other != kind:
                    self._say(kind, f"{label!r} stands for {other!r} already", "labels")
                if kind in grammar.SHAPED:
                    printed.append((label.rstrip(" :："), kind))
        return folded, printed

    def _months(self, table: dict[str, Any]) -> dict[str, int]:
        found = {}
        for word, number in table.items():
            if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 13:
                self._say(word, "a month is a number from 1 to 12", "months")
            else:
                found[fold(word)] = number
        return found

    def _kinds(self, table: dict[str, Any], section: str, key: Any) -> dict[str, str]:
        """Return names to kinds, each name as ``key`` makes it."""
        found = {}
        for name, kind in table.items():
            if not isinstance(kind, str) or kind not in kinds():
                meant = _meant(kind, kinds()) if isinstance(kind, str) else _listed(kinds())
                self._say(name, f"there is no kind {kind!r:.40}{meant}", section)
            elif not 0 < len(name) <= _LONGEST:
                self._say(name, f"a name has 1 to {_LONGEST} characters", section)
            else:
                found[key(name)] = kind
        return found

    def _elements(self, table: dict[str, Any]) -> Iterator[tuple[Selector, str]]:
        for text, kind in self._kinds(table, "elements", str).items():
            match = _SELECTOR.fullmatch(text.strip())
            if not match or not text.strip():
                message = "not a simple selector: element.class, #id or element[attribute=value]"
                self._say(text, message, "elements")
                continue
            name, number, attribute = (match[part] or "" for part in ("name", "id", "attribute"))
            classes = tuple(match["classes"].split(".")[1:])
            selector = Selector(
                text.strip(), name.lower(), number, classes, attribute, match["value"]
            )
            yield selector, kind


def tag_key(name: str) -> str:
    """Return the name of a ``meta`` tag as it is compared: ``DC:title`` as ``dc.title``."""
    return name.strip().casefold().replace(":", ".")


def _phrases(texts: list[str]) -> Phrases:
    """Return texts as they are compared; a star at the end makes one a beginning."""
    whole = frozenset(fold(text) for text in texts if not text.endswith("*"))
    return Phrases(whole, tuple(fold(text[:-1]) for text in texts if text.endswith("*")))


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, 1, 0.7)
    return f" (did you mean {near[0]!r}?)" + _listed(known) if near else _listed(known)


def _listed(known: tuple[str, ...]) -> str:
    return f"; known are {', '.join(known)}"
