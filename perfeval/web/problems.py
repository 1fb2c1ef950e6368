"""What goes wrong between a browser or a program and this server, as problems (RFC 9457), in words."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from perfeval.core.problems import Lang

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class _Words:
    zh: str
    en: str


PROBLEMS: dict[str, _Words] = {
    "host-unknown": _Words("这个服务器不叫「{host}」", 'This server is not called "{host}".'),
    "peer-unknown": _Words("只接受本机的访问", "Only this machine may ask."),
    "token-missing": _Words(
        "缺少令牌：请在 Authorization 头中写 Bearer 加启动时显示的 token",
        "The bearer token that serve printed is missing or wrong.",
    ),
    "token-used": _Words(
        "这个链接已经用过或不对。请打开 /enter，填入启动时显示的 token",
        "This link was used already or is wrong. Open /enter and give the token that serve printed.",
    ),
    "not-entered": _Words(
        "请先打开启动时显示的链接，或到 /enter 填入 token",
        "Open the link that serve printed first, or give the token at /enter.",
    ),
    "user-unknown": _Words("代理没有说明是谁在访问", "The proxy did not say who is asking."),
    "origin-foreign": _Words(
        "这个请求不是从本系统的页面发出的", "This request does not come from a page of this server."
    ),
    "body-too-large": _Words("上传的内容太大", "The body is too large."),
    "body-too-slow": _Words("上传中断或太慢，请重试", "The upload stalled; try again."),
    "busy": _Words("正在处理的文件太多，请稍后再试", "Too many files are being checked; try again soon."),
    "file-absent": _Words("请在名为 file 的字段中上传文件", "Upload the document in the field named file."),
    "request-invalid": _Words("请求不合规范：{reason}", "The request is not as described: {reason}"),
    "not-found": _Words("没有这个页面或内容", "There is nothing here."),
    "method-not-allowed": _Words("此处不支持这种请求方式", "This method is not supported here."),
    "ruleset-unknown": _Words("没有规则集「{id}」；可用：{known}", 'No rule set "{id}"; there are: {known}'),
    "fact-unknown": _Words("没有名为「{name}」的事实；可用：{known}", 'No fact "{name}"; there are: {known}'),
    "form-unknown": _Words("文件中没有这张表或这一行", "The file has no such form or row."),
    "stale": _Words(
        "{who} 在您之前已作决定：{what}。请看过后再定",
        "{who} decided this before you: {what}. Look at it, then decide.",
    ),
    "no-form": _Words("{reason}", "{reason}"),
    "cell-gone": _Words(
        "这一行已被删去，没有保存。撤销可恢复这一行；您写的内容还在页面上",
        "This row was taken out, so nothing was saved; undo brings it back. What you typed is still in the page.",
    ),
    "count-changed": _Words(
        "筛选出的条数已变为 {now}（原为 {then}），没有改动任何一条；请确认后再做",
        "The filter now holds {now} findings, not {then}; nothing was changed.",
    ),
    "nothing-to-undo": _Words("没有可撤销的操作", "There is nothing to undo."),
    "decision-incomplete": _Words("请写明理由", "Give the reason."),
    "file-unreadable": _Words("这个文件不是复核文件：{reason}", "This is no review file: {reason}"),
    "reader-lost": _Words(
        "读取「{file}」时程序中断或超时；请另存为 .docx 或 .xlsx 再试",
        'Reading "{file}" was cut off; save it as .docx or .xlsx and try again.',
    ),
    "year-unusable": _Words("这次运行不能翻看：{reason}", "This run cannot be shown: {reason}"),
    "library-absent": _Words(
        "缺少 {name}，请先安装：pip install 'perfeval[batch]'",
        "{name} is missing: pip install 'perfeval[batch]'",
    ),
    "internal": _Words(
        "程序出错，已记入终端；您的内容没有丢失",
        "The program failed; see the terminal. Nothing of yours is lost.",
    ),
}
"""Every code, in Chinese and English; the values in braces are filled in."""


_BY_STATUS = {404: "not-found", 405: "method-not-allowed"}


def code_of(error: HTTPException) -> tuple[str, dict[str, str]]:
    """The code of an error of the framework, and the values of its message."""
    if error.status_code in _BY_STATUS:
        return _BY_STATUS[error.status_code], {}
    return (
        (error.detail, {}) if error.detail in PROBLEMS else ("request-invalid", {"reason": str(error.detail)})
    )


def lang_of(request: Request) -> Lang:
    """The language asked for: `?lang=en`, else the cookie `lang`, else Chinese."""
    wanted = request.query_params.get("lang") or request.cookies.get("lang")
    return "en" if wanted == "en" else "zh"


def said(code: str, lang: Lang, **values: str) -> str:
    """A problem in words."""
    words = PROBLEMS[code]
    return (words.zh if lang == "zh" else words.en).format(**values)


def problem_json(request: Request, status: int, code: str, **values: str) -> Response:
    """The answer to a program whose request cannot be served."""
    detail = said(code, lang_of(request), **values)
    body = {"type": f"urn:perfeval:problem:{code}", "title": code, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type=MEDIA_TYPE)
