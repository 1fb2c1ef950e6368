"""Characters of the symbol fonts (符号字体) with which Word documents write ≥, ± and ticks.

Sources: Adobe's mapping of the Symbol font (https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt);
the Wingdings fonts as their glyphs look. Word keeps the codes in the private area U+F020 to U+F0FF.
"""

from __future__ import annotations

UNKNOWN = "\N{REPLACEMENT CHARACTER}"

_SAME_IN_SYMBOL = " !#%&()+,./0123456789:;<=>?[]_{|}"

_TABLES = {
    "symbol": """
        2A* 2D- 7E~ A2′ A3≤ A4/ A5∞ B0° B1± B2″ B3≥ B4× B7• B8÷ B9≠ BA≡ BB≈ BC… D0∠ D6√ D7⋅
        E5∑ 57Ω 61α 62β 6Dμ
    """,
    "wingdings": """
        6C● 6E■ 6F□ 70□ 71□ 72□ 75◆ 76❖ 9E· 9F• A1○ A7▪ A8□ AB★ D8➢ FB✗ FC✓ FD☒ FE☑
    """,
    "wingdings 2": "4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ 97● 98● A2■ A3□ F8★",
}
"""For each font, the code in two hexadecimal digits with the character it shows."""

_GLYPHS = {
    font: {int(entry[:2], 16): entry[2:] for entry in table.split()} for font, table in _TABLES.items()
}
_GLYPHS["symbol"] |= {ord(character): character for character in _SAME_IN_SYMBOL}


def is_symbol_code(character: str) -> bool:
    """Whether a character stands in the private area, where only the font tells what it is."""
    return "\uf020" <= character <= "\uf0ff"


def symbol(font: str, code: int) -> str:
    """The character that a code of a symbol font shows, or U+FFFD if it is not in the table."""
    return _GLYPHS.get(font.lower(), {}).get(code & 0xFF, UNKNOWN)
