"""PubMed Central's sets of articles in JATS, of invented works."""

from collections.abc import Iterable
from html import escape

from loopback.works import Work

_HEAD = (
    '<?xml version="1.0"  ?><!DOCTYPE pmc-articleset PUBLIC "-//NLM//DTD ARTICLE SET 2.0//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pmc/articleset/nlm-articleset-2.0.dtd"><pmc-articleset>'
)
_CLOSED = (
    "<!--The publisher of this article does not allow downloading of the full text in XML form.-->"
)
_NAMESPACES = (
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'
)


def articles(works: Iterable[Work], unknown: Iterable[str] = ()) -> bytes:
    """Return the set of these works, and what PMC says of the numbers that it does not know."""
    replies = "".join(
        f'<Reply Id="{number}" error="The following PMCID is not available: {number}"/>'
        for number in unknown
    )
    return (_HEAD + "\n".join(map(article, works)) + replies + "</pmc-articleset>\n").encode()


def is_open(work: Work) -> bool:
    """Tell whether PMC gives the full text away."""
    return work.number % 2 == 0


def article(work: Work) -> str:
    """Return one article; without its text if it is not open."""
    return (
        f'<article {_NAMESPACES} article-type="research-article" xml:lang="en" dtd-version="1.3">'
        f'<processing-meta tagset-family="jats"><restricted-by>pmc</restricted-by>'
        f"</processing-meta>{'' if is_open(work) else _CLOSED}<front>{_journal(work)}"
        f"<article-meta>{_ids(work)}<title-group><article-title>{escape(work.title)}"
        f"</article-title></title-group>{_authors(work)}{_issue(work)}{_related(work)}"
        f"<abstract><sec><title>Aim</title><p>To see what became of {work.number + 12} people.</p>"
        "</sec><sec><title>Results</title><p>Most stayed.</p></sec></abstract>"
        f"</article-meta></front>{_text() if is_open(work) else ''}</article>"
    )


def _journal(work: Work) -> str:
    return (
        "<journal-meta><journal-title-group>"
        f"<journal-title>{escape(work.journal)}</journal-title></journal-title-group>"
        f'<issn pub-type="ppub">{work.issn}</issn>'
        f"<publisher><publisher-name>{escape(work.publisher)}</publisher-name></publisher>"
        "</journal-meta>"
    )


def _ids(work: Work) -> str:
    number = work.pmcid.removeprefix("PMC")
    return (
        f'<article-id pub-id-type="pmcid">{work.pmcid}</article-id>'
        f'<article-id pub-id-type="pmcaid">{number}</article-id>'
        f'<article-id pub-id-type="pmid">{work.pmid}</article-id>'
        f'<article-id pub-id-type="doi">{escape(work.doi)}</article-id>'
        '<article-version article-version-type="pmc-version">1</article-version>'
    )


def _authors(work: Work) -> str:
    listed = "".join(
        f'<contrib contrib-type="author"><name><surname>{escape(family)}</surname>'
        f"<given-names>{escape(given)}</given-names></name></contrib>"
        for family, given in work.authors
    )
    return f"<contrib-group>{listed}</contrib-group>"


def _issue(work: Work) -> str:
    return (
        f'<pub-date pub-type="ppub"><month>{work.month}</month><year>{work.year}</year></pub-date>'
        f"<volume>{work.volume}</volume><issue>{work.issue}</issue>"
        f"<fpage>{work.first_page}</fpage><lpage>{work.last_page}</lpage>"
    )


def _related(work: Work) -> str:
    if not work.retracted:
        return ""
    return (
        '<related-article related-article-type="retraction-forward" ext-link-type="doi" '
        f'xlink:href="{escape(work.doi)}.r"/>'
    )


def _text() -> str:
    """Return a text that quotes another article, whose ids are not this one's."""
    return (
        "<body><sec><title>Introduction</title><p>As others have said.</p></sec></body>"
        '<back><ref-list><ref id="B1"><mixed-citation><article-title>Another</article-title>'
        '<pub-id pub-id-type="pmid">1</pub-id></mixed-citation></ref></ref-list></back>'
        '<sub-article article-type="reply"><front-stub><article-id pub-id-type="doi">10.5555/reply'
        "</article-id></front-stub></sub-article>"
    )
