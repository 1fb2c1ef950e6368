"""Lints of what a rule set says about itself: its document, names, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval.core.exact import show
from perfeval.core.ruleset import Evidence, Ruleset, Source
from perfeval.plain.yaml_lines import Path
from perfeval.rulebook.lint.finding import Finding, models

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_JURISDICTION = re.compile(r"[a-z]+(-[a-z]+)*(/[a-z]+(-[a-z]+)*)*")
_STRENGTH: tuple[Evidence, ...] = ("inferred", "recalled", "read")


def clause_uncited(ruleset: Ruleset) -> Iterator[Finding]:
    """A clause that no rule cites.

    ## What it does
    Reports a clause of clauses.md that no `source` names.

    ## Why
    Either a rule is missing, or a rule gives a weaker source than it has.

    ## Example
    `## art-18` in clauses.md, and no `source: {clause: art-18}`

    ## Source
    perfeval design, section 4: each rule with its source.
    """
    cited = {source.clause for _, source in _sources(ruleset)}
    for key in ruleset.clauses:
        if key not in cited:
            yield Finding((), {"clause": key}, clause=key)


def evidence_too_strong(ruleset: Ruleset) -> Iterator[Finding]:
    """A set that claims better evidence than its clauses have.

    ## What it does
    Reports a set whose `evidence` is stronger than that of a clause that it cites (read before recalled
    before inferred).

    ## Why
    Every result carries the set's mark; a score under a recalled clause must not look as if the text had
    been read.

    ## Example
    `evidence: read` and a rule that cites a clause with `evidence: recalled`

    ## Source
    scoring-rules.md, section 0.
    """
    for _, source in _sources(ruleset):
        clause = ruleset.clauses.get(source.clause or "")
        if clause and _STRENGTH.index(clause.evidence) < _STRENGTH.index(ruleset.evidence):
            yield Finding(("evidence",), {"evidence": ruleset.evidence, "clause": clause.key})
            return


def tier_evidence(ruleset: Ruleset) -> Iterator[Finding]:
    """Tier and evidence that contradict each other.

    ## What it does
    Reports a set of tier `inferred` with other evidence, and the reverse.

    ## Why
    A set is inferred when it was fitted to data; then it is so in both respects, and never a default.

    ## Example
    `tier: notice` with `evidence: inferred`

    ## Source
    scoring-rules.md, section 0.
    """
    if (ruleset.tier == "inferred") != (ruleset.evidence == "inferred"):
        yield Finding(("evidence",), {"tier": ruleset.tier, "evidence": ruleset.evidence})


def document_missing(ruleset: Ruleset) -> Iterator[Finding]:
    """An official set without its document.

    ## What it does
    Reports a set of tier `notice` or `form_footnote` that names no `document`.

    ## Why
    Nobody can look up a rule whose document has no title.

    ## Example
    `tier: notice` and no `document: {title: …, number: …}`

    ## Source
    scoring-rules.md P02, P03.
    """
    if ruleset.tier in ("notice", "form_footnote") and ruleset.document is None:
        yield Finding(("tier",), {"tier": ruleset.tier})


def id_unkempt(ruleset: Ruleset) -> Iterator[Finding]:
    """An id or jurisdiction that is not written as all others are.

    ## What it does
    Reports ids that are not lower-case words joined by hyphens, and jurisdictions that are not such words
    joined by slashes.

    ## Why
    They are typed on the command line and compared letter by letter: `CN/Hubei` is not inside `cn`.

    ## Example
    `id: Hubei_2020`, `jurisdiction: 湖北`

    ## Source
    perfeval design, section 4.
    """
    if not _ID.fullmatch(ruleset.id):
        yield Finding(("id",), {"text": ruleset.id, "example": "cn-hubei-form-2020"})
    if not _JURISDICTION.fullmatch(ruleset.jurisdiction):
        yield Finding(("jurisdiction",), {"text": ruleset.jurisdiction, "example": "cn/hubei"})
    for number, rule in enumerate(ruleset.rules):
        if not _ID.fullmatch(rule.id):
            yield Finding(("rules", number, "id"), {"text": rule.id, "example": "at-least"})


def title_untranslated(ruleset: Ruleset) -> Iterator[Finding]:
    """A title in one language only.

    ## What it does
    Reports titles (of the set, of rules, of facts) without English.

    ## Why
    `--lang en` would show Chinese in the middle of an English page.

    ## Example
    `title: {zh: 正向指标}`

    ## Source
    perfeval design, section 4: messages in two languages.
    """
    titles: list[tuple[Path, object]] = [(("title",), ruleset.title)]
    titles += [
        (("rules", number, "title"), rule.title) for number, rule in enumerate(ruleset.rules) if rule.title
    ]
    titles += [(("facts", name), text) for name, text in ruleset.facts.items()]
    for path, text in titles:
        if getattr(text, "en", None) is None:
            yield Finding(path, {"zh": getattr(text, "zh", "")})


def interpretation_empty(ruleset: Ruleset) -> Iterator[Finding]:
    """An interpretation that explains nothing.

    ## What it does
    Reports a `source: {interpretation: …}` of fewer than six characters, or one that says TODO.

    ## Why
    Where we had to choose, a reader must be able to judge the choice.

    ## Example
    `source: {interpretation: 惯例}`

    ## Source
    anchors.md: optional sources rot; required ones must not be filled with nothing.
    """
    for path, source in _sources(ruleset):
        text = source.interpretation
        if text is not None and (len(text.strip()) < 6 or "TODO" in text or "待定" in text):
            yield Finding((*path, "interpretation"), {"text": text})


def over_completion_low(ruleset: Ruleset) -> Iterator[Finding]:
    """Over-completion that begins below the target.

    ## What it does
    Reports an `over_completion.above` below 1.

    ## Why
    It is a completion ratio: 130 % is `'1.3'`; `'0.3'` would warn of nearly every row.

    ## Example
    `above: '0.3'`

    ## Source
    scoring-rules.md P41.
    """
    over = ruleset.over_completion
    if over is not None and over.above < 1:
        yield Finding(("over_completion", "above"), {"above": show(over.above)})


def url_unusable(ruleset: Ruleset) -> Iterator[Finding]:
    """An address that is none.

    ## What it does
    Reports a `document.url` that does not begin with http:// or https://.

    ## Why
    The reader is to open it.

    ## Example
    `url: www.mof.gov.cn/…`

    ## Source
    perfeval.
    """
    url = ruleset.document.url if ruleset.document else None
    if url is not None and not url.startswith(("http://", "https://")):
        yield Finding(("document", "url"), {"url": url})


def _sources(ruleset: Ruleset) -> Iterator[tuple[Path, Source]]:
    return ((path, model) for path, model in models(ruleset) if isinstance(model, Source))
