"""The entries of a zip in small pieces, by what they really hold and not by what they declare."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from checkpoint.people.roster.refusals import damaged, encrypted

PIECE = 64 * 1024
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


def zip_entries(content: bytes) -> list[zipfile.ZipInfo]:
    """Every entry of the directory, repeated names included. Raises RosterRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise damaged() from error


def inflated(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's real bytes in pieces of at most 64 KB. Raises RosterRefused."""
    packed = _packed(content, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            yield from _deflated(packed)
        except zlib.error as error:
            raise damaged() from error
    else:
        raise damaged()


def _packed(content: bytes, entry: zipfile.ZipInfo) -> memoryview:
    if entry.flag_bits & _ENCRYPTED:
        raise encrypted()
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise damaged()
    start = entry.header_offset + _LOCAL_HEADER + sum(struct.unpack_from("<HH", header, 26))
    packed = memoryview(content)[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise damaged()
    return packed


def _deflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), PIECE):
        waiting = bytes(packed[at : at + PIECE])
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, PIECE)
            waiting = inflater.unconsumed_tail
    while not inflater.eof and (piece := inflater.decompress(b"", PIECE)):
        yield piece
    if not inflater.eof:
        raise damaged()
