"""The job `nightly` in this process, for the command."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from assets.dead_runs import close_dead_runs, own_home
from assets.folders import Folders

if TYPE_CHECKING:
    from pipeline.engine.settings import Settings

DAGSTER_YAML = Path(__file__).parents[1] / "dagster.yaml"
_STATES = {"STEP_START": "started", "STEP_SUCCESS": "finished", "STEP_FAILURE": "failed", "STEP_SKIPPED": "skipped"}


@dataclass(frozen=True, slots=True)
class Progress:
    """A step that was started, finished, failed or skipped; how many of all steps are behind it."""

    step: str
    state: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Nightly:
    """What a run came to.

    `found_reports` is False when no file that ever arrived is a report. `read` counts contents read, `changed` rows
    that are not as they were before. `failures` are messages, one for each step that failed and each check that blocked
    the publishing; `warnings` names the checks that only warn, `mistakes` are messages of those that fail and stop no
    publishing: entries of the reviewed lists that match nothing.
    """

    run_id: str
    success: bool
    found_reports: bool
    read: int
    changed: int
    failures: tuple[str, ...]
    warnings: tuple[str, ...]
    mistakes: tuple[str, ...] = ()


def run_nightly(
    settings: Settings,
    on_event: Callable[[Progress], None] | None = None,
    instance: dg.DagsterInstance | None = None,
    definitions: dg.Definitions | None = None,
) -> Nightly:
    """Run the job once, for all years, and say how it went; `on_event` hears of every step.

    The run is kept where the UI finds it: in `instance`, else below ``DAGSTER_HOME``, else in ``.dagster`` of the
    warehouse. Raises nothing for a run that fails: that is in the result.
    """
    from assets.definitions import NIGHTLY, defs

    folders = Folders(raw=str(settings.raw.resolve()), warehouse=str(settings.warehouse.resolve()))
    job = (definitions or defs).resolve_job_def(NIGHTLY)
    with ExitStack() as stack:
        kept = instance or stack.enter_context(_instance(settings.warehouse))
        run_id = str(uuid.uuid4())
        if on_event is not None:
            kept.add_event_listener(run_id, _Listener(on_event, len(job.graph.node_dict)))
        done = job.execute_in_process(
            instance=kept,
            run_id=run_id,
            raise_on_error=False,
            run_config={
                "resources": {"folders": {"config": {"raw": folders.raw, "warehouse": folders.warehouse}}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
        )
        return _told(done)


class _Listener:
    """Turns the events of a run into progress."""

    def __init__(self, heard: Callable[[Progress], None], total: int) -> None:
        self._heard = heard
        self._total = total
        self._done = 0

    def __call__(self, entry: dg.EventLogEntry) -> None:
        event = entry.dagster_event
        state = _STATES.get(event.event_type_value) if event is not None else None
        if event is None or state is None:
            return
        self._done += state != "started"
        self._heard(Progress(event.step_key or "", state, self._done, self._total))


@contextmanager
def _instance(warehouse: Path) -> Iterator[dg.DagsterInstance]:
    own = own_home(warehouse)
    home = Path(os.environ.get("DAGSTER_HOME") or own).resolve()
    if not os.environ.get("DAGSTER_HOME"):
        home.mkdir(parents=True, exist_ok=True)
        (home / "dagster.yaml").write_bytes(DAGSTER_YAML.read_bytes())
    with dg.DagsterInstance.from_ref(_kept_in(home)) as instance:
        if home == own:
            close_dead_runs(instance, warehouse)
        yield instance


def _kept_in(home: Path) -> InstanceRef:
    """The settings below `home`; where they do not say how runs are kept, events go to connections that stay open."""
    ref = InstanceRef.from_dir(str(home))
    if ref.storage_data != InstanceRef.config_defaults(str(home))["storage"]:
        return ref
    log = {
        "module": "assets.event_log",
        "class": "OpenEventLog",
        "config": {"base_dir": str(home / "history" / "runs")},
    }
    return InstanceRef.from_dir(str(home), overrides={"event_log_storage": log})


def _told(done: dg.ExecuteInProcessResult) -> Nightly:
    counted: dict[str, dict[str, int]] = {}
    failures: list[str] = []
    checks = done.get_asset_check_evaluations()
    for event in done.all_events:
        if event.event_type_value == "ASSET_MATERIALIZATION":
            # The partitions of an asset repeat what concerns the whole run.
            materialized = event.step_materialization_data.materialization
            counted[materialized.asset_key.to_user_string()] = {
                name: int(value.value)
                for name, value in materialized.metadata.items()
                if name in {"contents_read", "rows_changed"} and isinstance(value.value, int)
            }
        elif event.event_type_value in {"STEP_FAILURE", "PIPELINE_FAILURE"}:
            failures += _messages(event)
    failed = [check for check in checks if not check.passed]
    broken = [check for check in failed if check.blocking]
    others = [check for check in failed if not check.blocking]
    return Nightly(
        run_id=done.run_id,
        success=done.success,
        found_reports=not any(check.check_name == "reports_found" for check in failed),
        read=counted.get("documents", {}).get("contents_read", 0),
        changed=sum(counts.get("rows_changed", 0) for counts in counted.values()),
        failures=(*map(_message, broken), *dict.fromkeys(failures)),
        warnings=tuple(_name(check) for check in others if check.severity == dg.AssetCheckSeverity.WARN),
        mistakes=tuple(_message(check) for check in others if check.severity != dg.AssetCheckSeverity.WARN),
    )


def _message(check: Any) -> str:
    return f"{_name(check)}: {check.description or 'failed'}"


def _name(check: Any) -> str:
    return f"{check.asset_key.to_user_string()}.{check.check_name}"


def _messages(event: dg.DagsterEvent) -> Iterator[str]:
    """The root of what went wrong in a step, or before the first of them."""
    data = event.event_specific_data
    error = getattr(data, "error", None)
    if error is None:
        return
    while error.cause is not None:
        error = error.cause
    if error.cls_name != "DagsterAssetCheckFailedError":
        yield f"{event.step_key or 'the run'}: {error.message.strip()}"
