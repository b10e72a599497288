"""Reads a translated query that review.toml names (`translation`)."""

from hashlib import sha256
from pathlib import Path

from pipeline.review.query_translation import QueryTranslation
from pipeline.toml.document import read_toml
from pipeline.toml.schema import checked


def read_translation(path: Path) -> QueryTranslation:
    """A translation in a file; Refused with all its faults, by line and key."""
    document = read_toml(path)
    return checked(QueryTranslation, document, f"{path}: the file has errors. Nothing was done.")


def one_line(translation: QueryTranslation) -> str:
    """The query on one line, as it is sent to the service."""
    return " ".join(translation.query.split())


def hash_with(digest: str, translations: dict[str, QueryTranslation]) -> str:
    """The hash of review.toml together with the queries in files that it names."""
    if not translations:
        return digest
    said = [digest, *(f"{name} {one.sha256} {one.query}" for name, one in translations.items())]
    return sha256("\n".join(said).encode()).hexdigest()
