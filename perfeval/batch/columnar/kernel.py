"""The compiled part of the batch: cells to scores, scores to totals.

Cells are numbers with their spelling (cell_reader.py); spellings and cases are numbers of tables that spelling.py and
program.py make by asking the core; nothing here knows a comparator's glyph, a unit or a rule.

A row is computed here only if all of this holds; every other row is marked SLOW and goes to the core:
- target, actual value and marks each fit a cell: one number written plainly, or words without any digit;
- the core reads the spelling around the number the same way for every specimen number, as a quantity or as words;
- target and actual value have the same unit and magnitude, or one has none, the core just takes the other's, and the
  numbers are not far apart;
- the rule set has a compiled case for the row's traits: lines over the completion ratio, or a level of words;
- a target of zero meets only lines that need no ratio, or a rule set whose zero rule is all or nothing;
- marks and score are below a thousand million;
- every product stays below 2 ** 61 (tested in floating point, which is off by far less than the margin).
"""

from __future__ import annotations

import numpy as np

from perfeval.batch.columnar.cell_reader import (
    BLANK,
    DECIMAL_MASK,
    DECIMALS_SHIFT,
    MAX_DECIMALS,
    NUMBER_ALONE,
    NUMBER_SHIFT,
    SLOW,
    TEMPLATE_MASK,
)
from perfeval.batch.columnar.machine_words import compiled, index, inlined
from perfeval.core.direction import FEW, SMALL_RATE
from perfeval.core.missing_unit import FAR_APART, NEAR

UNSIGNED = -(1 << 62)
"""Sentinel: the row is a band and the form states no score, so that no value can be confirmed."""
BARE = 5
"""Index of targets without a comparator, behind the comparators of program.py."""
INFER = -2
"""Index of the case of a bare target whose direction is inferred from name, category and value."""
LEVEL_OR_SLOPE, INVERSE, BAND = range(3)
"""Kinds of a line."""
(
    FIRST,
    COUNT,
    IS_ASSUMED,
    IS_WATCHED,
    OVER_ABOVE,
    OVER_BELOW,
    OVER_INCLUSIVE,
    IS_CEILING,
    IS_EXECUTION,
    IS_CONTESTED,
    ONLY_LINE,
) = range(11)
"""Columns of the cases: their alternatives; what may be noted of a row; for an actual value below, at and above the
target the line that says all (-1: there are several, or a band, or a rounded ratio)."""
LINES, PLACES, MODE, MET_AT_ZERO, READING = 0, 6, 7, 8, 11
"""Columns of the alternatives: first line and number of lines for an actual value below, at and above the target; the
rounding of the ratio; whether a target of zero is met by an actual value below, at and above it (-1: ask the core);
the reading of the cells that it belongs to, counted from 0."""
(
    LOW,
    LOW_PER,
    LOW_IS_OUT,
    HIGH,
    HIGH_PER,
    HIGH_IS_OUT,
    BASE,
    SLOPE,
    PER,
    TOP,
    LINE_KIND,
    NEEDS_RATIO,
    OPENS,
) = range(13)
"""Columns of the lines: ends as fractions (a denominator of zero is no end), then the share of the full mark."""

NOTHING, QUANTITY, QUALITATIVE, DATE = range(4)
"""Meaning of a spelling as a target."""
AS_QUANTITY, AS_WORDS, AS_WORDS_FOR_DATE, AS_DATE = 1, 2, 4, 8
"""Meaning of a spelling as an actual value; bits."""
KIND, COMPARATOR, MEASURE, WORD, _, DAY, GROUP = range(7)
"""Columns of the meanings of spellings; the fifth is LOOKED_UP_WHOLE, the last the group of a bare target's unit."""
TIMES = 2
"""The group of units of time."""
ASKS_SCALE, ASKS_DAY, ASKS_UNIT = 1, 2, 4
"""Bits of a class whose rows may have to go to the core: a target without a unit may be a share or a percentage, a
target in months may be a day, a target without a unit may have one in the name.
"""
ZERO, FEW_OF_IT, SMALL, LARGE = range(4)
"""Sizes of a bare target: none at all, a few, a small rate, any other."""

