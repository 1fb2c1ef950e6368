"""The bytes of Parquet pages, compiled: headers, definition levels, dictionaries, numbers, plain texts (列存页字节).

The bytes are a stranger's: every length and number in them is checked before it leads anywhere. A page that is not as
it should be, or of an uncommon kind, ends the reading; Arrow then says what is wrong (pages.py).
"""

from __future__ import annotations

import numpy as np

from perfeval.batch.columnar.machine_words import compiled, inlined, load_word, same_bytes

KIND, START, PACKED, UNPACKED, VALUES, ENCODING, LEVELS, IS_PACKED, OFFSET = range(9)
"""Of a page: what it is, where its bytes begin, how many they are, how many unpacked, its values, their encoding, the
bytes of definition levels in front (-1: their number stands there, as in version 1), whether the others are packed,
where they begin unpacked."""
DATA, DICTIONARY, DATA_2 = 0, 2, 3
PLAIN, PLAIN_DICTIONARY, RLE, RLE_DICTIONARY = 0, 2, 3, 8


@compiled
def read_header(data, at, page):  # type: ignore[no-untyped-def]
    """Read a page's header (Thrift compact protocol); returns where its bytes begin, -1 if it is of another kind."""
    page[:] = -1
    page[IS_PACKED] = 1
    fields, depth = np.zeros(4, np.int64), 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte == 0:
            if depth == 0:
                page[START] = at
                return at if _is_common(page) else -1
            depth -= 1
            continue
        kind, step = byte & 15, byte >> 4
        if step == 0 or depth > 2:
            return -1
        fields[depth] += step
        value = np.int64(2 - kind)
        if kind == 12:
            depth += 1
            fields[depth] = 0
            continue
        if kind >= 5 and kind <= 8:
            raw, shift = np.uint64(0), np.uint64(0)
            while at < len(data) and shift < 63:
                byte = data[at]
                at += 1
                raw |= np.uint64(byte & 127) << shift
                shift += np.uint64(7)
                if byte < 128:
                    break
            value = np.int64(raw >> np.uint64(1)) ^ -np.int64(raw & np.uint64(1))
            if kind == 7:
                return -1
            if kind == 8:
                if raw > np.uint64(len(data)):
                    return -1
                at += np.int64(raw)
                continue
        elif kind > 2:
            return -1
        if depth == 0:
            if fields[0] == 1:
                page[KIND] = value
            elif fields[0] == 2:
                page[UNPACKED] = value
            elif fields[0] == 3:
                page[PACKED] = value
        elif depth == 1:
            if fields[1] == 1:
                page[VALUES] = value
            elif fields[1] == (4 if fields[0] == 8 else 2):
                page[ENCODING] = value
            elif fields[0] == 8 and fields[1] == 5:
                page[LEVELS] = value
            elif fields[0] == 8 and fields[1] == 7:
                page[IS_PACKED] = value
            elif (fields[0] == 8 and fields[1] == 6 and value != 0) or (
                fields[0] == 5 and fields[1] == 3 and value != RLE
            ):
                return -1
    return -1


@inlined
def _is_common(page):  # type: ignore[no-untyped-def]
    sizes = min(page[PACKED], page[UNPACKED], page[VALUES]) >= 0
    sizes = sizes and page[LEVELS] <= min(page[PACKED], page[UNPACKED])
    if page[KIND] == DICTIONARY:
        return sizes and (page[ENCODING] == PLAIN or page[ENCODING] == PLAIN_DICTIONARY)
    encodings = (
        page[ENCODING] == PLAIN or page[ENCODING] == PLAIN_DICTIONARY or page[ENCODING] == RLE_DICTIONARY
    )
    levels = page[LEVELS] < 0 if page[KIND] == DATA else page[LEVELS] >= 0
    return sizes and encodings and levels and (page[KIND] == DATA or page[KIND] == DATA_2)


@compiled
def read_pages(data, pages, optional, numbers, starts, ends):  # type: ignore[no-untyped-def]
    """The number of each row's text, and the texts; returns how many there are, -1 if a page is not as it should be."""
    known, coded, row = np.int64(1), np.int64(1), np.int64(0)
    for page in pages:
        at, end = page[OFFSET], page[OFFSET] + page[UNPACKED]
        if page[KIND] != DICTIONARY:
            known = _read_page(data[:end], at, page, optional, numbers, row, coded, known, starts, ends)
            row += page[VALUES]
        elif known == 1:
            known = coded = _read_dictionary(data, at, end, page[VALUES], starts, ends)
        else:
            return -1
        if known < 0:
            return -1
    return known


@inlined
def _read_dictionary(data, at, end, count, starts, ends):  # type: ignore[no-untyped-def]
    """The texts of a dictionary page, numbered from 1; returns the next number, -1 if they do not fill the page."""
    for number in range(1, count + 1):
        stop = _end_of_text(data, at, end)
        if stop < 0:
            return -1
        starts[number], ends[number] = at + 4, stop
        at = stop
    return count + 1 if at == end else -1


