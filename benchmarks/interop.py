"""What other programs make of the files that mentorlit writes: `make interop`.

A sample of at least 250 records (this project's fixtures and generated ones) and a set of awkward
ones are written in every format and read by programs that are not ours. Each row of the table
says how many records arrived, what the program complained of, whether all keys are legal and
different, and which share of the values is there when an independent reader reads the file.
Required: every record arrives everywhere, no error, no illegal or repeated key, and the shares in
REQUIRED. The exit status tells.
"""

import argparse
import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from interop_sample import awkward, sample

from mentorlit.exporting import Plan, export, keyed
from mentorlit.model import Citation
from mentorlit.writers import BY_NAME

DEBIAN = {
    "bibtex": "texlive-binaries texlive-base",
    "biber": "biber",
    "pandoc": "pandoc",
}
REQUIRED = {
    ("biblatex", "bibtexparser"): 95.0,
    ("ris", "rispy"): 95.0,
    ("bibtex", "bibtexparser"): 85.0,
}
"""Least share of values, in percent, that must be there."""
LEGAL = re.compile(r"[A-Za-z0-9:_./+-]{1,64}\Z")
LACKING = "Missing mandatory field"
ENTRY = re.compile(r"^@\w+\{([^,\n]*),", re.MULTILINE)
TIME_LIMIT = 900

Values = dict[str, list[str]]
"""The values of a record by field."""


class Outcome(NamedTuple):
    """What one program made of one file; ``records`` is None if it gives no values back."""

    arrived: int
    errors: int = 0
    warnings: int = 0
    records: list[Values] | None = None
    said: str = ""


class Check(NamedTuple):
    """One format, one program: how to write, and how to have it read."""

    format: str
    program: str
    suffix: str
    read: Callable[[Path], Outcome]
    ascii: bool = False


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=300, help="generated records")
    options.add_argument("--keep", type=Path, help="folder to leave the written files in")
    given = options.parse_args()
    if missing := install():
        print(f"not installed: {', '.join(missing)}; apt-get install", end=" ")
        print(" ".join(DEBIAN[name] for name in missing))
        return 2
    sets = {"sample": sample(given.records), "awkward": awkward()}
    print(
        f"{'records':9} {'format':12} {'read by':20} {'arrived':>11} {'errors':>6} {'warn.':>6}",
        end="",
    )
    print(f" {'keys':>8} {'values':>7}")
    failed = False
    with TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for name, citations in sets.items():
            records = list(keyed(citations))
            for check in checks():
                failed |= not row(folder, name, records, check)
    print("all as required" if not failed else "NOT as required")
    return int(failed)


def install() -> list[str]:
    """Install the programs that are missing, as root on Debian; return those still missing."""
    missing = [name for name in DEBIAN if not shutil.which(name)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = " ".join(DEBIAN[name] for name in missing).split()
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "--quiet", *command], check=False)
    return [name for name in DEBIAN if not shutil.which(name)]


def checks() -> list[Check]:
    formats = pandoc_formats()
    found = [
        Check("bibtex", "bibtex, plain.bst", ".bib", read_bibtex),
        Check("bibtex", "bibtexparser", ".bib", read_bibtexparser),
        Check("bibtex", "pandoc --citeproc", ".bib", citeproc("bibtex")),
        Check("bibtex", "bibtex, --ascii", ".bib", read_bibtex, True),
        Check("biblatex", "biber", ".bib", read_biber),
        Check("biblatex", "bibtexparser", ".bib", read_bibtexparser),
        Check("biblatex", "pandoc --citeproc", ".bib", citeproc("biblatex")),
        Check("json", "pandoc --citeproc", ".json", citeproc("csljson")),
        Check("ris", "rispy", ".ris", read_rispy),
    ]
    found += (
        [Check("ris", "pandoc --citeproc", ".ris", citeproc("ris"))] if "ris" in formats else []
    )
    return [
        *found,
        Check("nbib", "nbib", ".nbib", read_nbib),
        Check("marcxml", "pymarc", ".xml", read_pymarc),
        Check("marcxml", "lxml", ".xml", well_formed("record")),
        Check("mods", "lxml", ".xml", well_formed("mods")),
        Check("endnote-xml", "lxml", ".xml", well_formed("record")),
        Check("csv", "Python's csv", ".csv", read_csv),
    ]


def row(folder: Path, name: str, records: list[Citation], check: Check) -> bool:
    """Write, have it read, print a row; tell whether all is as it must be."""
    path = folder / f"{name}-{check.format}{'-ascii' if check.ascii else ''}{check.suffix}"
    document = "".join(export(records, BY_NAME[check.format], plan=Plan(ascii=check.ascii)))
    path.write_text(document, encoding="ascii" if check.ascii else "utf-8", newline="")
    outcome = check.read(path)
    keys = ENTRY.findall(document) if check.suffix == ".bib" else []
    legal = all(map(LEGAL.match, keys)) and len({key.lower() for key in keys}) == len(keys)
    share = survived(records, outcome.records)
    shown = f"{share:.1f} %" if share is not None else ""
    arrived = f"{outcome.arrived}/{len(records)}"
    print(f"{name:9} {check.format:12} {check.program:20} {arrived:>11}", end=" ")
    print(f"{outcome.errors:6} {outcome.warnings:6}", end=" ")
    print(
        f"{'' if not keys else 'fine' if legal else 'WRONG':>8} {shown:>7} {outcome.said}".rstrip()
    )
    sys.stdout.flush()
    needed = REQUIRED.get((check.format, check.program), 0.0)
    return (
        outcome.arrived == len(records)
        and not outcome.errors
        and legal
        and (share or 100) >= needed
    )