UNSUBMITTED, EQUAL, WITHIN, DIFFERS, UNDECIDED, REFUSED, UNMARKED, IGNORED, ABSENT = range(9)
"""ABSENT: the project has no execution row; nothing is counted for it."""
STATUS_MASK, SLOW_STATUS = 15, 15
LOW_OPEN, HIGH_OPEN = 16, 32
CODE_SHIFT = 6
"""Where the bits of the problem codes begin."""
(
    UNIT_ASSUMED,
    COMPARATOR_ASSUMED,
    DIRECTION_INFERRED,
    DIRECTION_CONTESTED,
    OVER,
    NOTHING_SPENT,
    SCORE_DIFFERS,
    AT_OPEN_END,
    SCORE_UNDECIDED,
    BELOW_TOP,
) = (1 << CODE_SHIFT + bit for bit in range(10))
CODES = (
    "unit-assumed",
    "comparator-assumed",
    "direction-inferred",
    "direction-contested",
    "over-completion",
    "nothing-spent",
    "score-differs",
    "score-at-open-end",
    "score-undecided",
    "below-band-top",
)
"""Problem codes that the kernel itself can give, in the order of the core and of these bits."""
FUND_CODES = ("", "", "", "", "over-execution", "", "score-differs", "score-at-open-end", "", "")
"""The same bits in an execution row."""
CODE_MASK = (1 << len(CODES)) - 1
HOW_SHIFT, HOW_MASK = CODE_SHIFT + len(CODES), 63
"""Where the bits begin that say how quantities were compared: a comparator from 1 on, and eightfold its evidence."""
GOAL, REACHED, UNIT = range(3)
"""Rows of the quantities: target and actual value in millionths (NO_NUMBER: there is none), the number of the unit
(NO_UNIT: the row has no quantities)."""
NO_NUMBER = -(1 << 62)
NO_UNIT = -1
LARGEST_AMOUNT = 10**18
"""The smallest number of millionths that does not fit into a column of amounts."""

HALF_UP, HALF_EVEN, DOWN, UP = range(4)

TOO_LARGE = 10**15
"""Marks and scores in millionths from which on a form is in error: the sums of a project have room for a thousand."""
_LIMIT = 2.0**61
_POWERS = np.array([10**exponent for exponent in range(16)], dtype=np.int64)


