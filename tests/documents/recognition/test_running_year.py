"""Forms on a year that still runs (绩效运行监控表) are named and not read, alone or beside a self-evaluation form."""

from perfeval.documents.read import read_bytes

MONITORED = """# 2023年项目绩效运行监控表

|项目名称|乡村绿化|||||
|年初预算数|100|1-7月执行数|45|全年预计执行数|100|
|一级指标|三级指标|年度指标值|1-7月执行情况|全年预计完成情况|完成目标可能性|
|产出指标|绿化株数|5000株|2000株|5000株|确定能|
|效益指标|成活率|≥90%|95%|95%|确定能|
"""
EVALUATED = """
# 2023年项目支出绩效自评表

|项目名称|渠道修复|||||
|一级指标|三级指标|年度指标值|实际完成值|分值|得分|
|产出指标|渠道长度|≥5千米|6千米|100|100|
|总分||||100|100|
"""


def test_a_form_of_a_running_year_is_named() -> None:
    reading = read_bytes(MONITORED.encode(), "f.md")
    assert reading.forms == ()
    assert [(each.code, each.values["title"]) for each in reading.problems] == [
        ("form-of-running-year", "2023年项目绩效运行监控表")
    ]


def test_with_a_column_of_actual_values_it_is_none_either() -> None:
    text = MONITORED.replace("1-7月执行情况", "实际完成值")
    assert [each.code for each in read_bytes(text.encode(), "f.md").problems] == ["form-of-running-year"]


def test_the_form_beside_it_is_read() -> None:
    for text in (MONITORED + EVALUATED, EVALUATED.lstrip() + "\n" + MONITORED):
        reading = read_bytes(text.encode(), "f.md")
        assert [form.name for form in reading.forms] == ["渠道修复"]
        assert [each.code for each in reading.problems] == ["form-of-running-year"]
