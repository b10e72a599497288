"""Checks documents against dataclasses with pydantic: every fault at once, in our own words."""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from pipeline.errors import Refused, shortened
from pipeline.text.likeness import did_you_mean, guess
from pipeline.toml.bounds import toml_text
from pipeline.toml.document import MOST_SHOWN, Document, Where, Wrong, dotted, value_at
from pipeline.toml.kinds import Kind

Schema = TypeVar("Schema")
MOST_WORDED = 200
"""Most faults of a file that are put into words, which is slow; the first ten are shown."""

Error = tuple[str, Where]
"""The type of an error that pydantic found, and its place."""

Further = Callable[[dict[str, Any]], Iterable[Wrong]]
"""Checks beyond the kinds of single values; it is passed the values that are valid."""


def checked(
    schema: type[Schema], document: Document, refusal: str, further: Further = lambda _: ()
) -> Schema:
    """The values of a document as a dataclass; Refused with everything that is wrong, by line.

    Fields are annotated with the kinds of pipeline.toml.kinds; their names, or aliases, are the
    keys of the file.
    """
    said = document.values
    found, errors = _sections(schema, said)
    wrong = [_wrong(schema, kind, where, said) for kind, where in errors[:MOST_WORDED]]
    wrong += [Wrong(_place(where), "") for _, where in errors[MOST_WORDED:]]
    places = {each.where for each in wrong}
    beyond = further(_sound(document.values, wrong))
    wrong += [each for each in beyond if each.where not in places]
    if wrong:
        raise Refused(refusal, document.faults(wrong))
    return schema(**found)


def _sections(schema: Any, values: dict[str, Any]) -> tuple[dict[str, Any], list[Error]]:
    """The valid sections by field, and the errors; only sections in the file are compiled."""
    found: dict[str, Any] = {}
    errors: list[Error] = []
    keys = dict(zip((each.name for each in fields(schema)), _fields(schema), strict=True))
    for field in fields(schema):
        key = keys[field.name]
        if key in values:
            try:
                found[field.name] = _adapter(schema, key).validate_python(values[key])
            except ValidationError as invalid:
                told = invalid.errors(include_url=False, include_context=False, include_input=False)
                errors += [(error["type"], (key, *error["loc"])) for error in told]
        elif field.default is MISSING and field.default_factory is MISSING:
            errors.append(("missing", (key,)))
    known = frozenset(keys.values())
    return found, errors + [("unexpected", (key,)) for key in values if key not in known]


@cache
def _adapter(schema: Any, key: str) -> TypeAdapter[Any]:
    """A compiled section; as a union with None it accepts a configuration for all dataclasses."""
    hint = _fields(schema)[key]
    own = [each for each in _metadata(hint) if not isinstance(each, FieldInfo)]
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint  # its parent has the alias
    section: Any = Annotated[bare, *own] if own else bare
    return TypeAdapter(section | None, config=ConfigDict(extra="forbid"))


def _place(where: Where) -> Where:
    """The place of an error; for an unknown key, without the marker that pydantic appends."""
    return where[:-1] if where[-1] == "[key]" else where


def _wrong(schema: type, error: str, where: Where, values: dict[str, Any]) -> Wrong:
    """One of pydantic's errors in our words."""
    is_key = error.startswith("unexpected") or where[-1] == "[key]"
    where = _place(where)
    if not is_key:
        return Wrong(where, f"expected {_expected(schema, where, value_at(values, where))}")
    known, key = keys_of(schema, where[:-1]), shortened(str(where[-1]), MOST_SHOWN)
    return Wrong(where, f"unknown key {key!r}; {did_you_mean(key, known)}", alone=True)


def _expected(schema: type, where: Where, found: object) -> str:
    """What is expected at a place, in words; of several types, those that fit the value found."""
    hint, kind = _hint(schema, where)
    if kind:
        return kind.expected_for(found)
    if get_origin(hint) is Literal:
        question = guess(found, get_args(hint)) if isinstance(found, str) else ""
        return f"one of {', '.join(get_args(hint))}{question}"
    if get_origin(hint) is tuple:
        item, kind = _bare(get_args(hint)[0])
        is_array = _is_table(item) and not kind
        if is_array:
            return f"tables, each headed [[{dotted(where)}]]"
        return f"a list: [{toml_text(found)}]" if isinstance(found, str) else "a list"
    return f"a table headed [{dotted(where)}]"


def keys_of(schema: type, where: Where = ()) -> tuple[str, ...]:
    """The keys that a table of the file may have."""
    hint, _ = _hint(schema, where)
    if _is_table(hint):
        return tuple(_fields(hint))
    return get_args(get_args(hint)[0]) if get_origin(hint) is dict else ()


def _hint(schema: Any, where: Where) -> tuple[Any, Kind | None]:
    """The annotation at a place, and its kind if it has one."""
    hint, kind = _bare(schema)
    for key in where:
        if _is_table(hint):
            inner = _fields(hint)[str(key)]
        else:
            inner = get_args(hint)[1 if get_origin(hint) is dict else 0]
        hint, kind = _bare(inner)
    return hint, kind


def _is_table(hint: Any) -> bool:
    return is_dataclass(hint)


def _bare(hint: Any) -> tuple[Any, Kind | None]:
    """An annotation without its wrapper, and the kind in that wrapper."""
    while True:
        inner = get_args(hint)
        if kind := next((each for each in _metadata(hint) if isinstance(each, Kind)), None):
            return inner[0], kind
        if get_origin(hint) is Annotated:
            hint = inner[0]
        elif NoneType in inner:
            hint = next(each for each in inner if each is not NoneType)
        else:
            return hint, None


@cache
def _fields(schema: Any) -> dict[str, Any]:
    """The annotation of each key of a table."""
    hints = get_type_hints(schema, include_extras=True)
    return {_alias(hint) or name: hint for name, hint in hints.items()}


def _alias(hint: Any) -> str | None:
    infos = (each for each in _metadata(hint) if isinstance(each, FieldInfo))
    return next((info.alias for info in infos if info.alias), None)


def _metadata(hint: Any) -> Sequence[Any]:
    return getattr(hint, "__metadata__", ())


def _sound(values: dict[str, Any], wrong: Sequence[Wrong]) -> dict[str, Any]:
    """The values without the keys that have a fault."""
    sound = deepcopy(values) if wrong else values
    for each in wrong:
        last = max(place for place, key in enumerate(each.where) if isinstance(key, str))
        table = value_at(sound, each.where[:last])
        if isinstance(table, dict):
            table.pop(each.where[last], None)
    return sound