@compiled
def score_rows(levels, targets, actuals, points, claims, spellings, tables, program, scored):  # type: ignore[no-untyped-def]
    """Score every row of a chunk; returns how many were left to the core, and how many of the others are bands.

    A column is (number of each row's text, cell of each text). `levels` is (level-1 numbers, level-2 numbers, class
    by both); `spellings` what those of targets and of actual values mean, which measures a bare number takes, and
    which dates keep which deadlines; `tables` the cases by class and comparator, by class, kind of target and spelling
    of the actual words, by class for words that repeat the target, and by class for a deadline missed and kept;
    `scored` the columns to write: lows, highs, flags, marks, signed scores. An execution row is a row whose target is
    the budget. All in one piece: an array that is handed to another function, even to one compiled in its place,
    costs as much as the whole row.
    """
    first, second, class_of = levels
    target_of, target_cells = targets
    actual_of, actual_cells = actuals
    mark_of, mark_cells = points
    claim_of, claim_cells = claims
    goals, answers, measures, kept = spellings
    case_of, word_case_of, repeat_case_of, date_case_of, bare_case_of, named = tables
    cases, alternatives, lines, largest, places, mode = program
    lows, highs, flags, marks, signed = scored
    slow, bands, lift = 0, 0, _POWERS[MAX_DECIMALS - places]
    for row in range(len(lows)):
        target_cell, actual_cell = target_cells[index(target_of[row])], actual_cells[index(actual_of[row])]
        case, noted, is_words, mark = np.int64(-1), np.int64(0), False, mark_cells[index(mark_of[row])]
        is_near = has_unit = False
        if target_cell >= 0 and actual_cell >= 0 and mark >= 0 and mark & TEMPLATE_MASK == NUMBER_ALONE:
            goal, done = index(target_cell & TEMPLATE_MASK), index(actual_cell & TEMPLATE_MASK)
            kind = index(class_of[index(first[row]), index(second[row])])
            if goals[goal, KIND] == QUANTITY and answers[done, KIND] & AS_QUANTITY:
                one, other = goals[goal, MEASURE], answers[done, MEASURE]
                if one == other:
                    case = np.int64(case_of[kind, index(goals[goal, COMPARATOR])])
                elif (other < 0 and measures[one] & 1) or (one < 0 and measures[other] & 2):
                    case, noted = (
                        np.int64(case_of[kind, index(goals[goal, COMPARATOR])]),
                        np.int64(UNIT_ASSUMED),
                    )
                has_unit = one >= 0
                is_asked = (named[kind] & ASKS_SCALE != 0) & (one < 0)
                is_asked |= (named[kind] & ASKS_DAY != 0) & (goals[goal, GROUP] == TIMES)
                asks_unit = (named[kind] & ASKS_UNIT != 0) & (one < 0)
                is_asked |= asks_unit & (other >= 0)
                is_near = asks_unit | (noted == UNIT_ASSUMED)
                case = np.int64(-1) if is_asked else case
                if goals[goal, COMPARATOR] == BARE and case == INFER:
                    case = np.int64(bare_case_of[kind, index(goals[goal, GROUP]), index(_size(target_cell))])
                    if case >= 0:
                        noted |= (
                            DIRECTION_CONTESTED if cases[index(case), IS_CONTESTED] else DIRECTION_INFERRED
                        )
            elif goals[goal, KIND] == QUALITATIVE and answers[done, KIND] & AS_WORDS:
                case, is_words = np.int64(word_case_of[kind, 0, done]), True
                if case < 0 and goals[goal, WORD] == answers[done, WORD]:
                    case = np.int64(repeat_case_of[kind])
            elif goals[goal, KIND] == DATE and answers[done, KIND] & AS_WORDS_FOR_DATE:
                case, is_words = np.int64(word_case_of[kind, 1, done]), True
            elif goals[goal, KIND] == DATE and answers[done, KIND] & AS_DATE:
                deadline, day = goals[goal, DAY], answers[done, DAY]
                if min(deadline, day) >= 0 and kept[deadline, day] >= 0:
                    case = np.int64(date_case_of[kind, kept[deadline, day]])
        flags[row] = SLOW_STATUS
        slow += 1
        if case < 0:
            continue
        number, decimals = mark >> NUMBER_SHIFT, (mark >> DECIMALS_SHIFT) & DECIMAL_MASK
        weight = number * _POWERS[MAX_DECIMALS - decimals]
        if weight >= TOO_LARGE:
            continue
        target, actual = _aligned(target_cell, actual_cell)
        if is_near and min(target, actual) > 0 and max(target, actual) > NEAR * min(target, actual):
            continue
        if has_unit and min(target, actual) > 0 and max(target, actual) >= FAR_APART * min(target, actual):
            continue  # a slip of a 万, or all of something asked of each, is for the core to see
        side = 1 + (actual > target) - (actual < target)
        divisor, full = _POWERS[max(decimals - places, 0)], number * _POWERS[max(places - decimals, 0)]
        low, high, opens, over = np.int64(SLOW), np.int64(SLOW), np.int64(0), cases[index(case), IS_WATCHED]
        claim = claim_cells[index(claim_of[row])]
        scale, submitted = np.int64(1), np.int64(SLOW)
        if claim != BLANK:
            if claim < 0 or claim & TEMPLATE_MASK != NUMBER_ALONE:
                continue
            scale = _POWERS[(claim >> DECIMALS_SHIFT) & DECIMAL_MASK]
            submitted = (claim >> NUMBER_SHIFT) * _POWERS[places]
        held, at_end, readings, agreeing = False, False, np.int64(0), np.int64(0)
        only = cases[index(case), index(ONLY_LINE + side)]
        if only >= 0 and (target > 0 or not lines[index(only), NEEDS_RATIO]):
            if float(actual + target + 1) * largest * (float(full + 1) * float(divisor)) > _LIMIT:
                continue
            surplus = actual * cases[index(case), OVER_BELOW] - cases[index(case), OVER_ABOVE] * target
            over &= (target > 0) & (surplus > -cases[index(case), OVER_INCLUSIVE])
            below = target if lines[index(only), SLOPE] else np.int64(1)
            share = lines[index(only), BASE] * below + lines[index(only), SLOPE] * actual
            if share >= 0:
                low = high = _rounded(full * share, lines[index(only), PER] * divisor * below, mode)
                held = submitted == low * scale
        else:
            for each in range(
                cases[index(case), FIRST], cases[index(case), FIRST] + cases[index(case), COUNT]
            ):
                at = alternatives[index(each), index(LINES + 2 * side)]
                stop = at + alternatives[index(each), index(LINES + 2 * side + 1)] - 1
                above, below = actual, target
                if target > 0 and alternatives[index(each), PLACES] >= 0:
                    below = _POWERS[alternatives[index(each), PLACES]]
                    if float(actual) * float(below) > _LIMIT:
                        low = np.int64(SLOW)
                        break
                    above = _rounded(actual * below, target, alternatives[index(each), MODE])
                if float(above + below + 1) * largest * (float(full + 1) * float(divisor)) > _LIMIT:
                    low = np.int64(SLOW)
                    break
                surplus = above * cases[index(case), OVER_BELOW] - cases[index(case), OVER_ABOVE] * below
                over &= (target > 0) & (surplus > -cases[index(case), OVER_INCLUSIVE])
                if target == 0 and lines[index(at), NEEDS_RATIO]:
                    met = alternatives[index(each), index(MET_AT_ZERO + side)]
                    one_low = one_high = _rounded(full * met, divisor, mode) if met >= 0 else np.int64(SLOW)
                    one_opens = np.int64(0)
                else:
                    # A side's only line holds for every ratio that can come to it, the last one where no other does.
                    while at < stop and lines[index(at), NEEDS_RATIO]:
                        over_low = above * lines[index(at), LOW_PER] - lines[index(at), LOW] * below
                        under_high = lines[index(at), HIGH] * below - above * lines[index(at), HIGH_PER]
                        is_over_low = (
                            lines[index(at), LOW_PER] == 0 or over_low >= lines[index(at), LOW_IS_OUT]
                        )
                        if is_over_low and (
                            lines[index(at), HIGH_PER] == 0 or under_high >= lines[index(at), HIGH_IS_OUT]
                        ):
                            break
                        at += 1
                    if lines[index(at), LINE_KIND] == INVERSE:
                        above, below = below, above
                    # A level share needs no ratio.
                    below = below if lines[index(at), SLOPE] else np.int64(1)
                    share, per = (
                        lines[index(at), BASE] * below + lines[index(at), SLOPE] * above,
                        lines[index(at), PER] * divisor * below,
                    )
                    one_low = one_high = _rounded(full * share, per, mode) if share >= 0 else np.int64(SLOW)
                    if lines[index(at), LINE_KIND] == BAND:
                        one_high = _rounded(full * lines[index(at), TOP], per, mode)
                    one_opens = lines[index(at), OPENS] * (one_low != one_high)
                if one_low < 0:
                    low = np.int64(SLOW)
                    break
                if float(one_high) * float(scale) > _LIMIT:
                    low = np.int64(SLOW)
                    break
                above, below = submitted - one_low * scale, one_high * scale - submitted
                is_low_open, is_high_open = (one_opens & LOW_OPEN) != 0, (one_opens & HIGH_OPEN) != 0
                is_held = (above >= is_low_open) & (below >= is_high_open)
                held |= is_held
                reading = alternatives[index(each), READING]
                readings |= np.int64(1) << reading
                agreeing |= np.int64(is_held) << reading
                at_end |= ((above == 0) & is_low_open) | ((below == 0) & is_high_open)
                # The outermost ends: one is open only if every alternative that reaches it is.
                if low < 0:
                    low, high, opens = one_low, one_high, one_opens
                else:
                    opens &= one_opens | LOW_OPEN * (one_low > low) | HIGH_OPEN * (one_high < high)
                    opens |= one_opens & (LOW_OPEN * (one_low < low) | HIGH_OPEN * (one_high > high))
                    low, high = min(low, one_low), max(high, one_high)
        if low < 0 or high >= TOO_LARGE // lift:
            continue
        unspent = (cases[index(case), IS_CEILING] != 0) & (actual == 0) & (target > 0) & (low > 0)
        over |= cases[index(case), IS_EXECUTION] & (target > 0) & (actual > target)
        noted |= COMPARATOR_ASSUMED * cases[index(case), IS_ASSUMED] | OVER * over | NOTHING_SPENT * unspent
        found = noted | (opens if low != high else 0)
        agreed = low * lift if low == high else np.int64(UNSIGNED)
        if claim != BLANK:
            if float(high) * float(scale) > _LIMIT:
                continue
            if not held:
                found |= DIFFERS | (AT_OPEN_END if at_end else SCORE_DIFFERS)
            elif agreeing != readings:
                found |= UNDECIDED | SCORE_UNDECIDED
            elif low == high:
                found |= EQUAL
            else:
                is_below = high * scale > submitted
                found |= WITHIN | (BELOW_TOP if is_words and is_below else 0)
                agreed = submitted * _POWERS[MAX_DECIMALS - places] // scale
        slow -= 1
        bands += low != high
        lows[row], highs[row], flags[row], signed[row] = low, high, found, agreed
        marks[row] = weight
    return slow, bands


