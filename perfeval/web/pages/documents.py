"""Documents in and out (上传与导出): uploads, the review record, the letter, the working papers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from perfeval.documents.unpacked import Unpacked
from perfeval.review.letter import letters
from perfeval.review.record.text import read_record, record_text
from perfeval.uses.checking import Options
from perfeval.uses.reviewing import papers_taken_in
from perfeval.web.desk import Desk, now
from perfeval.web.frame import who
from perfeval.web.jobs import LostError
from perfeval.web.pages.asked import desk_of, options_of
from perfeval.web.problems import lang_of
from perfeval.web.refusals import refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def upload(request: Request) -> Response:
    """Take in documents, also those of archives; each is kept before the answer goes out, and then checked."""
    desk, lang = desk_of(request), lang_of(request)
    kept, refused = [], []
    async with request.form(max_files=5_000) as form:
        files = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
        if not files:
            return refusal(request, 422, "file-absent")
        for file in files:
            name = (file.filename or "").replace("\\", "/").lstrip("/")
            found = await _opened(desk, name, await file.read())
            refused += [f"{each.file}：{each.message(lang)}" for each in found.problems]
            for inside, content in found.files:
                entry = await asyncio.to_thread(desk.store.add_document, inside, content, who(request))
                desk.begin(entry, Options(rules_dirs=desk.rules.folders))
                request.app.state.background(desk.remember(entry))
                kept.append({"id": str(entry.id), "name": entry.name})
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"documents": kept, "refused": refused})
    return RedirectResponse("/", 303)


async def _opened(desk: Desk, name: str, content: bytes) -> Unpacked:
    """An archive as its files; any other file, and an archive that cannot be opened, as itself."""
    if name.lower().endswith(".zip"):
        with suppress(LostError):
            return await desk.jobs.unpack(content, name)
    return Unpacked(((name, content),))


async def put_aside(request: Request) -> Response:
    """Take a document off the list."""
    desk_of(request).store.put_aside(int(request.path_params["upload"]))
    return RedirectResponse("/", 303)


async def give_record(request: Request) -> Response:
    """The review record as the file that `perfeval review` reads."""
    return given_file(
        record_text(desk_of(request).record).encode(), "application/json", "复核记录.review.json"
    )


async def take_record(request: Request) -> Response:
    """Merge a review record that another person sent, or what was typed into working papers."""
    desk, lang = desk_of(request), lang_of(request)
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return refusal(request, 422, "file-absent")
        name, content = file.filename, await file.read()
    if name.lower().endswith(".xlsx"):
        taken = await asyncio.to_thread(papers_taken_in, content, name, desk.record, who(request), now())
        record, problems = taken.record, taken.problems
    else:
        try:
            record, problems = read_record(content.decode("utf-8-sig"), name)
        except UnicodeDecodeError as error:
            return refusal(request, 422, "file-unreadable", reason=str(error.reason))
    if wrong := [each for each in problems if each.severity == "error"]:
        reason = "；".join(each.message(lang) for each in wrong[:3])
        return refusal(request, 422, "file-unreadable", reason=reason)
    await desk.take_in(record)
    return RedirectResponse("/history", 303)


async def give_papers(request: Request) -> Response:
    """The working papers of every form, with what was decided filled in."""
    view = desk_of(request).view(options_of(request))
    if not view.review.forms:
        raise HTTPException(404)
    from perfeval.documents.writers.working_papers.write_review_xlsx import write_review_xlsx

    unread = [each.upload.name for each in view.documents if each.is_without_form]
    content = await asyncio.to_thread(write_review_xlsx, view.review, unread)
    return given_file(content, XLSX, "复核底稿.xlsx")


async def give_letter(request: Request) -> Response:
    """The letter with the confirmed findings of every body, as `perfeval review letter` writes it."""
    found = letters(desk_of(request).view(options_of(request)).review)
    if not found:
        raise HTTPException(404)
    from perfeval.documents.writers.letter.write_letter_docx import write_letter_docx

    content = await asyncio.to_thread(write_letter_docx, found)
    return given_file(content, DOCX, "复核意见.docx")


def given_file(content: bytes, kind: str, name: str) -> Response:
    """A file to be saved under this name."""
    return Response(
        content,
        media_type=kind,
        headers={"content-disposition": f"attachment; filename*=utf-8''{quote(name)}"},
    )
