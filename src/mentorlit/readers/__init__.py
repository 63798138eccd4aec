"""The one list of input formats.

Each row names a module with one function::

    def read(stream: Stream) -> Iterator[Citation | Reject]: ...

It yields, in input order, a :class:`~mentorlit.model.Citation` with its origin for every record
that can be read and a :class:`~mentorlit.problems.Reject` for every stretch that cannot. It is
pure: no file, network, clock, environment or printing, and no exception for any input.
"""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain
from typing import Final, NamedTuple

from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

Record = Citation | Reject
ReadFunction = Callable[[Stream], Iterator[Record]]


class Reader(NamedTuple):
    """One input format.

    ``sniff`` is a regular expression searched (``re.MULTILINE``) in the first
    ``Limits.head`` bytes; the first row whose pattern is found, and whose ``unless`` is not,
    reads the input. ``opens`` names the bytes of which one must be the first that is not blank
    (``b"<"`` for XML); it is looked at before the patterns, so that few of them are ever compiled.
    ``begins`` is another pattern of the format, for the start of an input alone. ``needs`` is a
    pattern that is found fast, without which there is no use in looking for ``sniff``.
    ``suffixes`` decide only when no pattern is found, and before a row that is ``last``, whose
    pattern fits nearly anything. ``boundary`` is a regular expression for what stands between two
    records, with the end of one and only looking ahead at the other: there an input may be parted
    and its parts be read each alone. Empty if parts depend on each other.
    """

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...]
    sniff: bytes
    unless: bytes = b""
    last: bool = False
    opens: bytes = b""
    boundary: bytes = b""
    begins: bytes = b""
    needs: bytes = b""

    def recognises(self, head: bytes) -> bool:
        """Tell whether ``head``, the first bytes of an input, is in this format."""
        if self.opens and (head.lstrip()[:1] or b"\0") not in self.opens:
            return False
        if not self._shows(head):
            return False
        return not (self.unless and re.search(self.unless, head, re.MULTILINE))

    def _shows(self, head: bytes) -> bool:
        if self.begins and re.match(self.begins, head, re.MULTILINE):
            return True
        if self.needs and not re.search(self.needs, head):
            return False
        return re.search(self.sniff, head, re.MULTILINE) is not None

    def load(self) -> ReadFunction:
        """Import the format's module and return its ``read`` function."""
        read: ReadFunction = import_module(self.module).read
        return read


