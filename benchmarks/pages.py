"""What reading abstract pages costs, beside parsing and beside a loop over lines, in one run.

In this process, on the same bytes, the two sides in turn page by page:

* HTML pages: the reader (recognition, decoding, carriers, visible lines, citation) beside
  ``lxml.etree.fromstring`` with the parser settings of the reader and nothing done with the tree.
  Budget: 2.5 times, and 50 pages of articles a second;
* text pages: the reader beside a plain loop over the lines that decodes and splits each into words.
  Budget: 300 pages a second.

As a program: ``mentorlit parse FOLDER``, start included: time for each page beside that of a
quarter of the folder, the peak of memory of both (it must not grow), and two processes beside one.

    python benchmarks/pages.py                  # everything; a folder of 10,000 pages
    python benchmarks/pages.py --folder 2000
    python benchmarks/pages.py --hostile 4      # pages made to be slow, of 4 MB each: time per MB
"""

import argparse
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from signal import alarm
from statistics import median
from time import perf_counter, process_time
from typing import Final, NoReturn

import pagecorpus
from lxml import etree

from mentorlit.readers import BY_NAME, recognise
from mentorlit.stream import Stream

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from hostile_pages import HOSTILE

HTML_BUDGET: Final = 2.5
HTML_PAGES: Final = 50
TEXT_PAGES: Final = 300
WATCHDOG: Final = 120
"""Seconds after which a hostile page is given up."""
GROWTH: Final = 1.1
"""How much more memory the larger folder may take: caches of bounded size fill up."""
PARSE: Final = [str(Path(sys.executable).with_name("mentorlit")), "parse", "--quiet"]


def ours(data: bytes, suffix: str) -> None:
    """Read a page as the program does, from its bytes to its citation."""
    row = recognise(data[:65536], suffix)
    assert row
    for _ in row.load()(Stream([data], name="page", source="page", format=row.name)):
        pass


def forced(data: bytes, suffix: str) -> None:
    """Look for the format of a page, then read it as a page whatever was found."""
    recognise(data[:65536], suffix)
    row = BY_NAME["page-html" if suffix == ".html" else "page-text"]
    for _ in row.load()(Stream([data], name="page", source="page", format=row.name)):
        pass


def parsed(data: bytes, _: str) -> None:
    """Parse a page with the settings of the reader."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    etree.fromstring(data, parser)


def looped(data: bytes, _: str) -> None:
    """Go through the lines of a page and their words."""
    for line in data.splitlines():
        line.decode().strip().split()


def compare(
    title: str, pages: list[bytes], suffix: str, reference: Callable[[bytes, str], None]
) -> tuple[float, float]:
    """Print and return how many pages a second are read, and the cost beside the reference."""
    mine, theirs = [], []
    gc.freeze()  # as the program does
    gc.set_threshold(100_000)
    for page in pages:  # so that tables are loaded
        ours(page, suffix)
    for _ in range(5):
        spent = [0.0, 0.0]
        for page in pages:
            for side, work in enumerate((ours, reference)):
                start = process_time()
                work(page, suffix)
                spent[side] += process_time() - start
        mine.append(spent[0])
        theirs.append(spent[1])
    ratio = median(a / b for a, b in zip(mine, theirs, strict=True))
    rate = len(pages) / min(mine)
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"{title:34} {ratio:6.1f} times   {rate:7.0f} pages a second ({size:.0f} kB each)")
    return rate, ratio


def inside() -> bool:
    """Compare the readers in this process; return whether the budgets are kept."""
    print("HTML, beside parsing alone")
    articles = compare("pages of articles", list(pagecorpus.articles(40)), ".html", parsed)
    compare("pages of abstracts", list(pagecorpus.abstracts(40)), ".html", parsed)
    if html := pagecorpus.fixtures("html"):
        compare("the tests' pages", html, ".html", parsed)
    print("text, beside a loop over lines and words")
    texts = compare("six layouts", list(pagecorpus.texts(240)), ".txt", looped)
    compare("the tests' pages", pagecorpus.fixtures("txt"), ".txt", looped)
    return articles[0] >= HTML_PAGES and articles[1] <= HTML_BUDGET and texts[0] >= TEXT_PAGES


def run(folder: Path, *options: str) -> tuple[float, int]:
    """Return the seconds and the peak of memory in MB that the program takes for a folder."""
    start = perf_counter()
    with subprocess.Popen([*PARSE, *options, str(folder)], stdout=subprocess.DEVNULL) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return perf_counter() - start, usage.ru_maxrss >> 10


def outside(count: int) -> bool:
    """Compare folders as the program reads them; return whether memory stays flat."""
    print(f"mentorlit parse FOLDER, {count // 4:,} and {count:,} pages")
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few", Path(name) / "many"
        for folder, size in ((few, count // 4), (many, count)):
            folder.mkdir()
            pagecorpus.folder(folder, size)
        less, small = run(few)
        more, large = run(many)
        two, _ = run(many, "--jobs", "2")
    print(f"{'time for each page':34} {more / less / 4:6.2f} times that of the smaller folder")
    print(f"{'peak of memory':34} {large / small:6.2f} times ({small} and {large} MB)")
    print(f"{'--jobs 2':34} {more / two:6.2f} times as fast")
    return large <= small * GROWTH


def spent(work: Callable[[bytes, str], None], page: bytes, suffix: str) -> float:
    """Return the seconds of the processor that ``work`` takes on a page."""
    start = process_time()
    work(page, suffix)
    return process_time() - start


def _measure(name: str, page: bytes, suffix: str) -> NoReturn:
    """Print what a page takes, and end the process."""
    alarm(WATCHDOG)
    try:
        each = spent(forced, page, suffix) * (1 << 20) / len(page)
        print(f"{name:34} {each:7.2f}", end="", flush=True)
    except Exception as error:  # noqa: BLE001 - to be shown, whatever it is
        print(f"{name:34} {error!r}", end="", flush=True)
        os._exit(1)
    os._exit(0)


def hostile(size: int, names: list[str]) -> None:
    """Print what slow pages take for each MB, each in a process of its own."""
    print(f"pages made to be slow, {size >> 20} MB each: seconds and peak of memory for each MB")
    for name, (suffix, make) in HOSTILE.items():
        if names and name not in names:
            continue
        child = os.fork()
        if not child:
            _measure(name, make(size), suffix)
        _, status, usage = os.wait4(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        if ended < 0:
            print(f"{name:34} ended by signal {-ended}", end="")
        print(f"{usage.ru_maxrss / 1024 / (size >> 20):7.0f} MB", flush=True)


def main() -> None:
    """Compare the readers with their references, or measure hostile pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=int, default=10_000, metavar="N", help="0 leaves it out")
    parser.add_argument("--hostile", type=int, default=0, metavar="MB")
    parser.add_argument("names", nargs="*", help="hostile pages to measure (else all)")
    given = parser.parse_args()
    if given.hostile:
        hostile(given.hostile << 20, given.names)
        return
    kept = inside()
    if given.folder:
        kept &= outside(given.folder)
    print(f"budgets: {'kept' if kept else 'exceeded'}")


if __name__ == "__main__":
    main()
