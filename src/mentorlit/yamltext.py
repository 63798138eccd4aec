"""YAML 1.2 to plain values: texts, lists, objects and null, within bounds.

Every scalar but null is a text, as it is written: what looks like a number, a date or a truth
value in one version of YAML does not in another, and ``no`` may be Norwegian. Tags are ignored,
nothing is ever constructed. Aliases are followed, but what they stand for counts each time.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_NODES: Final = 200_000
"""Values in one document, aliases counted as what they stand for. A long list of authors has some
thousand; a document of a few lines can stand for billions."""


_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT: Final = re.compile(
    r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3})?\Z"
)
_BOOLEAN: Final = {"true": True, "false": False}


class Bare(str):
    """A text that stands without quotes, and may be a number or a truth value."""

    __slots__ = ()


def resolved(value: Any) -> Any:
    """Return ``value`` with its bare texts as what they are in YAML 1.2's core schema (10.3)."""
    if isinstance(value, Bare):
        text = str(value)
        if _INTEGER.match(text):
            return int(text)
        return float(text) if _FLOAT.match(text) else _BOOLEAN.get(text, text)
    if isinstance(value, list):
        return [resolved(item) for item in value]
    if isinstance(value, dict):
        return {str(name): resolved(item) for name, item in value.items()}
    return value


class YamlError(ValueError):
    """What is not YAML, or beyond a bound; ``code`` as in rejects, ``line`` from 1 in the text."""

    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code = code
        self.line = line


def load(text: str, depth: int, *, bare: bool = False) -> tuple[Any, dict[str, list[Any]]]:
    """Return the first document in ``text``, None for none, and the earlier values of keys.

    Of keys that stand in one object more than once the last counts; the others come by name. With
    ``bare``, texts without quotes come as :class:`Bare`.

    Raises:
        YamlError: it is no YAML, or nested deeper than ``depth``, or stands for too much.

    """
    builder = _Builder(depth, bare=bare)
    for event, line in _events(text):
        if builder.take(event, line):
            break
    return builder.value, builder.repeated


def _events(text: str) -> Iterator[tuple[Any, int]]:
    import yaml  # noqa: PLC0415 - start-up

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            yield event, _line(event.start_mark)
    except yaml.YAMLError as error:
        line = _line(getattr(error, "problem_mark", None))
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        message = f"this is not YAML: {' '.join(str(reason).split())}"
        raise YamlError("not-yaml", message, line) from error


def _line(mark: Any) -> int:
    """Return the line, from 1, of a mark of the parser."""
    return 1 if mark is None else mark.line + 1


class _Builder:
    """Makes a value of the parser's events, with a stack in place of recursion."""

    def __init__(self, depth: int, *, bare: bool) -> None:
        self.value: Any = None
        self.depth = depth
        self.bare = bare
        # Each open collection: itself, the key that waits for its value, its size, its anchor.
        self.open: list[list[Any]] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.repeated: dict[str, list[Any]] = {}

    def take(self, event: Any, line: int) -> bool:
        """Take one event; true at the end of the document."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._add(self._scalar(event), 1, event.anchor, line)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self.open) >= self.depth:
                raise YamlError("too-deep", "this is nested too deeply", line)
            value: Any = {} if kind == "MappingStartEvent" else []
            self.open.append([value, None, 1, event.anchor, False])
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            value, _, size, anchor, _ = self.open.pop()
            self._add(value, size, anchor, line)
        elif kind == "AliasEvent":
            if event.anchor not in self.anchors:
                raise YamlError("not-yaml", f"the alias {event.anchor!r} is not known", line)
            value, size = self.anchors[event.anchor]
            self._add(value, size, None, line)
        return kind == "DocumentEndEvent"

    def _scalar(self, event: Any) -> str | None:
        if event.style:
            return str(event.value)
        if event.value in _NULL:
            return None
        return Bare(event.value) if self.bare else str(event.value)

    def _add(self, value: Any, size: int, anchor: str | None, line: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, size)
        if not self.open:
            self.value = value
            return
        top = self.open[-1]
        top[2] += size
        if top[2] > _NODES:
            raise YamlError("too-large", "this stands for too many values", line)
        if isinstance(top[0], list):
            top[0].append(value)
        elif not top[4]:
            top[1], top[4] = _key(value), True
        else:
            self._set(top[0], top[1], value)
            top[4] = False

    def _set(self, mapping: dict[str, Any], key: str, value: Any) -> None:
        if key in mapping and mapping[key] != value:
            self.repeated.setdefault(key, []).append(mapping[key])
        mapping[key] = value


def _key(value: Any) -> str:
    return str(value) if isinstance(value, str) else "" if value is None else str(value)[:100]
