"""The compiled part of the batch: texts to integers, integers to scores, scores to totals.

A cell is one 64-bit word: the number's digits (38 bits), its decimals (4 bits) and the spelling around the number
(20 bits); SLOW where the text does not fit. Spellings and cases are numbers of tables that spelling.py and
program.py make by asking the core; nothing here knows a comparator's glyph, a unit or a rule.

A row is computed here only if all of this holds; every other row is marked SLOW and goes to the core:
- target, actual value and marks are each one number of at most 11 digits, 6 of them decimals, written with plain
  ASCII digits without needless zeros, thousands commas or a sign; or words without any digit;
- the core reads the spelling around the number the same way for every specimen number, as a quantity or as words;
- target and actual value have the same unit and magnitude, or one has none and the core just takes the other's;
- the rule set has a compiled case for the row's traits: lines over the completion ratio, or a level of words;
- a target of zero meets only lines that need no ratio, or a rule set whose zero rule is all or nothing;
- every product stays below 2 ** 61 (tested in floating point, which is off by far less than the margin).
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

SLOW = -1
BLANK = -2
"""The cell of a submitted score that is not there."""
UNSIGNED = -(1 << 62)
"""What an evaluator can sign for a row where nobody can say: a band without a submitted score."""
TEMPLATE_BITS, DECIMAL_BITS = 20, 4
NUMBER_SHIFT = TEMPLATE_BITS + DECIMAL_BITS
TEMPLATE_MASK = (1 << TEMPLATE_BITS) - 1
MAX_DIGITS, MAX_DECIMALS = 11, 6

AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN, EQUAL_TO, BARE = range(6)
WORDS_TEST = 6
"""Stands where a comparator would: the row is scored as not met, whatever its numbers."""

NOTHING, QUANTITY, QUALITATIVE, DATE = range(4)
"""What a spelling is as a target."""
AS_QUANTITY, AS_WORDS, AS_WORDS_FOR_DATE = 1, 2, 4
"""What a spelling is as an actual value; bits."""
KIND, COMPARATOR, MEASURE, WORD, LOOKED_UP_WHOLE = range(5)
"""Columns of the meanings of spellings."""
NUMBER_ALONE = 0
"""The spelling of a number with nothing around it, in every table."""

UNSUBMITTED, EQUAL, WITHIN, DIFFERS, REFUSED, IGNORED = range(6)
STATUS_MASK, SLOW_STATUS = 7, 7
LOW_OPEN, HIGH_OPEN = 8, 16
UNIT_ASSUMED, COMPARATOR_ASSUMED, OVER, NOTHING_SPENT, SCORE_DIFFERS, BELOW_TOP = (
    32 << bit for bit in range(6)
)
FLAG_BITS = 11

HALF_UP, HALF_EVEN, DOWN, UP = range(4)

_LIMIT = 2.0**61
_POWERS = np.array([10**exponent for exponent in range(16)], dtype=np.int64)


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


_PRIME, _BASIS = np.uint64(1099511628211), np.uint64(14695981039346656037)


@_compiled
def _hash(data, start, number, after, end):  # type: ignore[no-untyped-def]
    """FNV-1a of what stands before and after a number, and of whether there is one (`after` > `number`)."""
    found = _BASIS
    for at in range(start, number):
        found = (found ^ np.uint64(data[at])) * _PRIME
    found = (found ^ np.uint64(256 + (after > number))) * _PRIME
    for at in range(after, end):
        found = (found ^ np.uint64(data[at])) * _PRIME
    return found ^ (found >> np.uint64(29))


@_compiled
def _same(data, start, number, after, end, key, key_start, key_number, key_end):  # type: ignore[no-untyped-def]
    if number - start != key_number - key_start or end - after != key_end - key_number - 1:
        return False
    for step in range(number - start):
        if data[start + step] != key[key_start + step]:
            return False
    if key[key_number] != (after > number):
        return False
    for step in range(end - after):  # noqa: SIM110  # the compiler knows loops, not generators
        if data[after + step] != key[key_number + 1 + step]:
            return False
    return True


@_compiled
def _find(data, start, number, after, end, slots, keys, bounds):  # type: ignore[no-untyped-def]
    """The number of a spelling; a number below BLANK where it is not known."""
    mask = np.uint64(len(slots) - 1)
    found = _hash(data, start, number, after, end)
    slot = found & mask
    while slots[slot] >= 0:
        known = np.int64(slots[slot])
        if _same(data, start, number, after, end, keys, bounds[known, 0], bounds[known, 1], bounds[known, 2]):
            return known
        slot = (slot + np.uint64(1)) & mask
    return np.int64(BLANK - 1) - np.int64(found >> np.uint64(2))


@_compiled
def read_cells(offsets, data, slots, keys, bounds, meanings, cells):  # type: ignore[no-untyped-def]
    """Texts to cells. `slots` is a hash table of spellings, `keys` their bytes: before, 1 or 0, after.

    A text without a number that fits, or with a spelling that is no quantity, is looked up whole. An unknown one
    is marked by a number below BLANK, the same for all texts of that spelling; returns whether there are any.
    """
    unknown = False
    for text in range(len(offsets) - 1):
        start, end = offsets[text], offsets[text + 1]
        number = start
        while number < end and not 48 <= data[number] <= 57:
            number += 1
        at, value, digits, decimals = number, np.int64(0), 0, 0
        while at < end and 48 <= data[at] <= 57 and digits <= MAX_DIGITS:
            value = value * 10 + (data[at] - 48)
            digits += 1
            at += 1
        fits = digits > 0 and not (digits > 1 and data[number] == 48)
        if digits and at + 1 < end and data[at] == 46 and 48 <= data[at + 1] <= 57:
            at += 1
            while at < end and 48 <= data[at] <= 57 and digits <= MAX_DIGITS:
                value = value * 10 + (data[at] - 48)
                digits += 1
                decimals += 1
                at += 1
        rest = at
        while rest < end and not 48 <= data[rest] <= 57:
            rest += 1
        fits = fits and rest == end and digits <= MAX_DIGITS and decimals <= MAX_DECIMALS
        if fits:
            template = _find(data, start, number, at, end, slots, keys, bounds)
            if template < 0 or not meanings[template, LOOKED_UP_WHOLE]:
                unknown = unknown or template < 0
                cells[text] = (
                    template
                    if template < 0
                    else (value << NUMBER_SHIFT) | (decimals << TEMPLATE_BITS) | template
                )
                continue
        template = _find(data, start, end, end, end, slots, keys, bounds)
        unknown = unknown or template < 0
        cells[text] = template
    return unknown


@_compiled
def free_slot(text, number, after, slots):  # type: ignore[no-untyped-def]
    """The free slot for a new spelling, given as a text whose number stands from `number` to `after`."""
    mask = np.uint64(len(slots) - 1)
    slot = _hash(text, 0, number, after, len(text)) & mask
    while slots[slot] >= 0:
        slot = (slot + np.uint64(1)) & mask
    return slot


@_compiled
def _rounded(above, below, mode):  # type: ignore[no-untyped-def]
    """above ÷ below to a whole number; both at least zero."""
    if below == 1:
        return above
    units = above // below
    rest = above - units * below
    if mode == HALF_UP:
        return units + (2 * rest >= below)
    if mode == HALF_EVEN:
        return units + (2 * rest > below or (2 * rest == below and units % 2 == 1))
    return units + (mode == UP and rest > 0)


@_compiled
def _is_met(test, target, actual):  # type: ignore[no-untyped-def]
    if test == AT_LEAST:
        return actual >= target
    if test == MORE_THAN:
        return actual > target
    if test == AT_MOST:
        return actual <= target
    if test == LESS_THAN:
        return actual < target
    return test == EQUAL_TO and actual == target


@_compiled
def _holds(lines, at, actual, target):  # type: ignore[no-untyped-def]
    """Whether actual ÷ target lies between the ends of a line; a denominator of zero is no end."""
    if lines[at, 1]:
        left, right = actual * lines[at, 1], lines[at, 0] * target
        if left < right or (left == right and lines[at, 2]):
            return False
    if lines[at, 4]:
        left, right = actual * lines[at, 4], lines[at, 3] * target
        if left > right or (left == right and lines[at, 5]):
            return False
    return True


@_compiled
def _marks(numerator, points, denominator, scale, mode):  # type: ignore[no-untyped-def]
    """points × numerator ÷ denominator, rounded; SLOW where a product could overflow."""
    if numerator < 0 or float(points) * float(numerator) * float(scale) > _LIMIT:
        return np.int64(SLOW)
    return _rounded(points * numerator * scale, denominator, mode)


@_compiled
def _scored(  # type: ignore[no-untyped-def]
    case, target, actual, points, point_decimals, cases, alternatives, lines, largest, places, mode
):
    """Low, high and flags of one row under a case; low SLOW where it cannot be computed here."""
    low, high, low_open, high_open = np.int64(-1), np.int64(-1), True, True
    slow = (np.int64(SLOW), np.int64(SLOW), 0)
    over = cases[case, 3] != 0
    for each in range(cases[case, 0], cases[case, 0] + cases[case, 1]):
        test = alternatives[each, 0]
        met = _is_met(test, target, actual)
        side = 1 if met else 3
        first, count = alternatives[each, side], alternatives[each, side + 1]
        above, below = actual, target
        if target > 0 and alternatives[each, 5] >= 0:
            scale = _POWERS[alternatives[each, 5]]
            if float(actual) * float(scale) > _LIMIT:
                return slow
            above, below = _rounded(actual * scale, target, alternatives[each, 6]), scale
        divisor = _POWERS[max(point_decimals - places, 0)]
        scale = _POWERS[max(places - point_decimals, 0)]
        if float(above + below) * largest * float(divisor) > _LIMIT:
            return slow
        over = over and target > 0 and above * cases[case, 5] > cases[case, 4] * below - cases[case, 6]
        one_low, one_high, opens = np.int64(SLOW), np.int64(SLOW), 0
        if target == 0 and lines[first, 11]:
            if not alternatives[each, 7]:
                return slow
            one_low = _rounded(points * scale, divisor, mode) if met else np.int64(0)
            one_high = one_low
        else:
            for at in range(first, first + count):
                if lines[at, 11] and not _holds(lines, at, above, below):
                    continue
                if lines[at, 10] == 0:
                    if lines[at, 7] == 0:
                        one_low = _marks(lines[at, 6], points, lines[at, 8] * divisor, scale, mode)
                    else:
                        share = lines[at, 6] * below + lines[at, 7] * above
                        one_low = _marks(share, points, lines[at, 8] * below * divisor, scale, mode)
                    one_high = one_low
                elif lines[at, 10] == 1:
                    share = lines[at, 6] * above + lines[at, 7] * below
                    one_low = _marks(share, points, lines[at, 8] * above * divisor, scale, mode)
                    one_high = one_low
                else:
                    one_low = _marks(lines[at, 6], points, lines[at, 8] * divisor, scale, mode)
                    one_high = _marks(lines[at, 9], points, lines[at, 8] * divisor, scale, mode)
                    opens = lines[at, 12] if one_low != one_high else 0
                break
        if one_low < 0 or one_high < 0:
            return slow
        # The hull of the alternatives: an end is open only if every alternative that reaches it is.
        if low < 0 or one_low < low:
            low, low_open = one_low, (opens & LOW_OPEN) != 0
        elif one_low == low:
            low_open = low_open and (opens & LOW_OPEN) != 0
        if one_high > high:
            high, high_open = one_high, (opens & HIGH_OPEN) != 0
        elif one_high == high:
            high_open = high_open and (opens & HIGH_OPEN) != 0
    flags = 0
    if low != high:
        flags = LOW_OPEN * low_open + HIGH_OPEN * high_open
    if cases[case, 2]:
        flags |= COMPARATOR_ASSUMED
    if over:
        flags |= OVER
    if cases[case, 7] and actual == 0 and target > 0 and low > 0:
        flags |= NOTHING_SPENT
    return low, high, flags


@_compiled
def _claimed(low, high, flags, claim, places, is_words):  # type: ignore[no-untyped-def]
    """The flags with the status of a submitted score, and the signed score; flags -1 where it is not plain enough."""
    lift = _POWERS[MAX_DECIMALS - places]
    if claim == BLANK:
        return flags, low * lift if low == high else np.int64(UNSIGNED)
    decimals = (claim >> TEMPLATE_BITS) & 15
    scale, submitted = _POWERS[decimals], (claim >> NUMBER_SHIFT) * _POWERS[places]
    if claim == SLOW or claim & TEMPLATE_MASK != NUMBER_ALONE or float(high) * float(scale) > _LIMIT:
        return -1, np.int64(UNSIGNED)
    bottom, top = low * scale, high * scale
    above = submitted > bottom if flags & LOW_OPEN else submitted >= bottom
    below = submitted < top if flags & HIGH_OPEN else submitted <= top
    if not (above and below):
        return flags | DIFFERS | SCORE_DIFFERS, (low if submitted <= bottom else high) * lift
    if low == high:
        return flags | EQUAL, low * lift
    signed = (claim >> NUMBER_SHIFT) * _POWERS[MAX_DECIMALS - decimals]
    return flags | WITHIN | (BELOW_TOP if is_words and submitted < top else 0), signed


@_compiled
def _aligned(target, actual):  # type: ignore[no-untyped-def]
    """The numbers of two cells with the same decimals."""
    goal, done = target >> NUMBER_SHIFT, actual >> NUMBER_SHIFT
    shift = ((target >> TEMPLATE_BITS) & 15) - ((actual >> TEMPLATE_BITS) & 15)
    if shift > 0:
        return goal, done * _POWERS[shift]
    return goal * _POWERS[-shift], done


@_compiled
def score_rows(  # type: ignore[no-untyped-def]
    traits,
    targets,
    actuals,
    points,
    claims,
    goals,
    answers,
    measures,
    tables,
    program,
    lows,
    highs,
    flags,
    marks,
    signed,
):
    """Score every indicator row of a chunk; returns how many were left to the core.

    A column is (indices, cells, whether indices are used); `claims` says besides whether there are any. `traits` is
    (level-1 indices, level-2 indices, class by both); `tables` the cases by class and comparator, by class,
    kind of target and spelling of the actual words, and by class for words that repeat the target.
    """
    first, second, class_of = traits
    target_at, target_cells, target_coded = targets
    actual_at, actual_cells, actual_coded = actuals
    points_at, points_cells, points_coded = points
    claim_at, claim_cells, claim_coded, has_claims = claims
    case_of, word_case_of, repeat_case_of = tables
    cases, alternatives, lines, largest, places, mode = program
    slow = 0
    for row in range(len(lows)):
        target = target_cells[target_at[row] if target_coded else row]
        actual = actual_cells[actual_at[row] if actual_coded else row]
        mark = points_cells[points_at[row] if points_coded else row]
        claim = np.int64(BLANK)
        if has_claims:
            claim = claim_cells[claim_at[row] if claim_coded else row]
        case, noted, is_words = -1, 0, False
        if target >= 0 and actual >= 0 and mark >= 0 and mark & TEMPLATE_MASK == NUMBER_ALONE:
            goal, done = target & TEMPLATE_MASK, actual & TEMPLATE_MASK
            kind = class_of[first[row], second[row]]
            if goals[goal, KIND] == QUANTITY and answers[done, KIND] & AS_QUANTITY:
                one, other = goals[goal, MEASURE], answers[done, MEASURE]
                if one == other:
                    case = case_of[kind, goals[goal, COMPARATOR]]
                elif (other < 0 and measures[one] & 1) or (one < 0 and measures[other] & 2):
                    case = case_of[kind, goals[goal, COMPARATOR]]
                    noted = UNIT_ASSUMED
            elif goals[goal, KIND] == QUALITATIVE and answers[done, KIND] & AS_WORDS:
                is_words = True
                case = word_case_of[kind, 0, done]
                if case < 0 and goals[goal, WORD] == answers[done, WORD]:
                    case = repeat_case_of[kind]
            elif goals[goal, KIND] == DATE and answers[done, KIND] & AS_WORDS_FOR_DATE:
                is_words = True
                case = word_case_of[kind, 1, done]
        low, high, found, confirmed = np.int64(SLOW), np.int64(SLOW), 0, np.int64(UNSIGNED)
        decimals = (mark >> TEMPLATE_BITS) & 15
        if case >= 0:
            value, reached = _aligned(target, actual)
            low, high, found = _scored(
                case,
                value,
                reached,
                mark >> NUMBER_SHIFT,
                decimals,
                cases,
                alternatives,
                lines,
                largest,
                places,
                mode,
            )
        if low >= 0:
            found, confirmed = _claimed(low, high, found | noted, claim, places, is_words)
        if low < 0 or found < 0:
            flags[row] = SLOW_STATUS
            slow += 1
            continue
        lows[row], highs[row], flags[row], signed[row] = low, high, found, confirmed
        marks[row] = (mark >> NUMBER_SHIFT) * _POWERS[MAX_DECIMALS - decimals]
    return slow


@_compiled
def score_funds(  # type: ignore[no-untyped-def]
    budgets, spent, points, claims, case, program, lows, highs, flags, marks, signed
):
    """Score every execution row of a chunk, each amount a number without a unit; returns how many were left."""
    budget_at, budget_cells, budget_coded = budgets
    spent_at, spent_cells, spent_coded = spent
    points_at, points_cells, points_coded = points
    claim_at, claim_cells, claim_coded, has_claims = claims
    cases, alternatives, lines, largest, places, mode = program
    slow = 0
    for row in range(len(lows)):
        budget = budget_cells[budget_at[row] if budget_coded else row]
        used = spent_cells[spent_at[row] if spent_coded else row]
        mark = points_cells[points_at[row] if points_coded else row]
        claim = np.int64(BLANK)
        if has_claims:
            claim = claim_cells[claim_at[row] if claim_coded else row]
        low, high, found, confirmed = np.int64(SLOW), np.int64(SLOW), 0, np.int64(UNSIGNED)
        decimals = (mark >> TEMPLATE_BITS) & 15
        fits = case >= 0 and budget >= 0 and used >= 0 and mark >= 0
        if fits and (budget | used | mark) & TEMPLATE_MASK == NUMBER_ALONE:
            total, executed = _aligned(budget, used)
            low, high, found = _scored(
                case,
                total,
                executed,
                mark >> NUMBER_SHIFT,
                decimals,
                cases,
                alternatives,
                lines,
                largest,
                places,
                mode,
            )
            found |= OVER if executed > total > 0 else 0
        if low >= 0:
            found, confirmed = _claimed(low, high, found, claim, places, False)
        if low < 0 or found < 0:
            flags[row] = SLOW_STATUS
            slow += 1
            continue
        lows[row], highs[row], flags[row], signed[row] = low, high, found, confirmed
        marks[row] = (mark >> NUMBER_SHIFT) * _POWERS[MAX_DECIMALS - decimals]
    return slow


@_compiled
def sum_runs(projects, lows, highs, flags, marks, signed, rescales, starts, sums):  # type: ignore[no-untyped-def]
    """Sums of each run of rows of one project (columns: RUN_COLUMNS); returns the number of runs."""
    run, row = 0, 0
    while row < len(lows):
        starts[run] = row
        project = projects[row]
        low, high, points, agreed = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
        scored, refused, ignored, unsigned, ends, rescaled = 0, 0, 0, 0, 0, 0
        while row < len(lows) and projects[row] == project:
            flag = flags[row]
            status = flag & STATUS_MASK
            rescaled |= rescales[row]
            if status == IGNORED:
                ignored += 1
            else:
                points += marks[row]
                if status == REFUSED:
                    refused += 1
                else:
                    low += lows[row]
                    high += highs[row]
                    scored += 1
                    ends |= flag & (LOW_OPEN | HIGH_OPEN)
                    if signed[row] == UNSIGNED:
                        unsigned += 1
                    else:
                        agreed += signed[row]
            row += 1
        sums[run, 0], sums[run, 1], sums[run, 2], sums[run, 3], sums[run, 4] = (
            low,
            high,
            scored,
            refused,
            ignored,
        )
        sums[run, 5], sums[run, 6], sums[run, 7], sums[run, 8], sums[run, 9] = (
            points,
            ends,
            rescaled,
            unsigned,
            agreed,
        )
        run += 1
    return run


RUN_COLUMNS = (
    "low",
    "high",
    "scored",
    "refused",
    "ignored",
    "points",
    "open",
    "rescales",
    "unsigned",
    "signed",
)