@compiled
def note_quantities(levels, targets, actuals, spellings, units, bare_how, flags, found):  # type: ignore[no-untyped-def]
    """Note how the quantities of scored rows were compared: in the flags, and in `found` both numbers and their unit.

    `units` are the unit and the magnitude of each measure, `bare_how` the comparator and evidence of bare targets by
    class, group and size. A row that was left to the core is passed over.
    """
    first, second, class_of = levels
    target_of, target_cells = targets
    actual_of, actual_cells = actuals
    goals, answers = spellings
    names, magnitudes = units
    for row in range(len(flags)):
        found[GOAL, row] = found[REACHED, row] = NO_NUMBER
        found[UNIT, row] = NO_UNIT
        if flags[row] & STATUS_MASK == SLOW_STATUS:
            continue
        target, actual = target_cells[index(target_of[row])], actual_cells[index(actual_of[row])]
        goal, done = index(target & TEMPLATE_MASK), index(actual & TEMPLATE_MASK)
        if goals[goal, KIND] != QUANTITY:
            continue
        comparator = goals[goal, COMPARATOR]
        how = np.int64(comparator + 1)
        if comparator == BARE:
            kind = index(class_of[index(first[row]), index(second[row])])
            how = np.int64(bare_how[kind, index(goals[goal, GROUP]), index(_size(target))])
        flags[row] |= how << HOW_SHIFT
        measure = max(goals[goal, MEASURE], answers[done, MEASURE])
        magnitude = magnitudes[measure]
        found[GOAL, row], found[REACHED, row] = _millionths(target, magnitude), _millionths(actual, magnitude)
        if found[GOAL, row] == NO_NUMBER or found[REACHED, row] == NO_NUMBER:
            found[GOAL, row] = found[REACHED, row] = NO_NUMBER
        found[UNIT, row] = names[measure]