READERS: Final = (
    Reader(
        "ndjson",
        "mentorlit's own lines",
        "mentorlit.readers.ndjson",
        (".ndjson", ".jsonl"),
        rb'\A\s*\{"schema":\s*"mentorlit/',
        opens=b"{",
        boundary=rb"\n",
    ),
    Reader(
        "marc-json",
        "MARC in JSON",
        "mentorlit.readers.marc_json",
        (),
        rb'\A\s*[\[{](?s:.*?)(?:"leader"\s*:\s*"[0-9 ]{5}[a-z #]|\{\s*"(?:00[1-8]|245)"\s*:\s*["{]|'
        rb'"tag"\s*:\s*"(?:001|008|245)"|\[\s*"(?:LDR|001)"\s*,)',
        opens=b"{[",
    ),
    Reader(
        "pnx-json",
        "PNX as JSON, the answers of Primo's API",
        "mentorlit.readers.pnx_json",
        (),
        rb'"pnx"\s*:\s*\{|"addata"\s*:\s*\{(?s:.*)"display"\s*:\s*\{|"display"\s*:\s*\{(?s:.*)"addata"\s*:\s*\{',
        opens=b"{[",
    ),
    Reader(
        "vufind-solr",
        "VuFind Solr documents as JSON",
        "mentorlit.readers.vufind_solr",
        (),
        rb'\A\s*[\[{](?s:.*)"(?:responseHeader|record_format|recordtype|fullrecord|_version_|'
        rb"author2|author2_role|author_role|author_facet|author_corporate|title_short|title_sub|"
        rb"title_full|title_fullStr|title_sort|spellingShingle|publishDate|publishDateSort|"
        rb"container_title|doi_str_mv|work_keys_str_mv|hierarchy_parent_title|last_indexed"
        rb')"\s*:',
        # A CSL item type: CSL-JSON may hold Solr fields, as unknown fields that travel along.
        unless=rb'"type"\s*:\s*"(?:article|article-(?:journal|magazine|newspaper)|bill|book|'
        rb"chapter|dataset|document|entry(?:-\w+)?|legal_case|legislation|manuscript|map|"
        rb"motion_picture|paper-conference|patent|personal_communication|post(?:-weblog)?|report|"
        rb'review(?:-book)?|software|speech|standard|thesis|webpage)"',
        opens=b"{[",
        boundary=rb"\}[ \t]*(?:\r\n?|\n)(?=\{)",
    ),
    Reader(
        "crossref-json",
        "Crossref's REST API and public data files",
        "mentorlit.readers.crossref_json",
        (),
        rb'\A\s*(?:\{(?s:.){0,4000}"message-type"\s*:\s*"work|'
        rb'[\[{](?=(?s:.*)"title"\s*:\s*\[)(?=(?s:.*)"(?:is-referenced-by-count|reference-count|'
        rb'references-count|content-domain|issn-type|isbn-type|short-container-title)"\s*:))',
        opens=b"{[",
        boundary=rb"\}[ \t]*(?:\r\n?|\n)(?=\{)",
    ),
    Reader(
        "openalex",
        "works of OpenAlex, from its API or snapshot",
        "mentorlit.readers.openalex",
        (),
        rb'\A\s*[\[{](?s:.*)"(?:authorships|abstract_inverted_index|referenced_works|'
        rb'cited_by_api_url|primary_location|host_venue|https://openalex\.org/W\d+)"\s*[:,}]',
        opens=b"{[",
        boundary=rb"\}[ \t]*(?:\r\n?|\n)(?=\{)",
    ),
    Reader(
        "datacite-json",
        "DataCite's REST API and metadata as JSON",
        "mentorlit.readers.datacite_json",
        (),
        rb'\A\s*[\[{](?:(?s:.*)"(?:publicationYear|resourceTypeGeneral|relatedIdentifiers|'
        rb'schemaVersion|rightsList|nameIdentifiers|fundingReferences|creatorName|titleType)"\s*:|'
        rb'(?=(?s:.*)"creators"\s*:)(?=(?s:.*)"titles"\s*:))',
        unless=rb'"(?:@context|@type|@graph|itemType)"\s*:',
        opens=b"{[",
    ),
    Reader(
        "semantic-scholar",
        "Semantic Scholar: papers of its API and datasets",
        "mentorlit.readers.semantic_scholar",
        (),
        rb'\A\s*[\[{](?s:.*)"(?:paperId|paperAbstract|s2FieldsOfStudy|s2fieldsofstudy|corpusid|'
        rb"influentialCitationCount|citingPaper|citedPaper|recommendedPapers|inCitations|"
        rb'(?:s2_)?pdf_parse|mag_field_of_study)"\s*:',
        opens=b"{[",
        boundary=rb"\}[ \t]*(?:\r\n?|\n)(?=\{)",
    ),
    Reader(
        "europe-pmc",
        "Europe PMC's REST API",
        "mentorlit.readers.europe_pmc",
        (),
        rb'\A\s*[\[{](?s:.*)"(?:resultList|authorString|journalInfo|fullTextIdList|hasTextMinedTerms|'
        rb'fullTextUrlList|inEPMC|pubTypeList)"\s*:',
        opens=b"{[",
    ),
    Reader(
        "doaj",
        "DOAJ: articles and journals",
        "mentorlit.readers.doaj",
        (),
        rb'\A\s*[\[{](?s:.*)"bibjson"\s*:\s*\{',
        opens=b"{[",
    ),
    Reader(
        "open-library",
        "Open Library: its Books API, editions and works",
        "mentorlit.readers.open_library",
        (),
        rb'\A\s*\[?\s*\{\s*"(?:ISBN|OCLC|LCCN|OLID):[^"]{1,40}"\s*:\s*\{|'
        rb'\A\s*[\[{](?s:.*)"key"\s*:\s*"/(?:type/(?:edition|work)|(?:books|works)/OL\d+[MW])"',
        opens=b"{[",
    ),
    Reader(
        "codemeta",
        "CodeMeta, a description of software",
        "mentorlit.readers.codemeta",
        (),
        rb'\A\s*[\[{](?s:.)*"@context"\s*:\s*[^}]{0,400}codemeta',
        opens=b"{[",
    ),
    Reader(
        "vufind-staffview-html",
        "VuFind staff view, as HTML",
        "mentorlit.readers.vufind_staffview_html",
        (),
        rb"<t[hd](?:\s[^<>]{0,300})?>\s{0,80}(?:author2|author_facet|author_sort|author_role|"
        rb"author_variant|title_fullStr|title_full_unstemmed|title_full|title_short|title_sort|record_format|"
        rb"recordtype|spellingShingle|publishDate|publishDateSort|container_title|fullrecord|"
        rb"work_keys_str_mv|_version_|ctrlnum|last_indexed):?\s{0,40}<",
        opens=b"<",
    ),
    Reader(
        "marc-staffview-html",
        "MARC staff view of a catalogue, as HTML",
        "mentorlit.readers.marc_staffview_html",
        (),
        # A leader, or a cell with a tag and marked subfields.
        rb"(?:LEADER|Leader|LDR)(?:[\s:.]|<[^<>]{0,100}>|&nbsp;){0,8}\d{5}[a-z #]{3}|"
        rb"<t[hd](?:\s[^<>]{0,300})?>\s{0,80}(?:<(?:strong|b|span)[^<>]{0,100}>)?\s{0,40}"
        rb"(?:001|245|200)\s{0,40}<(?s:.*?)(?:\||\$|\xe2\x80\xa1|\xc7\x82|_)a[\s<]",
        opens=b"<",
    ),
    Reader(
        "page-html",
        "the web page of a work, as HTML",
        "mentorlit.readers.page_html",
        (".html", ".htm", ".xhtml"),
        rb"(?i)\A\s*(?:<\?xml[^>]{0,300}>\s*|<!--(?s:.){0,2000}?-->\s*){0,9}"
        rb"<(?:!doctype\s+html|html|head|body|meta|title|link)[\s>]",
        opens=b"<",
    ),
    Reader(
        "schema-org",
        "schema.org as JSON-LD",
        "mentorlit.readers.schema_org",
        (".jsonld",),
        rb'\A\s*[\[{](?=(?s:.*)"@(?:type|graph)"\s*:)'
        rb"(?=(?s:.*)(?:schema(?:\.org|:)|w3id\.org/ro/crate))",
        opens=b"{[",
    ),
    Reader(
        "csl-json",
        "CSL-JSON, as Zotero, pandoc and citeproc write it",
        "mentorlit.readers.csl_json",
        (".csljson",),
        rb'\A\s*(?:\[\s*\]|[\[{](?s:.*)"(?:type|title|id|DOI|citation-key)"\s*:)',
        opens=b"{[",
        boundary=rb"\}[ \t]*(?:\r\n?|\n)(?=\{)",
    ),
    Reader(
        "mets",
        "METS with MODS or Dublin Core",
        "mentorlit.readers.mets",
        (".mets",),
        rb"<(?:[\w.-]{1,40}:)?mets[\s>]",
        opens=b"<",
    ),
    Reader(
        "mods",
        "MODS, as catalogues, repositories and Zotero write it",
        "mentorlit.readers.mods",
        (".mods",),
        rb"<(?:[\w.-]{1,40}:)?mods(?:Collection)?[\s>]",
        opens=b"<",
        boundary=rb"</(?:\w{1,20}:)?mods>\s*(?=<(?:\w{1,20}:)?mods[\s>])",
    ),
    Reader(
        "datacite-xml",
        "DataCite XML, kernel 2 to 4",
        "mentorlit.readers.datacite_xml",
        (),
        rb"<(?:[\w.-]{1,40}:)?resource\s[^>]{0,2000}datacite\.org/schema/kernel|"
        rb"[\"']https?://datacite\.org/schema/kernel-[0-9.]{1,5}[\"'](?s:.{0,20000})"
        rb"<(?:[\w.-]{1,40}:)?resource[\s>]",
        opens=b"<",
    ),
    Reader(
        "msbib",
        "Word's bibliography (Sources.xml)",
        "mentorlit.readers.msbib",
        (),
        rb"<(?:[\w.-]{1,40}:)?Sources?\s[^>]{0,2000}/bibliography[\"']|"
        rb"<(?:[\w.-]{1,40}:)?SourceType>",
        opens=b"<",
    ),
    Reader(
        "citavi-xml",
        "Citavi projects as XML",
        "mentorlit.readers.citavi_xml",
        (),
        rb"<CitaviExchangeData[\s>]",
        opens=b"<",
    ),
    Reader(
        "bibliontology",
        "Bibliontology RDF (BIBO), as Zotero and repositories write it",
        "mentorlit.readers.rdf",
        (),
        rb"<(?:[\w.-]{1,40}:)?RDF\s[^>]{0,4000}[\"']http://purl\.org/ontology/bibo/[\"']",
        opens=b"<",
    ),
    Reader(
        "zotero-rdf",
        "Zotero RDF",
        "mentorlit.readers.rdf",
        (),
        rb"<(?:[\w.-]{1,40}:)?RDF\s[^>]{0,4000}[\"']http://(?:purl\.org/net/biblio#|"
        rb"www\.zotero\.org/namespaces/export#)[\"']",
        opens=b"<",
    ),
    Reader(
        "vufind-solr-xml",
        "VuFind Solr documents as XML",
        "mentorlit.readers.vufind_solr_xml",
        (),
        rb"<doc[\s>](?s:.{0,8000})<(?:str|arr|field)\s[^>]{0,200}name=\"",
        opens=b"<",
    ),
    Reader(
        "pnx",
        "PNX, the records of Primo",
        "mentorlit.readers.pnx",
        (".pnx",),
        rb"<(?:[\w.-]{1,40}:)?PrimoNMBib[\s>]|<(?:[\w.-]{1,40}:)?(?:recordid|ristype|sourcerecordid)>"
        rb"(?s:.{0,30000})<(?:[\w.-]{1,40}:)?(?:display|addata)>",
        opens=b"<",
    ),
    Reader(
        "dublin-core",
        "Dublin Core: OAI-DC, qualified, RDF",
        "mentorlit.readers.dublin_core",
        (),
        rb"<(?:[\w.-]{1,40}:)?(?:dc|qualified[dD][cC]|simpledc)[\s>]|"
        rb"[\"']http://purl\.org/dc/(?:elements/1\.[01]|terms)/[\"'](?s:.{0,20000})"
        rb"<[\w.-]{1,40}:(?:title|creator|identifier)[\s>]",
        # Atom, RSS, EPUB and pages use its elements for something else.
        unless=rb"<(?:[\w.-]{1,40}:)?(?:feed|rss|package|html|mods|mets|entry|article|resource)[\s>]",
        opens=b"<",
    ),
    Reader(
        "citation-cff",
        "CITATION.cff, the Citation File Format",
        "mentorlit.readers.citation_cff",
        (".cff",),
        rb"^[\"']?cff-version[\"']?[ \t]*:[ \t]*\S",
        needs=rb"cff-version",
        unless=rb"\A\s*[<{\[@]",
    ),
    Reader(
        "csl-yaml",
        "CSL-YAML, as pandoc reads and writes it",
        "mentorlit.readers.csl_yaml",
        (".yaml", ".yml"),
        # A list under its name, a list that begins the file, or one item.
        rb"^references[ \t]*:[ \t]*(?:#[^\r\n]*)?\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*"
        rb"[ \t]*-[ \t]+[\w'\"{]",
        needs=rb"references[ \t]*:",
        begins=rb"(?:\s|---[ \t]*\r?\n|#[^\n]*\n|%YAML[^\n]*\n)*+"
        rb"(?:-[ \t]+(?:id|type|title|citation-key|DOI|author|URL|issued|container-title)[ \t]*:\s|"
        rb"(?=(?s:.*)^type:[ \t]+[a-z][a-z_-]+[ \t]*\r?$)(?=(?s:.*)^title:[ \t])"
        rb"(?:id|type|title|author|issued|DOI|citation-key|container-title|abstract):[ \t\r\n])",
        unless=rb"\A\s*[<{\[@]",
    ),
    Reader(
        "ris",
        "RIS tagged references",
        "mentorlit.readers.ris",
        (".ris",),
        rb"^[ \t]{0,3}TY[ \t]{0,3}-[ \t]*\S",
        boundary=rb"^ER  -[ \t]*(?:\r\n?|\n)\s*(?=TY  - [A-Z])",
        needs=rb"TY[ \t]{0,3}-",
    ),
    Reader(
        "nbib",
        "MEDLINE/PubMed tagged records",
        "mentorlit.readers.nbib",
        (".nbib", ".medline"),
        # PMID, or a tag that no other format of this form has; and a second tag.
        rb"^(?:PMID {0,2}- ?\d|(?:PMCR|PMC |OWN |STAT|DCOM|EDAT|MHDA|CRDT|FAU |PHST|JID )- ?\S)"
        rb"(?s:.*?)[\r\n][A-Z][A-Z0-9]{1,3} {0,2}-",
        boundary=rb"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)(?=PMID- )",
    ),
    Reader(
        "wos",
        "Web of Science and ISI tagged records",
        "mentorlit.readers.wos",
        (".ciw", ".isi"),
        rb"^(?:\xef\xbb\xbf)?(?:FN [^\r\n]{1,200}[\r\n]+VR [\d.]|"
        rb"PT [A-Z][ \t]*[\r\n]+[A-Z][A-Z0-9] (?! ?- )\S)",
        boundary=rb"^ER[ \t]*(?:\r\n?|\n)\s*(?=PT )",
        needs=rb"FN |PT [A-Z]",
    ),
    Reader(
        "refer",
        "refer and EndNote %-tags",
        "mentorlit.readers.refer",
        (".enw", ".refer"),
        rb"^%0 [A-Z][A-Za-z /]{2,40}[ \t]*[\r\n]+%",
        begins=rb"\s*%[0-9A-Z@] [^\r\n]*[\r\n]+%[0-9A-Z@!]",
        needs=rb"%0 [A-Z]",
        boundary=rb"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)(?=%0 [A-Z])",
        # A page that offers its citation in several forms is read by the most exact one.
        unless=rb"^[ \t]*@[A-Za-z]{3,20}[ \t]*[{(]",
    ),
    Reader(
        "ovid",
        "Ovid records with labels or tags",
        "mentorlit.readers.ovid",
        (),
        rb"^\s{0,3}<\d{1,7}\.?[ \t]?>[ \t.]*[\r\n]+(?:[A-Z][A-Z0-9] {1,2}- |(?:Score|Status|"
        rb"Authors?|Accession Number|Unique Identifier|Record Owner|Authors Full Name|Title|"
        rb"Author/Editor|Publication Type|Source|Database|Chapter Title|DOI|VN)[ \t:]*[\r\n])|"
        rb"^VN {1,2}- Ovid|"
        rb"^UI {2}- [^\r\n]+[\r\n]+[A-Z][A-Z0-9] {2}- ",
        needs=rb"<\d|VN {1,2}- Ovid|UI {2}- ",
    ),
    Reader(
        "refworks",
        "RefWorks tagged format",
        "mentorlit.readers.refworks",
        (),
        rb"^RT [A-Z][A-Za-z/, ]{2,40}[\r\n]+(?:SR|ID|A\d|T\d|JF|YR|AB|UL|SP|PB|K1|NO|VO|FD|SN) \S",
        boundary=rb"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)(?=RT [A-Z])",
        needs=rb"RT [A-Z]",
    ),
    Reader(
        "copac",
        "Copac tagged format",
        "mentorlit.readers.copac",
        (),
        rb"\A\s*TI- \S[^\r\n]*[\r\n]+(?:[ \t]+\S[^\r\n]*[\r\n]+)*[A-Z]{2}- ",
    ),
    Reader(
        "biblioscape",
        "Biblioscape tag file",
        "mentorlit.readers.biblioscape",
        (),
        rb"^--[A-Z][A-Z0-9]-- (?s:.*?)[\r\n]--[A-Z][A-Z0-9]-- ",
        needs=rb"--[A-Z][A-Z0-9]-- ",
    ),
    Reader(
        "repec-nep",
        "NEP reports of new papers",
        "mentorlit.readers.repec_nep",
        (".nep",),
        rb"^NEP: New Economics Papers(?s:.*)[\r\n]In this issue we have",
        needs=rb"NEP: New Economics Papers",
    ),
    Reader(
        "bibtex",
        "BibTeX and BibLaTeX",
        "mentorlit.readers.bibtex",
        (".bib", ".bibtex"),
        rb"^[ \t]*@[ \t]*[A-Za-z]+[ \t\r\n]*[{(]|@(?i:article|book|booklet|collection|conference|"
        rb"dataset|inbook|incollection|inproceedings|manual|mastersthesis|misc|online|phdthesis|"
        rb"proceedings|report|techreport|thesis|unpublished)\{[^\s{},=]{1,80},\s*+[A-Za-z]{2,20}\s*+=",
        needs=rb"@[ \t]*[A-Za-z]+[ \t\r\n]*[{(]",
    ),
    Reader(
        "vufind-staffview",
        "VuFind staff view, copied as text",
        "mentorlit.readers.vufind_staffview",
        (),
        rb"^[ \t]{0,3}(?:author2|author_facet|author_sort|author_role|author_variant|"
        rb"author_corporate|title_fullStr|title_full_unstemmed|title_full|title_short|title_sort|"
        rb"record_format|recordtype|spellingShingle|publishDate|publishDateSort|container_title|"
        rb"fullrecord|work_keys_str_mv|_version_|ctrlnum|last_indexed|[a-z][a-z_]{1,40}_str_mv)"
        rb"(?:[ \t:]|\xc2\xa0|\r?$)(?s:.*)^[ \t]{0,3}(?:author\w{0,40}|title\w{0,40}|id|format|"
        rb"institution|collection|language|spelling\w{0,10}|publish\w{0,10}|url|record\w{0,10}|"
        rb"building|topic\w{0,10}|_version_|last_indexed|first_indexed|allfields|container_title|"
        rb"fullrecord|ctrlnum|[a-z][a-z_]{1,40}_str_mv)(?:[ \t:]|\xc2\xa0|\r?$)",
    ),
    Reader(
        "pubmed-xml",
        "PubMed XML, from efetch and the yearly files",
        "mentorlit.readers.pubmed_xml",
        (),
        rb"<(?:[\w.-]{1,30}:)?(?:PubmedArticle(?:Set)?|PubmedBookArticle(?:Set)?|"
        rb"MedlineCitation(?:Set)?|DeleteCitation)(?=[\s/>])",
        opens=b"<",
        boundary=rb"</PubmedArticle>(?=\s*<PubmedArticle[\s>])",
    ),
    Reader(
        "pica",
        "PICA+, as the K10plus and the GBV write it",
        "mentorlit.readers.pica",
        (".pica", ".pp", ".picaxml"),
        rb"(?:^|[\x1d\x1e])[ \t]{0,3}(?:001[@A-Z]|002@|003@|021A)(?:/\d\d)? ?"
        rb"(?:\$|\x1f|\xc6\x92)[0-9A-Za-z]|info:srw/schema/5/picaXML|\stag=[\"'](?:003@|021A)[\"']",
        needs=rb"0(?:01[@A-Z]|02@|03@|21A)|/picaXML",
        unless=rb"\A\s*[{\[]",
    ),
    Reader(
        "marcxml",
        "MARCXML and MarcXchange",
        "mentorlit.readers.marcxml",
        (".marcxml",),
        rb"<(?:[\w.-]{1,40}:)?(?:leader|controlfield|datafield)[\s>]|"
        rb"www\.loc\.gov/MARC21/slim[\"']|"
        rb"info:lc/xmlns/marcxchange-v[12][\"']",
        opens=b"<",
        boundary=rb"</(?:\w{1,20}:)?record>(?=\s*<(?:\w{1,20}:)?record[\s>])",
    ),
    Reader(
        "marc-breaker",
        "MARC as mnemonic text (MARCBreaker, MarcEdit)",
        "mentorlit.readers.marc_breaker",
        (".mrk", ".mrk8"),
        rb"^=(?:LDR|000)[ \t]{1,2}[ \d]{5}|^=\d{3} {1,2}[0-9\\ ]{2}\$[a-z0-9]",
        needs=rb"=(?:LDR|\d{3})[ \t]",
    ),
    Reader(
        "marc-staffview",
        "MARC staff view of a catalogue, copied as text",
        "mentorlit.readers.marc_staffview",
        (),
        # A leader, or a title field with indicators and a marked subfield.
        rb"^[ \t]{0,3}\.?(?:LEADER|Leader|LDR|000)\.?:?(?:[ \t]|\xc2\xa0){1,4}(?:\|a ?)?"
        rb"\d{5}[a-z #^]{3}|"
        rb"^[ \t]{0,3}\.?(?:245|200)\.?(?:[ \t:]|\xc2\xa0)(?:[ \t0-9_#\\.]|\xc2\xa0){0,10}"
        rb"(?:\||\$\$?|\xe2\x80\xa1|\xc7\x82|_)[ ]?a",
        needs=rb"(?:LEADER|Leader|LDR|000|245|200)[.: \t\xc2]",
        unless=rb"\A\s*[<{\[]",
    ),
    Reader(
        "marc21",
        "MARC 21 and UNIMARC, binary (ISO 2709)",
        "mentorlit.readers.marc21",
        (".mrc", ".marc", ".marc21", ".iso2709"),
        # A data field with indicators and a first subfield.
        rb"\x1e[0-9A-Za-z #|\\]{2}\x1f[0-9A-Za-z]",
        unless=rb"\A\s*[<{\[]",
        boundary=rb"\x1d[\r\n]*(?=\d{5})",
    ),
    Reader(
        "endnote-xml",
        "EndNote XML, from EndNote, Zotero and Mendeley",
        "mentorlit.readers.endnote_xml",
        (),
        rb"<(?:ref-type|source-app|rec-number|foreign-keys)(?=[\s>])",
        opens=b"<",
        boundary=rb"</record>\s*(?=<record[\s>])",
    ),
    Reader(
        "jats",
        "JATS and BITS, as PMC and publishers have articles",
        "mentorlit.readers.jats",
        (".nxml",),
        rb"<(?:[\w.-]{1,30}:)?(?:article-meta|journal-meta|book-meta|book-part-wrapper|"
        rb"pmc-articleset|front-stub)(?=[\s>])|<!DOCTYPE\s+(?:article|book)\s[^>]{0,300}"
        rb"(?:JATS|BITS|Journal (?:Archiving|Publishing)|NLM//DTD)",
        opens=b"<",
    ),
    Reader(
        "crossref-xml",
        "Crossref XML: unixref, unixsd, deposits",
        "mentorlit.readers.crossref_xml",
        (),
        rb"<(?:[\w.-]{1,30}:)?(?:crossref_result|doi_records?|doi_batch)(?=[\s>])|"
        rb"<crossref(?:\s[^<>]{0,500})?>\s*<|"
        rb"www\.crossref\.org/(?:xschema|schema|qrschema)/",
        opens=b"<",
    ),
    Reader(
        "arxiv",
        "arXiv: feeds of its API, its records in OAI-PMH",
        "mentorlit.readers.arxiv",
        (),
        rb"<(?:[\w.-]{1,30}:)?(?:feed|entry)\s(?s:.*)arxiv\.org|"
        rb"<arXiv(?:Raw)?(?=[\s>])|arxiv\.org/OAI/arXiv",
        opens=b"<",
    ),
    Reader(
        "dblp-xml",
        "DBLP XML: the dump, records, search results",
        "mentorlit.readers.dblp_xml",
        (),
        rb"<!DOCTYPE\s+dblp\s|<(?:dblp|dblpperson)(?=[\s>])|<[a-z]+thesis\s[^>]{0,200}\bkey=|"
        rb"<(?:article|inproceedings|proceedings|book|incollection|www|data)\s"
        rb"[^>]{0,200}\bkey=\"[a-z]+/|<url>https?://dblp\.(?:org|uni-trier\.de)/",
        opens=b"<",
        boundary=rb"</(?:article|inproceedings|proceedings|book|incollection|phdthesis|mastersthesis|www)>\s*"
        rb"(?=<(?:article|inproceedings|proceedings|book|incollection|phdthesis|mastersthesis|www)\s)",
    ),
    Reader(
        "springer",
        "Springer A++",
        "mentorlit.readers.springer",
        (),
        rb"<(?:PublisherInfo|JournalInfo|BookInfo|ArticleInfo|ChapterInfo)(?=[\s>])",
        opens=b"<",
    ),
    Reader(
        "wos-tab",
        "Web of Science, tab-delimited",
        "mentorlit.readers.wos_tab",
        (),
        rb"\A\s*PT\tAU\t(?:[A-Z][A-Z0-9]\t){3}",
    ),
    Reader(
        "csv",
        "CSV and TSV tables, Scopus CSV among them",
        "mentorlit.readers.csv",
        (".csv", ".tsv"),
        # The first line is a header with a title and one more column that is known.
        rb"(?i)\A\s*+(?:sep=[,;\t|]\s*+|\"?About the data: [^\r\n]*\s*+)?+"
        rb"(?=[^\r\n]*(?:^|(?<=[,;\t|]))[ \"]{0,9}(?:authors?|author(?: full names| names|\(s\))|"
        rb"doi|pmid|(?:publication )?year|journal|issn|abstract|date|url|type|"
        rb"(?:source|publication) title|container-title|venue|"
        rb"verfasser|jahr|aut(?:o|eu)r(?:en|es|s|\([se]\))?|ann(?:\xc3\xa9|e)e|a(?:\xc3\xb1|n)o)"
        rb"[ \"]{0,9}[,;\t|\r\n])[^\r\n]*?(?:(?<=[,;\t|\"])|^)[ \"]{0,9}"
        rb"(?:(?:article|document|paper|item|primary) ?)?(?:title|titel|titre|"
        rb"t(?:\xc3\xad|i)tulo|titolo)[ \"]{0,9}[,;\t|\r\n]",
    ),
    Reader(
        "page-text",
        "the text of an abstract page",
        "mentorlit.readers.page_text",
        (".txt", ".text", ".md"),
        rb"\S",
        # Markup, JSON, PDF, zip; tagged records and MARC; zeros or many control characters.
        unless=rb"\A(?:\s*(?:<(?! )|[{\[]|%PDF|PK\x03\x04)|"
        rb"\s*[A-Z][A-Z0-9]{1,3} {0,2}- |\d{5}[a-z ]{3}|"
        rb"(?:[^\x00-\x08\x0e-\x1f]++|"
        rb"(?!(?:[\x01-\x08\x0e-\x1f][^\x01-\x08\x0e-\x1f]{0,64}){8})[\x01-\x08\x0e-\x1f])*+"
        rb"[\x00-\x08\x0e-\x1f])",
        last=True,
    ),
)
"""Every input format, in the order in which content is tried."""

