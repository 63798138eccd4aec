"""Page state: the data from which a site's own program draws the page, where it is plain JSON.

Read are scripts of a type of JSON, and assignments that tables/webpages/state.toml names. No
program is run, and of one that is no JSON nothing is read. What the objects in the data are is
told by the names of their members alone.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from mentorlit.tables import load, phrases
from mentorlit.webpages import script_json, state_elsevier, state_object
from mentorlit.webpages.carried import Work
from mentorlit.webpages.document import Document

_MOST: Final = 40
"""Scripts of one page that are read."""
_TIMES: Final = 10
"""Places of a script where a name is looked at: where it is declared, tested and set."""
_OBJECTS: Final = 60_000
"""Objects of one page that are looked at: the largest states seen have some 20,000."""
_WORKS: Final = 60
ANALYTICS: Final = "state/analytics"
"""The rule by which data that count visits are read."""
_ANGULAR: Final = {"&q;": '"', "&a;": "&", "&s;": "'", "&l;": "<", "&g;": ">"}
_ANGULAR_SIGNS: Final = re.compile("&[qaslg];")
_SIGNS: Final = ("__", "ata")
"""What most of the names have in them: a script without it is not searched for each of them."""
_PARSED: Final = re.compile(r"\s{0,100}[=(]\s{0,100}(JSON\.parse\(\s{0,20})?(?=[\[{\"'])")


def works(document: Document) -> Iterator[Work]:
    """Yield the works that the page's state describes.

    What counts visits gives one without a title, by the rule :data:`ANALYTICS`.
    """
    left = _OBJECTS
    for script, value, name in islice(_values(document), _MOST):
        objects = list(_objects(value, left))
        left -= len(objects)
        if name in _analytics():
            counted = state_object.counted(objects)
            found, rule = iter([counted] if counted else []), ANALYTICS
        else:
            described = (state_object.citation(one) for one in objects if len(one) > 1)
            found, rule = islice(filter(None, described), _WORKS), "state"
        for citation in found:
            line = document.line(script, "")
            yield Work(carrier="state", rule=rule, citation=citation, line=line, element=script)
        if left <= 0:
            return


def _values(document: Document) -> Iterator[tuple[Any, Any, str]]:
    """Yield the data of each script, with the name that they are assigned to."""
    for script in document.elements("script"):
        kind, text = script.get("type", ""), script.text or ""
        if "json" in kind:
            if "ld+json" not in kind:
                yield script, _whole(text), ""
        elif text and (not kind or "javascript" in kind or kind == "module"):
            absent = [sign for sign in _SIGNS if sign not in text]
            for name, sign in _assignments():
                for value in _assigned(text, name) if sign not in absent else ():
                    yield script, value, name


def _assigned(text: str, name: str) -> Iterator[Any]:
    """Yield the JSON that is assigned or passed to ``name``, also as text that is parsed."""
    at = text.find(name)
    for _ in range(_TIMES):
        if at < 0:
            return
        begin = _PARSED.match(text, at + len(name))
        if begin:
            value, _ = script_json.after(text, begin.end())
            value = script_json.whole(value) if isinstance(value, str) else value
            if value is not None:
                yield value
        at = text.find(name, at + len(name))


def _whole(text: str) -> Any:
    """Return the JSON that a script is, also written by Angular or as a text within JSON."""
    if "&q;" in text:
        text = _ANGULAR_SIGNS.sub(lambda match: _ANGULAR[match[0]], text)
    value = script_json.whole(text)
    if value is None:
        value = next(iter(script_json.values(text)), None)
    return script_json.whole(value) if isinstance(value, str) else value


def _objects(value: Any, most: int) -> Iterator[dict[str, Any]]:
    """Yield the objects in a value, outer ones first, in document order within a level."""
    if state_elsevier.is_state(value):
        yield state_elsevier.unfolded(value)
        return
    level = [value]
    while level and most > 0:
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                yield one
                most -= 1
                inner += [held for held in one.values() if isinstance(held, dict | list)]
            elif isinstance(one, list):
                inner += [held for held in one if isinstance(held, dict | list)]
            if most <= 0:
                return
        level = inner


@cache
def _analytics() -> frozenset[str]:
    return frozenset(phrases(load("webpages/state")["analytics"]))


@cache
def _assignments() -> tuple[tuple[str, str], ...]:
    """Return the names that data are assigned to, longer ones first, with the sign in each."""
    names = sorted(phrases(load("webpages/state")["assignments"]), key=len, reverse=True)
    return tuple((name, next((sign for sign in _SIGNS if sign in name), "")) for name in names)
