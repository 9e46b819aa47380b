"""Reading into frames that keep their contracts: a report that breaks one costs itself, and no other of its batch.

What a contract catches here is a mistake of a reader that nobody foresaw. Its report is kept as one that could not be
read, and says which contract it broke.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from pipeline.contracts import ContractError, breaking, validate
from pipeline.engine.batches import Frames, Source, frames_of, read_contents
from pipeline.engine.intake import report_id
from pipeline.engine.reading import Reader, crashed
from pipeline.engine.settings import Settings


def read_whole(
    settings: Settings,
    sources: Sequence[Source],
    tables: bool,
    reader: Reader | None,
    finish: Callable[[Frames], Frames],
    known: Mapping[str, pl.DataFrame] | None = None,
) -> Frames:
    """Read stored contents as :func:`read_contents` does, `finish` the frames, and hold them to their contracts.

    References may point into `known`. Raises ContractError for what is no single report's doing.
    """
    frames = finish(read_contents(sources, settings.house.blobs, tables, settings.workers, reader))
    try:
        validate(frames, known=known)
    except ContractError:
        broken = breaking(frames, known=known)
        if not broken:
            raise
        refused = [
            crashed(source.sha256, f"contract broken: {broken[report_id(source.sha256)]}")
            for source in sources
            if report_id(source.sha256) in broken
        ]
        instead = finish(frames_of(refused, tables))
        left = ~pl.col("report_id").is_in(list(broken))
        frames = {name: pl.concat([frame.filter(left), instead[name]]) for name, frame in frames.items()}
        validate(frames, known=known)
    return frames
