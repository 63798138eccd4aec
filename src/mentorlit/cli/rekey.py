"""``mentorlit rekey``: new citation keys in LaTeX and Markdown documents."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mentorlit.cli.options import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorlit.problems import ExitStatus
    from mentorlit.rekeying import Document
    from mentorlit.rekeying.keymap import KeyMap

Tex = Annotated[
    list[str] | None, typer.Option(metavar="FILE", help="A LaTeX source; several may be given.")
]
Markdown = Annotated[
    list[str] | None, typer.Option(metavar="FILE", help="A Markdown text that cites as [@key].")
]
Keys = Annotated[str, typer.Option(metavar="FILE", help="Old and new keys, as --key-map writes.")]
Apply = Annotated[bool, typer.Option("--apply", help="Change the files; else show the changes.")]
Follow = Annotated[
    bool, typer.Option("--follow", help="Take the files that \\input and the like name, too.")
]
Command = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="A command of yours that cites; NAME:2 by its 2nd argument."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Tell keys that are not changed.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")]


def rekey(
    tex: Tex = None,
    markdown: Markdown = None,
    keys: Keys = "",
    apply: Apply = False,
    follow: Follow = False,
    command: Command = None,
    output: OutputFile = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    """Change citation keys in LaTeX sources; show the changes as a diff, or apply them.

    \b
    mentorlit dedupe refs.bib | mentorlit export --key-map keys.tsv -o new.bib
    mentorlit rekey --tex main.tex --follow --keys keys.tsv
    mentorlit rekey --tex main.tex --follow --keys keys.tsv --apply
    """
    from mentorlit.cli.guard import guarded  # noqa: PLC0415 - start-up
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up

    mains, texts = tex or [], markdown or []
    with guarded(debug=debug):
        if not keys or not (mains or texts):
            raise UsageError("rekey: give --keys FILE, and --tex or --markdown FILE")
        from mentorlit.rekeying import Documents, Syntax, keymap  # noqa: PLC0415 - start-up

        _check(output, [*mains, *texts, keys])
        told = _Told(keymap.load(keys), quiet=quiet, verbose=verbose)
        found = Documents(told.keymap, Syntax(command or ()), follow=follow, unread=told.unread)
        documents = [told.of(one) for one in (*found.tex(mains), *found.markdown(texts))]
        _write(documents, output, is_applied=apply)
        status = told.status(documents, is_applied=apply)
    raise typer.Exit(status)


def _check(output: str, inputs: list[str]) -> None:
    from mentorlit.opening import STDIN  # noqa: PLC0415 - start-up
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up
    from mentorlit.writing import refuse_overlap  # noqa: PLC0415 - start-up

    if STDIN in inputs:
        raise UsageError("rekey: works on files, not on standard input")
    refuse_overlap([output] if output and output != STDIN else [], inputs)


def _write(documents: "list[Document]", output: str, *, is_applied: bool) -> None:
    """Change the files, all or none as far as the system can; and show the diff, or write it."""
    from contextlib import ExitStack  # noqa: PLC0415 - start-up

    from mentorlit.opening import STDIN  # noqa: PLC0415 - start-up
    from mentorlit.writing import Output  # noqa: PLC0415 - start-up

    _check(output, [one.source.name for one in documents])
    changed = [one for one in documents if one.changes.edits]
    texts = [one.changed() for one in changed]
    with ExitStack() as outputs:
        if is_applied:
            for one, data in zip(changed, texts, strict=True):
                outputs.enter_context(Output(one.source.name)).write(data)
        if output or not is_applied:
            diff = outputs.enter_context(Output(output or STDIN))
            for line in _shown(changed, to_terminal=not output):
                diff.write(line)


def _shown(documents: "Iterable[Document]", *, to_terminal: bool) -> "Iterable[bytes]":
    """Yield the diff, in the bytes of the files; on a terminal as text that is safe there."""
    from mentorlit.cli.console import is_terminal  # noqa: PLC0415 - start-up
    from mentorlit.writing import printable  # noqa: PLC0415 - start-up

    is_safe = to_terminal and is_terminal(sys.stdout)
    for one in documents:
        for line in one.diff():
            if is_safe:
                text = printable(line.decode(one.source.encoding).rstrip("\r\n"))
                yield f"{text}\n".encode()
            else:
                yield line


class _Told:
    """What is said of the documents on standard error."""

    def __init__(self, keymap: "KeyMap", *, quiet: bool, verbose: bool) -> None:
        self.keymap = keymap
        self._quiet = quiet
        self._verbose = verbose
        self._unread = 0
        self._disputed = 0

    def unread(self, text: str, is_named: bool) -> None:
        """Say that a file was not read; one that a source names may be TeX's own."""
        from mentorlit.cli.console import say  # noqa: PLC0415 - start-up

        self._unread += is_named
        if is_named or not self._quiet:
            say(text)

    def of(self, document: "Document") -> "Document":
        """Say what there is to say of a document, and return it."""
        from mentorlit.cli.console import say  # noqa: PLC0415 - start-up

        said: set[str] = set()
        for note in document.changes.notes:
            self._disputed += note.kind == "disputed"
            text = self._text(note.kind, note.key, note.other, note.new)
            if text and text not in said:
                said.add(text)
                say(f"{document.place(note.at)}: {text}")
        return document

    def _text(self, kind: str, key: str, other: str, new: str) -> str:
        if kind == "disputed":
            return f"{key} stays: {self.keymap.dispute(key)}"
        hint = f"; if it cites: --command {other}" if other != "begin" else ""
        texts = {
            "joined": f"{other} and {key} become {new}, which is written once",
            "twice": f"{other} and {key} become {new}, which stands twice",
            "elsewhere": f"{key} stays in \\{other}{{...}}, which is not known to cite{hint}",
        }
        if self._verbose:
            texts |= {"unknown": f"no key in the map: {key}", "made": f"no plain key: {key}"}
        return "" if self._quiet else texts.get(kind, "")

    def status(self, documents: "list[Document]", *, is_applied: bool) -> "ExitStatus":
        """Say what was done, and return the exit status."""
        from mentorlit.cli.console import say  # noqa: PLC0415 - start-up
        from mentorlit.problems import ExitStatus  # noqa: PLC0415 - start-up

        changed = sum(1 for one in documents if one.changes.edits)
        keys = sum(one.changes.replaced for one in documents)
        done = "changed" if is_applied else "to be changed"
        if not self._quiet:
            say(f"rekey: {keys} keys {done} in {changed} of {len(documents)} files")
        if not documents:
            return ExitStatus.NOTHING_READ
        return ExitStatus.SOME_REJECTED if self._unread or self._disputed else ExitStatus.DONE
