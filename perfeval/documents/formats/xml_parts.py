"""XML from strangers: no entities, no network, and never more of it in memory than one table or one row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import etree

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.safety import LIMITS, Refused

Element = etree._Element

_CHUNK = 1 << 16
_LONGEST_COMMENT = 40
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def parse(data: bytes, part: str) -> Element:
    """Root of a small part, read as a whole; `part` names it in problems."""
    _refuse_doctype(data, part)
    _check_live(_nodes(data), part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(part) from error
    _refuse_entities(root, part)
    return root


def children_of(
    data: bytes, part: str, parents: Collection[str], names: Collection[str], most: int = LIMITS.rows
) -> Iterator[Element]:
    """Each child called one of `names` of the elements called one of `parents`, names without namespace.

    A child is complete when it is handed out and emptied when the next one is asked for, so that a part of
    any length takes the memory of its largest child. Of a damaged part, the children before it come first.
    More than `most` children are refused.
    """
    _refuse_doctype(data, part)
    if _nodes(data) > LIMITS.part_nodes:
        raise _too_large(part, LIMITS.part_nodes)
    pieces = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    yield from children_in(pieces, part, parents, names, most)


def children_in(
    pieces: Iterable[bytes], part: str, parents: Collection[str], names: Collection[str], most: int
) -> Iterator[Element]:
    """The same of a part that comes piece by piece, whatever its length."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    live, handed_out, broken = 0, 0, False
    for chunk in pieces:
        in_chunk = _nodes(chunk)
        live += in_chunk
        _check_live(live, part)
        try:
            parser.feed(chunk)
        except etree.XMLSyntaxError:
            broken = True
        for _, element in parser.read_events():
            assert isinstance(element, Element)
            parent = element.getparent()
            if parent is not None and local(parent) in parents:
                _refuse_entities(element, part)
                handed_out += 1
                if handed_out > most:
                    raise _too_large(part, most)
                yield element
                _forget(element, parent)
                live = in_chunk
        if broken:
            raise _damaged(part)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _damaged(part) from error


def local(element: Element) -> str:
    """Name of an element without its namespace, which differs between editions of the same format."""
    return _local(element.tag)


def attribute(element: Element, name: str) -> str | None:
    """Value of an attribute whatever its namespace."""
    for key, value in element.items():
        if _local(str(key)) == name:
            return str(value)
    return None


def child(element: Element, name: str) -> Element | None:
    """The first child of that name, whatever its namespace."""
    return next(element.iterchildren(f"{{*}}{name}"), None)


def by_name(element: Element) -> dict[str, Element]:
    """The children by their names, whatever their namespaces; of two of one name the first."""
    return {local(each): each for each in reversed(element) if isinstance(each.tag, str)}


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _nodes(data: bytes) -> int:
    """At least the number of elements and attributes in a piece of XML, in any encoding of the standard."""
    return data.count(b"<") + data.count(b"=")


def _check_live(nodes: int, part: str) -> None:
    if nodes > LIMITS.live_nodes:
        raise _too_large(part, LIMITS.live_nodes)


def _refuse_doctype(data: bytes, part: str) -> None:
    if any(mark in data for mark in _DOCTYPES):
        raise Refused(Problem("xml-entities", {"part": part}))


def _refuse_entities(element: Element, part: str) -> None:
    """Refuse a document type that stands there in an encoding that `_refuse_doctype` does not know."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused(Problem("xml-entities", {"part": part}))


def _forget(element: Element, parent: Element) -> None:
    """Free an element that was read and all before it; the parser still holds on to the element."""
    element.clear()
    while element.getprevious() is not None:
        del parent[0]


def _too_large(part: str, limit: int) -> Refused:
    return Refused(Problem("table-too-large", {"part": part, "limit": str(limit)}))


def _damaged(part: str) -> Refused:
    return Refused(Problem("file-damaged", {"part": part}))


def comments_unread(data: bytes | None, part: str, place: Place | None = None) -> list[Problem]:
    """What is said of the comments (批注) of a part of Word or Excel, which stand beside the text and are not read."""
    if data is None:
        return []
    comments = children_of(data, part, {"comments", "commentList"}, {"comment"})
    texts = ["".join(run.text or "" for run in comment.iter("{*}t")).strip() for comment in comments]
    told = [text for text in texts if text]
    return [comments_named(told, place)] if told else []


def comments_named(texts: Sequence[str], place: Place | None = None) -> Problem:
    """What is said of comments with these texts."""
    values = {"count": str(len(texts)), "text": texts[0][:_LONGEST_COMMENT]}
    return Problem("comments-unread", values, place)
