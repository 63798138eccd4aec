"""The shape of the source: who may import whom, names that may not exist, sizes."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

import mentorlit

ROOT = Path(mentorlit.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

PURE = ("readers", "writers", "pages", "webpages", "formats", "services")
IMPURE_IMPORTS = {
    "asyncio", "builtins", "ctypes", "datetime", "glob", "io", "locale", "logging", "mmap",
    "multiprocessing", "os", "pathlib", "pickle", "random", "requests", "rich", "secrets",
    "shutil", "signal", "socket", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "typer", "urllib.request", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"breakpoint", "compile", "eval", "exec", "input", "open", "print", "__import__"}
DOORS = {"opening", "reading", "writing", "fetching", "cli"}
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "constants", "tools"}
FOUNDATION = {
    "model", "problems", "limits", "identifiers", "names", "dates", "languages", "jsontext",
}  # fmt: skip

FUNCTION_LINES = 50
FUNCTION_LINES_P90 = 25
FUNCTION_LINES_MEDIAN = 12
MODULE_LINES = 300
OVERSIZE = {"model.py": 350, "readers/__init__.py": 660}
"""Modules above the budget, with what they may have: each is one list, of fields or of formats."""


def name(path: Path) -> str:
    """Return the dotted name of a module below the package, ``readers.ris``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def in_parts(path: Path, *parts: str) -> bool:
    return path.relative_to(ROOT).parts[0] in parts


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Yield every module that ``path`` imports, names from packages included, but those for types.

    What stands under ``if TYPE_CHECKING`` is no import.
    """
    for node in walk_what_runs(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def walk_what_runs(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    for child in ast.iter_child_nodes(node):
        yield from walk_what_runs(child)


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function and how many lines it has, its docstring left out."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                described = node.body[0] if ast.get_docstring(node) else None
                yield f"{name(path)}.{node.name}", lines(node) - lines(described)


def lines(node: ast.stmt | None) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1 if node else 0


def pure_modules() -> list[Path]:
    return [path for path in MODULES if in_parts(path, *PURE)]


@pytest.mark.parametrize("path", pure_modules(), ids=name)
def test_readers_and_writers_are_pure(path: Path) -> None:
    forbidden = {
        found
        for found in imports(path)
        if found in IMPURE_IMPORTS or found.split(".")[0] in IMPURE_IMPORTS
    }
    assert not forbidden, "readers and writers touch nothing outside"
    calls = {
        node.func.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & IMPURE_CALLS


@pytest.mark.parametrize("path", pure_modules(), ids=name)
def test_readers_and_writers_know_no_door(path: Path) -> None:
    reached = {found.split(".")[1] for found in imports(path) if found.startswith("mentorlit.")}
    assert not reached & (DOORS | {"dedupe"})


@pytest.mark.parametrize(
    "path", [path for path in MODULES if in_parts(path, "readers", "writers")], ids=name
)
def test_siblings_do_not_import_each_other(path: Path) -> None:
    """What readers and writers of a family share is in its package under ``formats``."""
    package = f"mentorlit.{path.relative_to(ROOT).parts[0]}"
    siblings = {f"{package}.{other.stem}" for other in path.parent.glob("*.py")}
    siblings -= {f"{package}.__init__"}
    assert not siblings & set(imports(path))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if in_parts(path, "formats", "pages")], ids=name
)
def test_what_is_known_of_a_format_knows_no_reader_or_writer(path: Path) -> None:
    above = ("mentorlit.readers", "mentorlit.writers")
    assert not [found for found in imports(path) if found.startswith(above)]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_foundation_knows_nothing_above_it(path: Path) -> None:
    if name(path) not in FOUNDATION:
        return
    reached = {found.split(".")[1] for found in imports(path) if found.startswith("mentorlit.")}
    assert reached <= FOUNDATION | {"tables"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_imports_the_command_line(path: Path) -> None:
    if in_parts(path, "cli", "__main__.py"):
        return
    assert not [found for found in imports(path) if found.startswith("mentorlit.cli")]


def test_text_is_normalised_in_linear_time() -> None:
    """The library's own function takes hours for a letter with a million marks."""
    allowed = ROOT / "composing.py"
    users = [name(path) for path in MODULES if path != allowed and calls_normalize(path)]
    assert not users, "use mentorlit.composing.normalized"


def calls_normalize(path: Path) -> bool:
    """Tell whether a module takes :func:`unicodedata.normalize`, by either way of import."""
    return "unicodedata.normalize" in imports(path) or any(
        isinstance(node, ast.Attribute) and ast.unparse(node) == "unicodedata.normalize"
        for node in ast.walk(tree(path))
    )


def test_only_the_door_to_the_network_opens_connections() -> None:
    libraries = {"requests", "requests_cache", "urllib3", "protego", "socket", "ssl", "http"}
    users = {name(path) for path in MODULES if libraries & top_imports(path)}
    assert {user for user in users if not user.startswith("network")} == set()


def test_the_door_to_the_network_is_opened_by_two_commands() -> None:
    doors = {"mentorlit.network.door", "mentorlit.network.exchange"}
    users = {name(path) for path in MODULES if doors & set(imports(path))}
    assert {user for user in users if not user.startswith("network")} == {"cli.network"}
    users = {name(path) for path in MODULES if "mentorlit.cli.network" in imports(path)}
    assert users == {"cli.parse", "cli.fetching", "cli.enrich", "cli.enriching"}


def test_only_the_command_line_talks_to_the_terminal() -> None:
    talkers = {name(path) for path in MODULES if {"rich", "typer"} & top_imports(path)}
    assert {talker for talker in talkers if not talker.startswith("cli")} == set()


def top_imports(path: Path) -> set[str]:
    return {found.split(".")[0] for found in imports(path)}


def test_no_module_is_a_drawer_of_odds_and_ends() -> None:
    drawers = [str(path) for path in MODULES if path.stem.strip("_") in FORBIDDEN_NAMES]
    folders = [str(path) for path in ROOT.rglob("*") if path.is_dir()]
    assert not drawers
    assert not [folder for folder in folders if Path(folder).name in FORBIDDEN_NAMES]


def test_modules_are_short() -> None:
    sizes = {name(path): len(path.read_text().splitlines()) for path in MODULES}
    allowed = {name(ROOT / path): lines for path, lines in OVERSIZE.items()}
    long = {module: size for module, size in sizes.items() if size > MODULE_LINES}
    assert {module for module, size in long.items() if size > allowed.get(module, 0)} == set()


def test_functions_are_short() -> None:
    sizes = dict(functions())
    long = {function: size for function, size in sizes.items() if size > FUNCTION_LINES}
    assert not long
    assert quantiles(sizes.values(), n=10)[-1] <= FUNCTION_LINES_P90
    assert median(sizes.values()) <= FUNCTION_LINES_MEDIAN


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_public_name_has_a_docstring(path: Path) -> None:
    module = tree(path)
    assert path.stem == "__init__" or ast.get_docstring(module), "the module has no docstring"
    bare = [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bare