@inlined
def _read_page(content, at, page, optional, numbers, row, coded, known, starts, ends):  # type: ignore[no-untyped-def]
    """The numbers of a data page's rows from `row` on, the page standing at `at`; a plain text gets a new one.

    A text that the row before has too keeps its number. Returns the next number, -1 if the page is not as it should be.
    """
    start, size = at, len(content)
    values = present = page[VALUES]
    here = numbers[row : row + values]
    if optional:
        level_end = start + page[LEVELS]
        if page[LEVELS] < 0:
            at += 4
            if at > size:
                return -1
            level_end = at + np.int64(load_word(content, start) & np.uint64(0xFFFFFFFF))
        if level_end > size:
            return -1
        if not _are_present(content, at, level_end, values):
            if not _read_runs(content, at, level_end, 1, 0, here):
                return -1
            present = np.int64(0)
            for level in here:
                present += level
        at = level_end
    elif page[LEVELS] > 0:
        return -1
    found = here if present == values else np.empty(present, np.int32)
    if page[ENCODING] == PLAIN:
        before = numbers[row - 1] if row > 0 else np.int32(0)
        known = _read_plain(content, at, size, found, before, known, starts, ends)
    elif not _read_coded(content, at, size, coded, found):
        return -1
    if present < values:
        each = 0
        for place in range(len(here)):
            if here[place]:
                here[place] = found[each]
                each += 1
    return known


@inlined
def _read_plain(data, at, end, found, before, known, starts, ends):  # type: ignore[no-untyped-def]
    for each in range(len(found)):
        stop = _end_of_text(data, at, end)
        if stop < 0:
            return -1
        if before == 0 or not same_bytes(data, at + 4, stop, data, starts[before], ends[before]):
            before = np.int32(known)
            starts[before], ends[before] = at + 4, stop
            known += 1
        found[each] = before
        at = stop
    return known if at == end else -1


@inlined
def _end_of_text(data, at, end):  # type: ignore[no-untyped-def]
    """Where a text ends whose length stands in the four bytes at `at`; -1 where that is past the end."""
    if at + 4 > end:
        return -1
    stop = at + 4 + np.int64(load_word(data, at) & np.uint64(0xFFFFFFFF))
    return stop if stop <= end else -1


@inlined
def _read_coded(content, at, end, coded, found):  # type: ignore[no-untyped-def]
    """Numbers of the dictionary's texts, which begin with 1; returns whether all are there and in the dictionary."""
    if len(found) == 0:
        return True
    if at >= end or content[at] > 28 or not _read_runs(content, at + 1, end, np.int64(content[at]), 1, found):
        return False
    largest = np.int32(0)
    for number in found:
        largest = max(largest, number)
    return largest < coded


@inlined
def _are_present(content, at, end, values):  # type: ignore[no-untyped-def]
    """Whether definition levels say in one run, as they nearly always do, that no row is without a text."""
    head, at = _read_head(content, at, end)
    return head == values << 1 and at + 1 == end and content[at] == 1


@inlined
def _read_head(content, at, end):  # type: ignore[no-untyped-def]
    """The head of a run, in bytes of seven bits, and where it ends; zero, which no head is, where it does not end."""
    head, shift = np.int64(0), 0
    while at < end and shift <= 28:
        byte = content[at]
        at += 1
        head |= np.int64(byte & 127) << shift
        shift += 7
        if byte < 128:
            return head, at
    return np.int64(0), at


@inlined
def _read_runs(content, at, end, width, plus, found):  # type: ignore[no-untyped-def]
    """Numbers of `width` bits and `plus`, in runs of one number and groups of eight; returns whether all are there."""
    mask, step, first = (np.uint64(1) << np.uint64(width)) - np.uint64(1), np.uint64(width), np.int64(0)
    while first < len(found):
        head, at = _read_head(content, at, end)
        size = head >> 1
        if size == 0:
            return False
        if head & 1:
            here = found[first : first + size * 8]
            if at + size * width > end:
                return False
            # A word may be loaded wherever eight bytes are left, and has as many numbers as it holds beside the bits of
            # the byte it begins in. A fixed number of them is read side by side.
            whole = 8 * max(min(len(here) // 8, (end - 8 - at) // max(width, 1)), 0)
            bit = at * 8
            if width <= 7:
                for each in range(0, whole, 8):
                    word = load_word(content, bit >> 3) >> np.uint64(bit & 7)
                    for place in range(8):
                        here[each + place] = np.int32((word >> (step * np.uint64(place))) & mask) + plus
                    bit += 8 * width
            elif width <= 14:
                for each in range(0, whole, 4):
                    word = load_word(content, bit >> 3) >> np.uint64(bit & 7)
                    for place in range(4):
                        here[each + place] = np.int32((word >> (step * np.uint64(place))) & mask) + plus
                    bit += 4 * width
            else:
                for each in range(0, whole, 2):
                    word = load_word(content, bit >> 3) >> np.uint64(bit & 7)
                    for place in range(2):
                        here[each + place] = np.int32((word >> (step * np.uint64(place))) & mask) + plus
                    bit += 2 * width
            for each in range(whole, len(here)):
                bit, word = at * 8 + each * width, np.uint64(0)
                for near in range(min(8, end - (bit >> 3))):
                    word |= np.uint64(content[(bit >> 3) + near]) << np.uint64(8 * near)
                here[each] = np.int32((word >> np.uint64(bit & 7)) & mask) + plus
            at += size * width
            first += size * 8
        else:
            number = np.int64(0)
            if at + (width + 7) // 8 > end:
                return False
            for near in range((width + 7) // 8):
                number |= np.int64(content[at]) << (8 * near)
                at += 1
            if number > np.int64(mask):
                return False
            found[first : first + size] = np.int32(number + plus)
            first += size
    return True
