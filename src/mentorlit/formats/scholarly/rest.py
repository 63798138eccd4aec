"""Elements that the model has no place for, as JSON values under their own names."""

from typing import Any

from lxml import etree

from mentorlit.formats.scholarly.inline import text

_DEPTH = 12


def value(element: etree._Element, depth: int = 0) -> Any:
    """Return ``element`` as a text or as an object with ``@attributes``, ``#text`` and children.

    Children of one name come as a list; where elements and text are mixed, it is all text.
    """
    if not len(element) and not element.keys():
        return text(element)
    found: dict[str, Any] = {f"@{_local(str(key))}": line for key, line in element.items() if line}
    if not len(element) or depth >= _DEPTH or _is_mixed(element):
        line = text(element)
        if not found:
            return line
        return found | ({"#text": line} if line else {})
    for inner in element:
        put(found, _local(inner.tag), value(inner, depth + 1))
    return found


def keep(where: dict[str, Any], element: etree._Element) -> None:
    """Put the value of ``element`` under its name, unless it says nothing."""
    put(where, _local(element.tag), value(element))


def put(where: dict[str, Any], name: str, what: Any) -> None:
    """Put ``what`` under ``name``; a further value makes it a list."""
    if not what:
        return
    if name not in where:
        where[name] = what
    elif isinstance(where[name], list):
        where[name].append(what)
    else:
        where[name] = [where[name], what]


def _is_mixed(element: etree._Element) -> bool:
    return bool((element.text or "").strip()) or any((x.tail or "").strip() for x in element)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
