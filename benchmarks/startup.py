"""What mentorlit's start costs beside a bare typer application of the same shape.

The bare application is made here: the same commands with the same options, and bodies that do
nothing. Both are installed the same way, run alternately, and only ratios are printed, because
the absolute figures are those of the machine. Budget: 1.3.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import typer

from mentorlit.cli import app

BUDGET = 1.3
RECORD = b'{"schema":"mentorlit/1","type":"book","title":"One","issued":{"year":1969}}\n'
HEAD = """\
import sys
from typing import Annotated, Optional
import typer
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
                  context_settings={"help_option_names": ["-h", "--help"]})
@app.callback()
def root(version: Annotated[bool, typer.Option("--version")] = False) -> None:
    "Bare."
"""


def bare_application() -> str:
    """Return the source of the application to compare with."""
    source = HEAD
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        parameters = []
        for number, parameter in enumerate(command.params):
            if "--help" in parameter.opts:
                continue
            if parameter.param_type_name == "argument":
                declared, default = "Annotated[Optional[list[str]], typer.Argument()]", "None"
            else:
                kind = "bool" if parameter.is_flag else "str"
                names = ", ".join(map(repr, parameter.opts))
                help_text = repr(getattr(parameter, "help", ""))
                declared = f"Annotated[{kind}, typer.Option({names}, help={help_text})]"
                default = "False" if parameter.is_flag else "''"
            parameters.append(f"p{number}: {declared} = {default}")
        source += f"@app.command({name!r})\ndef {name}({', '.join(parameters)}) -> None:\n"
        source += f"    {command.help!r}\n    sys.stdout.write(sys.stdin.read())\n"
    return source + "app()\n"


def seconds(command: list[str]) -> float:
    """Return how long one run takes."""
    start = perf_counter()
    subprocess.run(command, input=RECORD, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def compare(title: str, ours: list[str], theirs: list[str], repeats: int) -> float:
    """Run two commands in turn and print the ratio of each pair of neighbours."""
    for command in (ours, theirs):  # so that both have their bytecode
        seconds(command)
    ratios = []
    for number in range(repeats):
        order = (ours, theirs) if number % 2 else (theirs, ours)
        times = {command[-1] + str(command is ours): seconds(command) for command in order}
        ratios.append(times[ours[-1] + "True"] / times[theirs[-1] + "False"])
    low, middle, high = quantiles(ratios, n=4)
    print(f"{title:22} {middle:.2f}  (quartiles {low:.2f} to {high:.2f}, {repeats} pairs)")
    return median(ratios)


def main() -> None:
    """Compare help and a run on one record."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=40)
    repeats = options.parse_args().repeats
    program = [sys.executable, "-c", "from mentorlit.__main__ import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bare.py"
        path.write_text(bare_application())
        bare = [sys.executable, "-c", "import bare"]
        os.environ["PYTHONPATH"] = folder
        print("mentorlit's time / a bare typer application's time")
        ratios = [
            compare("--help", [*program, "--help"], [*bare, "--help"], repeats),
            compare(
                "parse, one record", [*program, "parse", "-q"], [*bare, "parse", "-q"], repeats
            ),
        ]
    print(f"budget {BUDGET}: {'kept' if max(ratios) <= BUDGET else 'exceeded'}")


if __name__ == "__main__":
    main()
