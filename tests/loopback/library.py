"""All services in one server, and the configuration that leads to them instead of the real ones."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from loopback.services import (
    arxiv,
    crossref,
    datacite,
    doi,
    europe_pmc,
    eutils,
    open_library,
    openalex,
)
from loopback.serving import Handler, Loopback
from loopback.works import Work

BASES = {
    "crossref": "crossref",
    "datacite": "datacite",
    "doi": "doi",
    "pubmed": "eutils",
    "pmc": "eutils",
    "europe-pmc": "europe-pmc",
    "openalex": "openalex",
    "arxiv": "arxiv",
    "open-library": "open-library",
}
"""Each service, and the path at which the server has it."""


def mounts(works: Iterable[Work]) -> dict[str, Handler]:
    """Return what the server has at which path."""
    known = list(works)
    return {
        "/crossref": crossref.handler(known, limit=1_000_000),
        "/datacite": datacite.handler(known),
        "/doi": doi.handler(known),
        "/eutils": eutils.handler(known),
        "/europe-pmc": europe_pmc.handler(known),
        "/openalex": openalex.handler(known),
        "/arxiv": arxiv.handler(known),
        "/open-library": open_library.handler(known),
    }


def library(works: Iterable[Work], further: Mapping[str, Handler] | None = None) -> Loopback:
    """Return the server of all services that know these works."""
    return Loopback({**mounts(works), **(further or {})})


def settings(address: str, **top: str) -> str:
    """Return a configuration: all services at one server, asked without a pause and once."""
    host = address.split("//")[1]
    lines = [f'allow-hosts = ["{host}"]', "retries = 0"]
    lines += [f'{name} = "{value}"' for name, value in top.items()]
    for name, path in BASES.items():
        lines += [f"[services.{name}]", f'base = "{address}/{path}"', "interval = 0.0"]
    return "\n".join([*lines, ""])


def configure(folder: Path, address: str, **top: str) -> str:
    """Write the configuration into a folder and return the file's name."""
    path = folder / "network.toml"
    path.write_text(settings(address, **top), encoding="utf-8")
    return str(path)