@inlined
def _size(target):  # type: ignore[no-untyped-def]
    """Size class of a bare target: the last evidence for its direction."""
    written = target >> NUMBER_SHIFT
    one = _POWERS[(target >> DECIMALS_SHIFT) & DECIMAL_MASK]
    small = SMALL if written <= SMALL_RATE * one else LARGE
    return ZERO if written == 0 else FEW_OF_IT if written <= FEW * one else small


@inlined
def _millionths(cell, magnitude):  # type: ignore[no-untyped-def]
    """The number of a cell, magnitude multiplied out; NO_NUMBER where a column of amounts has no room for it."""
    number = cell >> NUMBER_SHIFT
    factor = _POWERS[MAX_DECIMALS - ((cell >> DECIMALS_SHIFT) & DECIMAL_MASK)] * magnitude
    fits = float(number) * float(factor) < _LIMIT and number * factor < LARGEST_AMOUNT
    return number * factor if fits else np.int64(NO_NUMBER)


@inlined
def _aligned(target, actual):  # type: ignore[no-untyped-def]
    """The numbers of two cells with the same decimals."""
    shift = ((target >> DECIMALS_SHIFT) & DECIMAL_MASK) - ((actual >> DECIMALS_SHIFT) & DECIMAL_MASK)
    aim, done = _POWERS[max(-shift, 0)], _POWERS[max(shift, 0)]
    return (target >> NUMBER_SHIFT) * aim, (actual >> NUMBER_SHIFT) * done


