"""Dagster: assets, checks, the job `nightly`, its schedule, resources. Each is thin and calls ``pipeline``.

Belongs here: what depends on what, how it shows in the UI, when it runs. Does not belong here: any work on the data.

How one run covers everything
-----------------------------
What is read from the reports is partitioned by report year; the rest (files taken in, documents, SQL models, the
published file) is not. The range of partitions of a run is said by two tags, ``dagster/asset_partition_range_start``
and ``…_end``, and the job `nightly` carries them for all years itself. So the same job is one run, in one process, from
everywhere:

- `gouji run`: :func:`run_nightly`, in process.
- the schedule: a plain run of the job, which has its tags.
- the UI: on the page of the job *Materialize all… → All → Launch backfill*, one run because every partitioned asset
  says ``BackfillPolicy.single_run()``; or its Launchpad, whose warning that no partition is chosen is to be confirmed.

To do some years only, select assets in the lineage graph and choose the years there. (The job itself always means
every year: with the tag of a single partition beside those of the range Dagster refuses to start.)

A body does not work on a year because it is in the range, but because there is something new in it: reading goes by
content hash and reader version, checking, typing and models by receipts. A range that covers years without reports
costs their events only.

Stage, check, publish: every check that a model declares blocks the publishing of the same run, so that what analysts
have open stays what it was until everything holds.
"""

from assets.nightly import Nightly, Progress, run_nightly

__all__ = ["Nightly", "Progress", "run_nightly"]
