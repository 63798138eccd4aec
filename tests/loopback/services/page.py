"""A server that behaves as a publisher's site does: pages of works, robots.txt, what is no page.

``/work/N`` is the page of a work, ``/plain/N`` the same without tags, ``/wall/N`` what those get
who have no subscription, ``/check/N`` a bot check with status 200, ``/login/N`` a log-in,
``/gone/N`` an error page with status 200, ``/pdf/N`` the article itself, ``/private/N`` what
robots.txt forbids.
"""

from collections.abc import Iterable
from html import escape

from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

ROBOTS = (
    b"# Invented Press\nUser-agent: *\nDisallow: /private/\nDisallow: /search\nCrawl-delay: 1\n"
)
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def handler(works: Iterable[Work], robots: bytes = ROBOTS) -> Handler:
    """Answer for the works by their numbers; every other path is a 404 with a page."""
    known = {str(work.number): work for work in works}

    def answer(asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return Reply(200, robots, {"Content-Type": "text/plain"})
        _, kind, number = [*asked.path.split("/"), "", ""][:3]
        work = known.get(number)
        make = _PAGES.get(kind)
        if work is None or make is None:
            return Reply(404, gone(None).encode(), _HTML)
        if kind == "pdf":
            return Reply(200, b"%PDF-1.7\n1 0 obj\n<< >>\n", {"Content-Type": "application/pdf"})
        return Reply(200, make(work).encode(), _HTML)

    return answer


def tags(work: Work) -> list[tuple[str, str]]:
    """Return the tags that Google Scholar asks for (https://scholar.google.com/intl/en/scholar/)."""
    date = f"{work.year}/{work.month:02}" if work.month else str(work.year)
    pairs = [
        ("citation_title", work.title),
        *(("citation_author", f"{family}, {given}".strip(", ")) for family, given in work.authors),
        ("citation_publication_date", date),
        ("citation_journal_title", work.journal),
        ("citation_issn", work.issn),
        ("citation_isbn", work.isbn),
        ("citation_volume", work.volume),
        ("citation_issue", work.issue),
        ("citation_firstpage", work.first_page),
        ("citation_lastpage", work.last_page),
        ("citation_doi", work.doi),
        ("citation_pmid", work.pmid),
        ("citation_publisher", work.publisher),
    ]
    return [(name, text) for name, text in pairs if text]


def page(work: Work) -> str:
    """Return the page of a work, with its tags."""
    head = "\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in tags(work))
    return _document(f"{work.title} | Invented Press", _article(work), head)


def plain(work: Work) -> str:
    """Return the page of a work that says everything to people alone."""
    return _document(f"{work.title} | Invented Press", _article(work))


def _article(work: Work) -> str:
    names = ", ".join(f"{given} {family}".strip() for family, given in work.authors)
    where = f"{work.journal} {work.volume}({work.issue}):{work.first_page}-{work.last_page}"
    return (
        f"<article><h1>{escape(work.title)}</h1><p class='authors'>{escape(names)}</p>"
        f"<p>{escape(where if work.journal else work.publisher)}, {work.year}</p>"
        f"<p>https://doi.org/{escape(work.doi)}</p><h2>Abstract</h2><p>We asked those who were "
        "there what they remembered, and wrote down what they said in their own words.</p>"
        "</article>"
    )


def wall(work: Work) -> str:
    """Return a page that asks for money: it still has the tags, as those of publishers do."""
    head = "\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in tags(work))
    body = f"<h1>{escape(work.title)}</h1><p>Access options</p><p>Buy this article for 39.95</p>"
    return _document(work.title, body, head)


def check(_work: Work) -> str:
    """Return a bot check."""
    return _document(
        "Just a moment...",
        "<div><h1>press.example</h1><p>Verifying you are human. This may take a few seconds.</p>"
        "<noscript>Enable JavaScript and cookies to continue</noscript></div>",
        '<meta name="robots" content="noindex,nofollow">',
    )


def login(_work: Work) -> str:
    """Return a page that asks who one is."""
    return _document(
        "Sign in | Invented Press",
        "<h1>Sign in</h1><form><label>E-mail</label><input name='user'><label>Password</label>"
        "<input name='password'><button>Sign in</button></form><p>Forgot your password?</p>",
    )


def gone(_work: Work | None) -> str:
    """Return a page that says that there is none."""
    return _document(
        "Page not found | Invented Press",
        "<h1>Page not found</h1><p>We could not find the page that you asked for.</p>",
    )


def _document(title: str, body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>\n{head}</head>\n<body><nav><a href='/'>Home</a> "
        f"<a href='/search'>Search</a></nav><main>{body}</main>"
        "<footer>© Invented Press</footer></body></html>\n"
    )


_PAGES = {
    "work": page,
    "plain": plain,
    "private": page,
    "wall": wall,
    "check": check,
    "login": login,
    "gone": gone,
    "pdf": page,
}
