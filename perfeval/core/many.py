"""One value, or a list of them (单个或多个): how rule files write most conditions."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic_core import CoreSchema

T = TypeVar("T")


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class _OneOrMany:
    """Tells the JSON Schema that the value may stand without a list around it."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        several = handler(core)
        return {"anyOf": [several["items"], several]}


Many = Annotated[tuple[T, ...], BeforeValidator(_listed), _OneOrMany()]
"""One value, or a list of them."""