# What the values of a record are, and whether they came through.


def values(citation: Citation) -> Values:
    """Return the values of a record that are looked for."""
    issued = citation.issued
    found: Values = {
        "author": [name.family or name.literal for name in citation.author],
        "editor": [name.family or name.literal for name in citation.editor],
        "year": [str(issued.year)] if issued and issued.year else [],
        "keyword": [keyword.text for keyword in citation.keyword],
        "ISSN": [number.value for number in citation.issn],
        "ISBN": [number.value for number in citation.isbn],
        "URL": list(citation.url[:1]),
        "note": list(citation.note),
    }
    for field in ("title", "container_title", "volume", "issue", "page", "number", "publisher"):
        found[field] = [getattr(citation, field)]
    for field in ("publisher_place", "edition", "abstract", "doi", "pmid"):
        found[field] = [getattr(citation, field)]
    return found


def folded(text: str) -> str:
    """Return letters and digits alone: what typesetting and markup leave as it is."""
    text = re.sub(r"</?[a-z]+(?: [^<>]*)?>", "", html.unescape(text))
    text = re.sub(r"\\textsuperscript|\\textsubscript|\\ensuremath", "", text)
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in text if character.isalnum())


def survived(records: Sequence[Citation], read: list[Values] | None) -> float | None:
    """Return the share of values, in percent, that are in the same field of the same record."""
    if read is None or len(read) != len(records):
        return None
    total = there = 0
    for citation, found in zip(records, read, strict=True):
        joined = {field: "".join(map(folded, texts)) for field, texts in found.items()}
        for field, texts in values(citation).items():
            for text in filter(None, map(folded, texts)):
                total += 1
                there += text in joined.get(field, "")
    return 100 * there / total


def gathered(source: Callable[[str], Any], fields: dict[str, str]) -> Values:
    """Return the values under the reader's own names, several of which may stand for a field."""
    return {
        field: [flat(source(name)) for name in names.split()] for field, names in fields.items()
    }


def flat(value: Any) -> str:
    """Return all that a value of any shape says."""
    if isinstance(value, dict):
        return " ".join(map(flat, value.values()))
    return " ".join(map(flat, value)) if isinstance(value, list) else str(value or "")


# BibTeX and BibLaTeX.

BIB_FIELDS = {
    "title": "title maintitle",
    "author": "author",
    "editor": "editor",
    "year": "year date",
    "keyword": "keywords",
    "ISSN": "issn",
    "ISBN": "isbn",
    "URL": "url",
    "note": "note addendum annotation howpublished",
    "container_title": "journal journaltitle booktitle maintitle",
    "volume": "volume",
    "issue": "number issue",
    "page": "pages",
    "number": "number eid",
    "publisher": "publisher institution school organization",
    "publisher_place": "address location",
    "edition": "edition",
    "abstract": "abstract",
    "doi": "doi note",
    "pmid": "pmid eprint",
}


def read_bibtexparser(path: Path) -> Outcome:
    bibtexparser = import_module("bibtexparser")
    decoding = import_module("bibtexparser.middlewares").LatexDecodingMiddleware()
    library = bibtexparser.parse_file(str(path), append_middleware=[decoding])
    records = []
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        records.append(gathered(fields.get, BIB_FIELDS))
    return Outcome(len(library.entries), errors=len(library.failed_blocks), records=records)


def read_bibtex(path: Path) -> Outcome:
    aux = path.with_suffix(".aux")
    aux.write_text(f"\\relax\n\\citation{{*}}\n\\bibstyle{{plain}}\n\\bibdata{{{path.stem}}}\n")
    run(["bibtex", path.stem], path.parent)
    log = path.with_suffix(".blg").read_text(encoding="utf-8", errors="replace")
    errors = re.search(r"There (?:was|were) (\d+) error", log)
    arrived = (
        path.with_suffix(".bbl").read_text(encoding="utf-8", errors="replace").count("\\bibitem")
    )
    said = next((line for line in log.splitlines() if "---line" in line), "")
    return Outcome(arrived, int(errors[1]) if errors else 0, log.count("Warning--"), said=said)


