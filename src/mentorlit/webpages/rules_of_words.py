"""Rules between carriers: keywords and language."""

from mentorlit.model import Keyword
from mentorlit.pages import tongue
from mentorlit.pages.findings import Claim
from mentorlit.pages.grammar import work_type
from mentorlit.webpages.casework import Case, key, names_of_site
from mentorlit.webpages.trust import rank


def keywords_of_page(case: Case) -> None:
    """Drop the keywords that any page has unless they are the work's.

    Evidence: no more than 15, none an author, the title, journal or site; at least half of them
    stand in the visible text, or where there is none, one in title or abstract.
    """
    claim = case.best("keyword")
    while claim is not None and claim.rank >= rank("opengraph") and not _are_of_work(case, claim):
        case.drop(claim)
        claim = case.best("keyword")


def _are_of_work(case: Case, claim: Claim) -> bool:
    words = [key(word.text) for word in claim.value]
    names = {*names_of_site(case), key(case.findings.text("title"))}
    for author in case.findings.claims.get("author", ()):
        names |= {key(f"{name.given}{name.family}{name.literal}") for name in author.value}
        names |= {key(f"{name.family}{name.given}") for name in author.value}
    if not 2 <= len(words) <= 15 or not names.isdisjoint(words):
        return False
    text = key(f"{case.findings.text('title')} {case.findings.text('abstract')}")
    if case.is_head_only:
        return any(word in text for word in words if len(word) > 3)
    found = sum(word in case.visible for word in words)
    return found * 2 >= len(words) and any(word in text for word in words)


def keywords_of_journal(case: Case) -> None:
    """Let keywords that the page labels replace a tag's that are the journal's or another work's.

    Evidence: the two have none in common, and the tag's are subjects of Dublin Core or PRISM, or
    none of them stands on the page.
    """
    claim, shown = case.best("keyword"), case.seen("keyword")
    if claim is None or not shown or "label/" not in shown[0].rule or claim is shown[0]:
        return
    stated = {key(word.text) for word in claim.value}
    seen = {key(word.text) for word in shown[0].value}
    subjects = case.carrier(claim) in ("dublin-core", "prism")
    joined = "".join(key(word.text) for word in shown[0].value)
    in_one = subjects and len(stated) == 1 and joined in stated
    foreign = subjects or not any(one in case.visible for one in stated)
    if in_one or (foreign and stated.isdisjoint(seen)):
        case.take(shown[0], "keywords-of-journal")


def type_as_keyword(case: Case) -> None:
    """Drop the last keyword of a tag where it is the work's type ("Article", "bachelorThesis").

    Evidence: DSpace writes subjects and type into one tag of keywords; the type is stated too.
    """
    claim, kind = case.best("keyword"), case.best("type")
    if claim is None or kind is None or len(claim.value) < 2 or claim.rank >= rank("visible"):
        return
    word = claim.value[-1].text
    if len(word.split()) == 1 and work_type(word) == kind.value:
        case.replace(claim, claim.value[:-1], "type-as-keyword")


def keywords_in_one(case: Case) -> None:
    """Keywords run together in one tag give way to the same words as the page parts them."""
    claim = case.best("keyword")
    if claim is None or len(claim.value) != 1:
        return
    whole = key(claim.value[0].text)
    for other in case.others("keyword"):
        words: tuple[Keyword, ...] = other.value
        if len(words) > 1 and "".join(key(word.text) for word in words) == whole:
            case.take(other, "keywords-in-one")
            return


def missing_keywords(case: Case) -> None:
    """Let the page's labelled list replace one that lacks some of its words.

    Evidence: microdata gives words of the list alone, in its order; templates often mark up the
    first element of a list only.
    """
    claim, shown = case.best("keyword"), case.seen("keyword")
    if claim is None or not shown or case.carrier(claim) not in ("microdata", "general"):
        return
    stated = [key(word.text) for word in claim.value]
    listed = [key(word.text) for word in shown[0].value]
    within = iter(listed)
    if len(listed) > len(stated) and all(any(one == word for one in within) for word in stated):
        case.take(shown[0], "missing-keywords")


def language_of_text(case: Case) -> None:
    """Let the language of the record's own words replace the declared one.

    Declared is often the interface's language, English above all. Title and abstract together must
    be plainly in the other language; against a language other than English, the title alone, since
    an abstract in English says nothing of the work. Where nothing is declared, the words decide.
    """
    claim = case.best("language")
    if claim is not None and case.carrier(claim) == "visible":
        return
    stated = str(claim.value).split("-")[0] if claim is not None else ""
    title, abstract = case.findings.text("title"), case.findings.text("abstract")
    found = tongue.detect(f"{title}\n{abstract}")
    if stated and found == "en" != stated:
        found = tongue.detect(title)
    if found and found != stated:
        source = case.best("abstract") or case.best("title")
        lines = source.lines if source is not None else ()
        case.decide("language", found, "text/words [language-of-text]", *lines)
