"""The JSON Schema of the stream, made from the model itself."""

from inspect import cleandoc
from typing import Any

import msgspec

from mentorlit.model import SCHEMA, Citation


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one line of the stream."""
    schema = msgspec.json.schema(Citation)
    for definition in schema["$defs"].values():
        if "description" in definition:
            definition["description"] = cleandoc(definition["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": f"{SCHEMA} record",
        **schema,
    }