BY_NAME: Final = {reader.name: reader for reader in READERS}
"""The same rows by name."""

ALIASES: Final = {"json": "csl-json", "biblatex": "bibtex"}
"""Names that writers have for what these rows read, so that ``--from`` takes them too."""


_NEVER: Final = tuple(b"%PDF- %!PS- {\\rtf PK\3\4 \xd0\xcf\x11\xe0 \x89PNG \x7fELF".split(b" "))
"""How PDF, PostScript, RTF, zip, Word, images and programs begin: no reader is for them."""

TABLE: Final = "csv"
"""The row that reads tables whose columns the user declares."""


def _is_web_archive(head: bytes) -> bool:
    """Tell whether ``head`` begins a page that a browser saved with its pictures (RFC 2557)."""
    fields = head[:2000].lower()
    return b"\nmime-version:" in fields and b"\ncontent-type: multipart/related" in fields


def recognise(head: bytes, suffix: str = "") -> Reader | None:
    """Return the row for an input that starts with ``head``, by content, else by ``suffix``."""
    if head.startswith(_NEVER) or _is_web_archive(head):
        return None
    by_content = (row for row in READERS if not row.last and row.recognises(head))
    by_suffix = (row for row in READERS if suffix.lower() in row.suffixes)
    last = (row for row in READERS if row.last and row.recognises(head))
    return next(chain(by_content, by_suffix, last), None)
