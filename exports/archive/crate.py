"""The description of an archive as an RO-Crate, and its checksums.

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) is read by Zenodo, OSF and similar archives.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import MimeTypes
from pathlib import PurePosixPath

METADATA = "ro-crate-metadata.json"
CHECKSUMS = "checksums.sha256"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"

TYPES = {".toml": "application/toml", ".md": "text/markdown", ".csv": "text/csv"}
"""Media types that the standard library lacks or that depend on the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateHead:
    """What the archive is: its title, description, day (ISO) and language, and the program.

    `licence` is the address of a licence, or "" if none was given.
    """

    title: str
    description: str
    day: str
    language: str
    version: str
    licence: str = ""


def with_crate(
    files: Mapping[str, bytes], head: CrateHead, told: Mapping[str, str]
) -> dict[str, bytes]:
    """The files with their RO-Crate metadata and their SHA-256 checksums, sorted by name.

    `told` describes files, or all files of a folder by its name with a trailing slash.
    """
    described = dict(sorted(files.items()))
    described[METADATA] = _metadata(described, head, told)
    lines = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(described.items())]
    return dict(sorted((described | {CHECKSUMS: "".join(lines).encode()}).items()))


def checksums(text: str) -> dict[str, str]:
    r"""The SHA-256 of each file, as `sha256sum` writes them.

    >>> checksums("aa  data/records.csv\n")
    {'data/records.csv': 'aa'}
    """
    lines = [line.split("  ", 1) for line in text.splitlines() if "  " in line]
    return {name: digest for digest, name in lines}


def _metadata(files: Mapping[str, bytes], head: CrateHead, told: Mapping[str, str]) -> bytes:
    program = {
        "@id": "#ajour",
        "@type": "SoftwareApplication",
        "name": "ajour",
        "softwareVersion": head.version,
    }
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": head.title,
        "description": head.description,
        "datePublished": head.day,
        "inLanguage": head.language,
        "hasPart": [{"@id": name} for name in (*files, CHECKSUMS)],
        "creator": {"@id": "#ajour"},
    }
    if head.licence:
        root["license"] = {"@id": head.licence}
    about = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }
    sums = {"@id": CHECKSUMS, "@type": "File", "name": CHECKSUMS, "encodingFormat": "text/plain"}
    graph = [about, root, program, *(_file(name, data, told) for name, data in files.items()), sums]
    crate = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    return (json.dumps(crate, ensure_ascii=False, indent=1) + "\n").encode()


def _file(name: str, data: bytes, told: Mapping[str, str]) -> dict[str, object]:
    folder = name.partition("/")[0] + "/"
    made: dict[str, object] = {
        "@id": name,
        "@type": "File",
        "name": PurePosixPath(name).name,
        "contentSize": str(len(data)),
        "encodingFormat": _type(name),
        "sha256": sha256(data).hexdigest(),
    }
    description = told.get(name, told.get(folder, ""))
    return made | ({"description": description} if description else {})


def _type(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    known = MimeTypes().types_map[True].get(ending)
    return TYPES.get(ending) or known or "application/octet-stream"