@inlined
def _rounded(above, below, mode):  # type: ignore[no-untyped-def]
    """above ÷ below, rounded to a whole number; both are unsigned, hence at least zero."""
    units = np.int64(np.uint64(above) // np.uint64(below))
    rest = above - units * below
    if mode == HALF_UP:
        return units + (2 * rest >= below)
    if mode == HALF_EVEN:
        return units + ((2 * rest > below) | ((2 * rest == below) & (units & 1)))
    return units + ((mode == UP) & (rest > 0))


@compiled
def sum_runs(projects, first, scored, rescales, starts, sums, runs):  # type: ignore[no-untyped-def]
    """Add the rows of a slice, of which `first` is the first, to the sums of each run of rows of one project.

    `projects` are the project numbers of the whole chunk, `starts` the first row of each run and `sums` its sums
    (columns: RUN_COLUMNS), of which there are `runs` so far; returns how many there are then.
    """
    lows, highs, flags, marks, signed = scored
    for at in range(len(lows)):
        row = first + at
        if row == 0 or projects[row] != projects[row - 1]:
            starts[runs] = row
            sums[runs, :] = 0
            runs += 1
        _add(sums, index(runs - 1), lows[at], highs[at], flags[at], marks[at], signed[at], rescales[at])
    return runs


@compiled
def add_rows(scored, rescales, sums):  # type: ignore[no-untyped-def]
    """Add a row to each run's sums: its execution row."""
    lows, highs, flags, marks, signed = scored
    for at in range(len(lows)):
        _add(sums, index(at), lows[at], highs[at], flags[at], marks[at], signed[at], rescales[at])


@inlined
def _add(sums, run, low, high, flag, mark, signed, rescales):  # type: ignore[no-untyped-def]
    status = flag & STATUS_MASK
    if status == ABSENT:
        return
    sums[run, 7] |= rescales
    if status == IGNORED:
        sums[run, 4] += 1
        return
    if status == UNMARKED:
        sums[run, 10] += 1
        return
    if status == UNDECIDED:
        sums[run, 11] += 1
    sums[run, 5] += mark
    if status == REFUSED:
        sums[run, 3] += 1
        return
    sums[run, 0] += low
    sums[run, 1] += high
    sums[run, 2] += 1
    sums[run, 6] |= flag & (LOW_OPEN | HIGH_OPEN)
    if signed == UNSIGNED:
        sums[run, 8] += 1
    else:
        sums[run, 9] += signed


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
    "unmarked",
    "undecided",
)
