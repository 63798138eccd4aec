"""``mentorlit schema`` and ``mentorlit formats``: what the program says of itself."""

from mentorlit.cli.options import OutputFile


def schema(output: OutputFile = "") -> None:
    """Print the JSON Schema of the lines that parse and dedupe write.

    \b
    mentorlit schema > mentorlit.schema.json
    """
    import msgspec  # noqa: PLC0415 - start-up

    from mentorlit.cli.guard import printing  # noqa: PLC0415 - start-up
    from mentorlit.schema import json_schema  # noqa: PLC0415 - start-up

    printing(
        msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode() + "\n", output
    )


def formats(output: OutputFile = "") -> None:
    """List the names of the input and output formats.

    \b
    mentorlit formats | grep ris
    """
    from mentorlit.cli.guard import printing  # noqa: PLC0415 - start-up
    from mentorlit.readers import READERS  # noqa: PLC0415 - start-up
    from mentorlit.writers import WRITERS  # noqa: PLC0415 - start-up

    rows = [("input", row.name, row.title) for row in READERS]
    rows += [("output", row.name, row.title) for row in WRITERS]
    width = max(len(name) for _, name, _ in rows) + 2
    printing("".join(f"{use:8}{name:{width}}{title}\n" for use, name, title in rows), output)
