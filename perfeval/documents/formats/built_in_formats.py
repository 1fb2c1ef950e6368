"""Number formats that a workbook names by number only (内置数字格式), as Chinese Excel shows them.

Source: ECMA-376 part 1, 18.8.30 (numFmt, ids 0–49 for all languages, 27–58 for zh-cn).
"""

from __future__ import annotations

_TABLE = """
0 General
1 0
2 0.00
3 #,##0
4 #,##0.00
5 "¥"#,##0;-"¥"#,##0
6 "¥"#,##0;-"¥"#,##0
7 "¥"#,##0.00;-"¥"#,##0.00
8 "¥"#,##0.00;-"¥"#,##0.00
9 0%
10 0.00%
11 0.00E+00
12 # ?/?
13 # ??/??
14 yyyy/m/d
15 d-mmm-yy
16 d-mmm
17 mmm-yy
18 h:mm AM/PM
19 h:mm:ss AM/PM
20 h:mm
21 h:mm:ss
22 yyyy/m/d h:mm
27 yyyy年m月
28 m月d日
29 m月d日
30 m-d-yy
31 yyyy年m月d日
32 h时mm分
33 h时mm分ss秒
34 上午/下午h时mm分
35 上午/下午h时mm分ss秒
36 yyyy年m月
37 #,##0;-#,##0
38 #,##0;-#,##0
39 #,##0.00;-#,##0.00
40 #,##0.00;-#,##0.00
41 #,##0;-#,##0;"-";@
42 "¥"#,##0;-"¥"#,##0;"¥-";@
43 #,##0.00;-#,##0.00;"-";@
44 "¥"#,##0.00;-"¥"#,##0.00;"¥-";@
45 mm:ss
46 [h]:mm:ss
47 mm:ss.0
48 ##0.0E+0
49 @
50 yyyy年m月
51 m月d日
52 yyyy年m月
53 m月d日
54 m月d日
55 上午/下午h时mm分
56 上午/下午h时mm分ss秒
57 yyyy年m月
58 m月d日
"""

BUILT_IN: dict[int, str] = {
    int(number): code for number, code in (line.split(" ", 1) for line in _TABLE.strip().splitlines())
}
"""Format code by its number."""
