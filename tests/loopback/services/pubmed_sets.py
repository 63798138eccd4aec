"""PubMed's XML of invented works: https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd."""

from collections.abc import Iterable
from html import escape

from loopback.works import Work

_HEAD = (
    '<?xml version="1.0" ?>\n'
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MESH = (
    ("D000073396", "Mentoring", "Q000379", "methods"),
    ("D004501", "Education, Medical", "", ""),
    ("D006801", "Humans", "", ""),
)


def articles(works: Iterable[Work]) -> bytes:
    """Return the set of these works, in order."""
    return (_HEAD + "\n".join(map(article, works)) + "\n</PubmedArticleSet>\n").encode()


def article(work: Work) -> str:
    """Return one ``PubmedArticle``."""
    return (
        "<PubmedArticle>"
        '<MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Automated">'
        f'<PMID Version="1">{work.pmid}</PMID>'
        f"<DateCompleted><Year>{work.year + 1}</Year><Month>02</Month><Day>03</Day></DateCompleted>"
        f'<Article PubModel="Print">{_journal(work)}'
        f"<ArticleTitle>{escape(work.title)}.</ArticleTitle>{_pages(work)}"
        f'<ELocationID EIdType="doi" ValidYN="Y">{escape(work.doi)}</ELocationID>'
        f"{_abstract(work)}{_authors(work)}<Language>eng</Language>{_types(work)}</Article>"
        "<MedlineJournalInfo><Country>England</Country>"
        f"<MedlineTA>{escape(work.journal)}</MedlineTA>"
        f"<ISSNLinking>{work.issn}</ISSNLinking></MedlineJournalInfo>"
        f"{_corrections(work)}<MeshHeadingList>{_headings()}</MeshHeadingList></MedlineCitation>"
        f"<PubmedData>{_history(work)}<PublicationStatus>ppublish</PublicationStatus>"
        f"<ArticleIdList>{_ids(work)}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def _journal(work: Work) -> str:
    return (
        f'<Journal><ISSN IssnType="Print">{work.issn}</ISSN><JournalIssue CitedMedium="Print">'
        f"<Volume>{work.volume}</Volume><Issue>{work.issue}</Issue>"
        f"<PubDate><Year>{work.year}</Year><Month>{_MONTHS[work.month - 1]}</Month></PubDate>"
        f"</JournalIssue><Title>{escape(work.journal)}</Title></Journal>"
    )


def _pages(work: Work) -> str:
    """Return the pages as NLM prints them: of the last one only the digits that differ."""
    first, last = work.first_page, work.last_page
    shared = 0
    while len(first) == len(last) and shared < len(last) - 1 and first[shared] == last[shared]:
        shared += 1
    printed = first if first == last else f"{first}-{last[shared:]}"
    return (
        f"<Pagination><StartPage>{first}</StartPage><EndPage>{last}</EndPage>"
        f"<MedlinePgn>{printed}</MedlinePgn></Pagination>"
    )


def _abstract(work: Work) -> str:
    return (
        '<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">'
        f"To see what {escape(work.title.split(':')[0].lower())} does.</AbstractText>"
        '<AbstractText Label="RESULTS" NlmCategory="RESULTS">'
        f"Of {work.number + 12} people most stayed (p &lt; 0.05).</AbstractText></Abstract>"
    )


def _authors(work: Work) -> str:
    """Return the authors as NLM has them: given names without full stops, and initials."""
    listed = ""
    for family, given in work.authors:
        bare = given.replace(".", "")
        initials = "".join(word[0] for word in bare.replace("-", " ").split())
        listed += (
            f'<Author ValidYN="Y"><LastName>{escape(family)}</LastName>'
            f"<ForeName>{escape(bare)}</ForeName><Initials>{initials}</Initials></Author>"
        )
    return f'<AuthorList CompleteYN="Y">{listed}</AuthorList>'


def _types(work: Work) -> str:
    retracted = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
    return (
        '<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>'
        f"{retracted if work.retracted else ''}</PublicationTypeList>"
    )


def _corrections(work: Work) -> str:
    if not work.retracted:
        return ""
    printed_in = f"{escape(work.journal)}. {work.year + 2};{int(work.volume) + 2}(1):3"
    return (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">'
        f"<RefSource>{printed_in}</RefSource>"
        f'<PMID Version="1">{notice(work)}</PMID></CommentsCorrections></CommentsCorrectionsList>'
    )


def notice(work: Work) -> int:
    """Return the PMID of the notice that a work is retracted."""
    return int(work.pmid) + 5_000_000


def _headings() -> str:
    listed = ""
    for number, name, qualifier_number, qualifier in _MESH:
        listed += f'<MeshHeading><DescriptorName UI="{number}" MajorTopicYN="N">{name}'
        listed += "</DescriptorName>"
        if qualifier:
            listed += f'<QualifierName UI="{qualifier_number}" MajorTopicYN="Y">{qualifier}'
            listed += "</QualifierName>"
        listed += "</MeshHeading>"
    return listed


def _history(work: Work) -> str:
    return (
        f'<History><PubMedPubDate PubStatus="pubmed"><Year>{work.year}</Year>'
        f"<Month>{work.month}</Month><Day>9</Day><Hour>6</Hour><Minute>0</Minute></PubMedPubDate>"
        "</History>"
    )


def _ids(work: Work) -> str:
    ids = (("pubmed", work.pmid), ("pmc", work.pmcid), ("doi", work.doi))
    return "".join(
        f'<ArticleId IdType="{kind}">{escape(value)}</ArticleId>' for kind, value in ids if value
    )
