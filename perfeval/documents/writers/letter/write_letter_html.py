"""The letter as one page (复核意见): no network, no script; each body begins a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.documents.writers.letter import letter_words as words
from perfeval.documents.writers.markup import Html, tag, whole_page
from perfeval.review.letter import Letter, LetterForm

_STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1.2rem; color: #111; background: #fff;
  font: 16px/1.8 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; }
article + article { break-before: page; margin-top: 4rem; }
h1 { text-align: center; font: 700 1.6rem/1.4 "Noto Sans CJK SC", SimHei, sans-serif; }
h2 { font: 700 1.05rem/1.5 "Noto Sans CJK SC", SimHei, sans-serif; margin: 1.4rem 0 .3rem; break-after: avoid; }
p { margin: .2rem 0; text-indent: 2em; } p.flat { text-indent: 0; } small { color: #555; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #444; padding: .25rem .4rem; text-align: center; } tr { break-inside: avoid; }
td.text { text-align: left; } .sign { display: flex; justify-content: space-around; margin-top: 3rem; }
.right { text-align: right; text-indent: 0; }
@page { size: A4; margin: 22mm; }
"""


def write_letter_html(letters: Sequence[Letter]) -> str:
    """Page of letters."""
    return whole_page(words.TITLE, _STYLE, "zh", *(_letter(each) for each in letters))


def _letter(letter: Letter) -> Html:
    return tag(
        "article",
        tag("h1", words.TITLE),
        tag("p", f"{letter.body}：", class_="flat"),
        tag("p", words.opening(letter)),
        *(part for number, form in enumerate(letter.forms, 1) for part in _form(number, form)),
        tag("h2", f"{words.numeral(len(letter.forms) + 1)}、得分汇总"),
        _table(words.TOTAL_HEADERS, words.total_lines(letter), (1,)),
        tag("p", words.closing(letter)),
        tag("div", *(tag("span", each) for each in words.SIGNATURES[:2]), class_="sign"),
        *(tag("p", each, class_="right") for each in words.SIGNATURES[2:]),
    )


def _form(number: int, form: LetterForm) -> Iterator[Html]:
    yield tag("h2", words.form_heading(number, form))
    if form.file:
        yield tag("p", tag("small", f"文件：{form.file}"), class_="flat")
    for place, remark in enumerate(form.remarks, 1):
        yield tag("p", words.remark_text(place, remark))
        yield from (tag("p", tag("small", f"· {detail}")) for detail in remark.details)
    yield from (tag("p", note) for note in words.form_notes(form))
    if form.scores:
        yield _table(words.SCORE_HEADERS, words.score_lines(form), (0, 5))


def _table(headers: Sequence[str], lines: Sequence[Sequence[str]], left: tuple[int, ...]) -> Html:
    head = tag("thead", tag("tr", *(tag("th", each) for each in headers)))
    rows = (
        tag(
            "tr",
            *(tag("td", text, class_="text" if column in left else None) for column, text in enumerate(line)),
        )
        for line in lines
    )
    return tag("table", head, tag("tbody", *rows))
