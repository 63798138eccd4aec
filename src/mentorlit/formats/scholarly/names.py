"""Names of elements, which real data give with and without namespace, and with odd prefixes."""

from lxml import etree


def without_namespaces(element: etree._Element) -> str:
    """Take the namespaces off the tags of ``element`` and all in it, in place; return its tag."""
    for inner in element.iter():
        if inner.tag[:1] == "{":
            inner.tag = inner.tag.rpartition("}")[2]
    return element.tag
