"""The file system of a store: a local disk, or one on which SQLite's WAL cannot work."""

import re
from pathlib import Path

_NETWORK = """
nfs nfs4 cifs smb3 smbfs 9p afs ceph lustre beegfs davfs ncpfs vboxsf prl_fs drvfs
fuse.sshfs fuse.glusterfs fuse.davfs2 fuse.rclone fuse.vmhgfs-fuse fuse.s3fs
"""
NETWORK = frozenset(_NETWORK.split())
"""File systems of other machines, as /proc/mounts calls them.

The log of changes (WAL) needs memory that all processes share, which no network gives
(https://sqlite.org/wal.html, section 1).
"""

SYNCED = re.compile(
    r"Dropbox( \(.+\))?|OneDrive( - .+)?|Google ?Drive|My Drive|Min disk|iCloud ?Drive|"
    r"Mobile Documents|com~apple~CloudDocs|Nextcloud|ownCloud|pCloud ?Drive|Box( Sync)?"
)
"""Names of the folders of synchronising programs."""

MOUNTS = Path("/proc/mounts")


def not_local(path: Path) -> str | None:
    """Why the store cannot use a log of changes at its path; None on a disk of this machine.

    >>> not_local(Path("/home/kari/OneDrive - Stami/review/ajour.db"))
    'the folder OneDrive - Stami is synchronised with other machines'
    """
    for part in path.absolute().parent.parts:
        if SYNCED.fullmatch(part):
            return f"the folder {part} is synchronised with other machines"
    kind = _file_system(path.absolute().parent)
    return f"the database is on a network file system ({kind})" if kind in NETWORK else None


def _file_system(folder: Path) -> str | None:
    """The type of file system of a folder; None if the system does not say."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    fields = [line.split(" ") for line in lines]
    mounts = {one[1].replace("\\040", " "): one[2] for one in fields if len(one) > 2}
    real = folder.resolve()
    for place in (real, *real.parents):
        if str(place) in mounts:
            return mounts[str(place)]
    return None
