"""Raw bytes, kept by their content: ``blobs/ab/<sha256>.zst``.

A content has one place, whatever its file was called and however often it came, so that a better reader can read
everything again without the landing folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import zstandard

from pipeline.storage.atomic import write_bytes


class BlobError(Exception):
    """A blob is missing, or is not what its name says."""


def blob_path(blobs: Path, sha256: str) -> Path:
    """The place of the content with this hash."""
    return blobs / sha256[:2] / f"{sha256}.zst"


def put_blob(blobs: Path, data: bytes, durable: bool = True) -> str:
    """Keep `data` and give its SHA-256. Does nothing when it is kept already; replaces a damaged copy."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        get_blob(blobs, sha256)
    except BlobError:
        write_bytes(blob_path(blobs, sha256), zstandard.ZstdCompressor(level=6).compress(data), durable)
    return sha256


def get_blob(blobs: Path, sha256: str) -> bytes:
    """The content with this hash. Raises BlobError if it is missing or damaged."""
    path = blob_path(blobs, sha256)
    try:
        data = zstandard.ZstdDecompressor().decompress(path.read_bytes())
    except (OSError, zstandard.ZstdError) as error:
        raise BlobError(f"cannot read the stored content {sha256}: {error}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BlobError(f"the stored content {sha256} is damaged")
    return data
