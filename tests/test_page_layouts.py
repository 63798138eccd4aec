"""A record printed in every layout and interface language is read as it was printed.

The records are made up. Labels are permuted, entries left out, interface words and other works set
between and behind them; the values must be found as written and nothing else.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.model import Citation, Name
from mentorlit.readers.page_text import read
from mentorlit.stream import Stream

Record = dict[str, list[str]]
Pairs = list[tuple[str, list[str]]]
Layout = Callable[[Pairs], list[str]]

FIELDS = (
    "title",
    "author",
    "journal",
    "volume",
    "issue",
    "page",
    "date",
    "doi",
    "issn",
    "publisher",
    "language",
    "keyword",
    "abstract",
)
LABELS = {
    "en": "Title|Authors|Journal|Volume|Issue|Pages|Publication date|DOI|ISSN|Publisher|Language"
    "|Keywords|Abstract",
    "es": "Título|Autores|Revista|Volumen|Número|Páginas|Fecha de publicación|DOI|ISSN|Editor"
    "|Idioma|Palabras clave|Resumen",
    "pt": "Título|Autores|Revista|Volume|Número|Páginas|Data de publicação|DOI|ISSN|Editora"
    "|Idioma|Palavras-chave|Resumo",
    "fr": "Titre|Auteurs|Revue|Volume|Numéro|Pages|Date de publication|DOI|ISSN|Éditeur|Langue"
    "|Mots-clés|Résumé",
    "de": "Titel|Verfasser|Zeitschrift|Band|Heft|Seiten|Erscheinungsdatum|DOI|ISSN|Verlag|Sprache"
    "|Schlagwörter|Zusammenfassung",
    "it": "Titolo|Autori|Rivista|Volume|Fascicolo|Pagine|Data di pubblicazione|DOI|ISSN|Editore"
    "|Lingua|Parole chiave|Riassunto",
    "pl": "Tytuł|Autorzy|Czasopismo|Tom|Numer|Strony|Data wydania|DOI|ISSN|Wydawca|Język"
    "|Słowa kluczowe|Streszczenie",
    "tr": "Başlık|Yazarlar|Dergi|Cilt|Sayı|Sayfalar|Yayın Tarihi|DOI|ISSN|Yayıncı|Dil"
    "|Anahtar Kelimeler|Özet",
    "ru": "Название|Авторы|Журнал|Том|Выпуск|Страницы|Дата публикации|DOI|ISSN|Издательство|Язык"
    "|Ключевые слова|Аннотация",
    "ar": "العنوان|المؤلفون|المجلة|المجلد|العدد|الصفحات|تاريخ النشر|DOI|ISSN|الناشر|اللغة"
    "|الكلمات المفتاحية|الملخص",
    "zh": "标题|作者|刊名|卷|期|页码|出版日期|DOI|ISSN|出版社|语言|关键词|摘要",
    "ja": "タイトル|著者|雑誌名|巻|号|ページ|発行日|DOI|ISSN|出版者|言語|キーワード|抄録",
    "ko": "제목|저자|학술지명|권|호|페이지|발행일|DOI|ISSN|발행처|언어|키워드|초록",
}
ENGLISH: Record = {
    "title": ["Peer mentors in rural practice: what keeps them going"],
    "author": ["Lindqvist, Per A.", "Okafor, Ifeoma", "Brandt, Anna"],
    "journal": ["Journal of Rural Practice"],
    "volume": ["14"],
    "issue": ["3"],
    "page": ["201-219"],
    "date": ["2011-06-15"],
    "doi": ["10.9999/jrp.2011.0314"],
    "issn": ["1040-2446"],
    "publisher": ["Example University Press"],
    "language": ["English"],
    "keyword": ["peer mentoring", "rural health", "retention"],
    "abstract": [
        (
            "The authors asked forty mentors in rural practice why they stay. Most of them name "
            "the meetings with each other and the time set aside for them. Pay was hardly named."
        )
    ],
}
SPANISH: Record = {
    **ENGLISH,
    "title": ["La tutoría entre iguales en la formación del profesorado"],
    "author": ["García Pérez, María José", "López, Ana"],
    "journal": ["Revista de Docencia"],
    "publisher": ["Universidad de Ejemplo"],
    "language": ["Español"],
    "keyword": ["tutoría", "profesorado", "educación superior"],
    "abstract": [
        (
            "Este trabajo describe cómo se organiza la tutoría entre iguales en tres facultades. "
            "Los participantes valoran la confianza. La formación de los tutores es lo primero."
        )
    ],
}
CHINESE: Record = {
    **ENGLISH,
    "title": ["青年教师导师制的实施效果研究"],
    "author": ["王小明", "李华"],
    "journal": ["教育与教师研究"],
    "publisher": ["示例大学出版社"],
    "language": ["中文"],
    "keyword": ["导师制", "青年教师", "高等教育"],
    "abstract": [
        (
            "本文考察了两所高校青年教师导师制的实施情况。研究通过访谈收集资料，并对资料进行了分析。结果表明，定期的交流和明确的目标"
            "是导师制取得成效的重要条件。"
        )
    ],
}
RECORDS = (ENGLISH, SPANISH, CHINESE)
NOISE = (
    "Share",
    "Log in",
    "PDF",
    "Buscar",
    "Download citation",
    "Zum Inhalt springen",
    "1,234 Views",
    "Cookie settings",
)
OTHERS = (
    "Similar articles",
    "Another study of something else",
    "Doe J, Roe R. Other J. 2001;5(2):99-101. doi: 10.9999/other.2001. PMID: 11111111",
)


def colon(pairs: Pairs) -> list[str]:
    return [f"{label}: {'; '.join(values)}" for label, values in pairs]


def one_value_a_line(pairs: Pairs) -> list[str]:
    lines = []
    for label, values in pairs:
        lines += [f"{label}: {values[0]}", *values[1:]]
    return lines


def lines_below(pairs: Pairs) -> list[str]:
    return [line for label, values in pairs for line in (label, "; ".join(values), "")]


def colon_below(pairs: Pairs) -> list[str]:
    return [line for label, values in pairs for line in (label, ":", "; ".join(values))]


def tabs(pairs: Pairs) -> list[str]:
    return [f"{label}\t{'; '.join(values)}" for label, values in pairs]


def bars(pairs: Pairs) -> list[str]:
    rows = [f"| {label} | {'; '.join(values)} |" for label, values in pairs]
    return [rows[0], "|---|---|", *rows[1:]]


def bold(pairs: Pairs) -> list[str]:
    return [f"**{label}:** {'; '.join(values)}" for label, values in pairs]


def run_on(pairs: Pairs) -> list[str]:
    return [" ".join(colon(pairs))]


def labels_first(pairs: Pairs) -> list[str]:
    labels = [f"{label}:" for label, _ in pairs]
    return [*labels, "", *("; ".join(values) for _, values in pairs)]


def php(pairs: Pairs) -> list[str]:
    lines = ["Array", "("]
    for label, values in pairs:
        if len(values) == 1:
            lines.append(f"    [{label}] => {values[0]}")
            continue
        items = [f"            [{at}] => {value}" for at, value in enumerate(values)]
        lines += [f"    [{label}] => Array", "        (", *items, "        )", ""]
    return [*lines, ")"]


def glued(pairs: Pairs) -> list[str]:
    return [f"{label}{'; '.join(values)}" for label, values in pairs]


ONE_BY_ONE: tuple[Layout, ...] = (colon, one_value_a_line, lines_below, colon_below, tabs, bold)
WHOLE: tuple[Layout, ...] = (bars, run_on, labels_first, php)


def printed(record: Record, language: str, layout: Layout, fields: list[str]) -> list[str]:
    labels = dict(zip(FIELDS, LABELS[language].split("|"), strict=True))
    return layout([(labels[field], record[field]) for field in fields])


def citation(lines: list[str]) -> Citation:
    stream = Stream(["\n".join(lines).encode()], name="p", source="p", format="page-text")
    [found] = list(read(stream))
    assert isinstance(found, Citation)
    return found


def as_printed(name: Name) -> str:
    return name.literal or f"{name.family}, {name.given}"


def told(found: Citation) -> Record:
    """Return what was read in the words of a record; a field not read has no values."""
    date = found.issued
    values = {
        "title": [found.title],
        "author": [as_printed(name) for name in found.author],
        "journal": [found.container_title],
        "volume": [found.volume],
        "issue": [found.issue],
        "page": [found.page],
        "date": [f"{date.year}-{date.month:02}-{date.day:02}"] if date else [],
        "doi": [found.doi],
        "issn": [number.value for number in found.issn],
        "publisher": [found.publisher],
        "keyword": [keyword.text for keyword in found.keyword],
        "abstract": [found.abstract],
    }
    return {field: [value for value in held if value] for field, held in values.items()}


def expected(record: Record, fields: list[str]) -> Record:
    return {
        field: record[field] if field in fields else [] for field in FIELDS if field != "language"
    }


languages = st.sampled_from(sorted(LABELS))
records = st.sampled_from(RECORDS)


@pytest.mark.parametrize("layout", [*ONE_BY_ONE, *WHOLE])
@pytest.mark.parametrize("language", LABELS)
def test_every_layout_in_every_language(layout: Layout, language: str) -> None:
    for record in RECORDS:
        found = citation(printed(record, language, layout, list(FIELDS)))
        assert told(found) == expected(record, list(FIELDS))


@pytest.mark.parametrize("language", ["en", "pt", "de", "it", "pl", "tr", "ru"])
def test_labels_glued_to_capitals_and_numbers(language: str) -> None:
    fields = [field for field in FIELDS if field != "keyword"]
    found = citation(printed(ENGLISH, language, glued, fields))
    assert told(found) == expected(ENGLISH, fields)


@given(st.sampled_from((*ONE_BY_ONE, *WHOLE)), languages, records, st.permutations(FIELDS))
def test_labels_may_stand_in_any_order(
    layout: Layout, language: str, record: Record, fields: list[str]
) -> None:
    assert told(citation(printed(record, language, layout, fields))) == expected(record, fields)


@given(
    st.sampled_from(ONE_BY_ONE), languages, records, st.sets(st.sampled_from(FIELDS), min_size=6)
)
def test_nothing_is_invented_for_what_is_not_printed(
    layout: Layout, language: str, record: Record, kept: set[str]
) -> None:
    fields = [field for field in FIELDS if field in kept | {"title", "abstract"}]
    assert told(citation(printed(record, language, layout, fields))) == expected(record, fields)


@given(
    st.sampled_from(ONE_BY_ONE),
    languages,
    records,
    st.lists(st.tuples(st.integers(0, len(FIELDS)), st.sampled_from(NOISE)), max_size=5),
)
def test_interface_words_between_entries_do_not_matter(
    layout: Layout, language: str, record: Record, noise: list[tuple[int, str]]
) -> None:
    lines = []
    for at, field in enumerate(FIELDS):
        lines += ["", *(word for place, word in noise if place == at), ""]
        lines += printed(record, language, layout, [field])
    assert told(citation([*lines, "", *OTHERS])) == expected(record, list(FIELDS))


@given(st.sampled_from((*ONE_BY_ONE, *WHOLE)), languages, records)
def test_other_works_below_do_not_leak(layout: Layout, language: str, record: Record) -> None:
    lines = [*NOISE[:3], "", *printed(record, language, layout, list(FIELDS)), "", *OTHERS]
    assert told(citation(lines)) == expected(record, list(FIELDS))