def read_biber(path: Path) -> Outcome:
    target = path.with_suffix(".out.bib")
    command = ["biber", "--tool", "--validate-datamodel", f"--output-file={target.name}", path.name]
    log = run(command, path.parent)
    complaints = re.findall(r"^(ERROR|WARN) - (?!(?:WARNINGS|ERRORS): \d)(.*)", log, re.MULTILINE)
    errors = [text for kind, text in complaints if kind == "ERROR"]
    # What a record does not state is no error of the file: the sample has such records.
    invalid = [text for kind, text in complaints if "Datamodel:" in text and LACKING not in text]
    arrived = len(ENTRY.findall(target.read_text())) if target.exists() else 0
    said = next(iter([*errors, *invalid]), "")
    warnings = len(complaints) - len(errors) - len(invalid)
    return Outcome(arrived, len(errors) + len(invalid), warnings, said=said[:120])


# pandoc.

CSL_FIELDS = {
    field: field for field in ("title", "author", "editor", "keyword", "ISSN", "ISBN", "URL")
}
CSL_FIELDS |= {
    field: field for field in ("note", "volume", "page", "publisher", "edition", "abstract")
}
CSL_FIELDS |= {
    "year": "issued",
    "container_title": "container-title volume-title",
    "issue": "issue number",
    "number": "number",
    "publisher_place": "publisher-place",
    "doi": "DOI",
    "pmid": "PMID",
}


def pandoc_formats() -> list[str]:
    return run(["pandoc", "--list-input-formats"], Path.cwd()).split()


def citeproc(format_name: str) -> Callable[[Path], Outcome]:
    """Return what has pandoc make a bibliography of all records, and tell their values."""

    def read(path: Path) -> Outcome:
        text = path.with_suffix(".md")
        text.write_text(f'---\nbibliography: "{path.name}"\nnocite: "@*"\n---\n')
        target = path.with_suffix(".html")
        command = ["pandoc", "--citeproc", "--from=markdown", f"--output={target.name}", text.name]
        log = run(command, path.parent)
        arrived = target.read_text().count('class="csl-entry"') if target.exists() else 0
        converted = run(["pandoc", f"--from={format_name}", "--to=csljson", path.name], path.parent)
        items = json.loads(converted) if converted.startswith("[") else []
        records = [gathered(item.get, CSL_FIELDS) for item in items]
        warnings = log.count("[WARNING]")
        return Outcome(
            arrived, int(not items), warnings, records, said="" if items else converted[:120]
        )

    return read


# Tagged formats, XML, tables.

RIS_FIELDS = {
    "title": "title primary_title",
    "author": "authors first_authors secondary_authors",
    "editor": "secondary_authors authors editors",
    "year": "year publication_year",
    "keyword": "keywords",
    "ISSN": "issn",
    "ISBN": "issn",
    "URL": "urls url",
    "note": "notes",
    "container_title": "secondary_title journal_name custom3",
    "volume": "volume",
    "issue": "number",
    "page": "start_page end_page",
    "number": "custom7 number",
    "publisher": "publisher",
    "publisher_place": "place_published",
    "edition": "edition",
    "abstract": "abstract notes_abstract",
    "doi": "doi",
    "pmid": "user1 custom1 user_definable_1 unknown_tag",
}


def read_rispy(path: Path) -> Outcome:
    rispy = import_module("rispy")
    with path.open(encoding="utf-8", newline="\n") as file:
        items = rispy.load(file)
    return Outcome(len(items), records=[gathered(item.get, RIS_FIELDS) for item in items])


def read_nbib(path: Path) -> Outcome:
    """Read record by record: the package gives up on a whole file at one odd value."""
    nbib = import_module("nbib")
    texts = path.read_text().split("\n\n")
    arrived, said = 0, ""
    for text in texts:
        try:
            arrived += len(nbib.read(f"{text.strip(chr(10))}\n\n"))
        except Exception as error:  # noqa: BLE001 - whatever a reader of others raises
            said = f"{type(error).__name__}: {error}"[:60]
    return Outcome(arrived, errors=len(texts) - arrived, said=said)


def read_pymarc(path: Path) -> Outcome:
    pymarc = import_module("pymarc")
    records = [record for record in pymarc.parse_xml_to_array(str(path)) if record]
    bad = sum(
        len(str(record.leader)) != 24 or not record.get_fields("245", "700", "100")
        for record in records
    )
    return Outcome(len(records), warnings=bad)


def well_formed(name: str) -> Callable[[Path], Outcome]:
    def read(path: Path) -> Outcome:
        from lxml import etree  # noqa: PLC0415 - others need none of it

        try:
            tree = etree.parse(str(path), etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as error:
            return Outcome(0, errors=1, said=str(error)[:120])
        return Outcome(sum(element.tag.endswith(name) for element in tree.iter("{*}" + name)))

    return read


def read_csv(path: Path) -> Outcome:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {"doi": "DOI", "pmid": "PMID", "year": "issued", "publisher_place": "publisher-place"}
    names |= {"container_title": "container-title"}
    fields = {field: names.get(field, field) for field in values(Citation())}
    records = [gathered(row_.get, fields) for row_ in rows]
    formulas = sum(cell[:1] in set("=+-@") for row_ in rows for cell in row_.values() if cell)
    return Outcome(len(rows), errors=formulas, records=records)


def run(command: Iterable[str], folder: Path) -> str:
    """Run a program and return what it says, on both streams."""
    done = subprocess.run(
        list(command),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIME_LIMIT,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
