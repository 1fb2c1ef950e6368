"""Word documents as bytes (.docx): the same content gives the same bytes, whatever the clock says."""

from __future__ import annotations

import io
import zipfile

from docx.document import Document

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can state."""


def saved(document: Document, category: str = "") -> bytes:
    """The bytes of a document; `category` is the mark of a report, which a form does not carry."""
    document.core_properties.category = category
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in given.infolist():
            same = zipfile.ZipInfo(entry.filename, _MOMENT)
            same.compress_type, same.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
            archive.writestr(same, given.read(entry))
    return out.getvalue()
