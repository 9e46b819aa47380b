"""The job through Dagster: all of it made, checked, published; again without a change; stopped by a violation."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets import Nightly, Progress, run_nightly
from assets.dead_runs import close_dead_runs
from assets.definitions import NIGHTLY, build, defs
from assets.models import CHECK
from assets.years import EVERY_YEAR, KEYS, UNKNOWN, key_of
from pipeline.engine.models import load_catalogue, query
from pipeline.engine.settings import Settings
from pipeline.engine.sql_checks import model_checks
from pipeline.engine.sql_model import Model, load_models
from pipeline.storage import open_published, run_lock
from tests.known import RAW
from tests.warehouses import contents

BOTH_FORMS = (
    "qingtang_health_2020.txt",
    "qingtang_health_2022.txt",
    "qiwu_notice_2024.txt",
    "qingtang_agriculture_2015.txt",
)
WRITTEN = ("parquet", "blobs", "receipts")


class Ran:
    """A run over some sample reports, and what it left."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(folder / "raw", folder / "warehouse", workers=1)
        self.settings.raw.mkdir()
        for name in BOTH_FORMS:
            shutil.copy(RAW / name, self.settings.raw)
        self.instance = dg.DagsterInstance.ephemeral()
        self.heard: list[Progress] = []
        self.first = self.again()

    def again(self, definitions: dg.Definitions | None = None) -> Nightly:
        return run_nightly(self.settings, self.heard.append, self.instance, definitions)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    done = Ran(tmp_path_factory.mktemp("nightly"))
    yield done
    done.instance.dispose()


def metadata(ran: Ran, asset: str, partition: str | None = None) -> dict[str, object]:
    """What the last materialisation of an asset says."""
    key = dg.AssetKey(asset)
    found = ran.instance.fetch_materializations(
        dg.AssetRecordsFilter(key, asset_partitions=[partition] if partition else None), limit=1
    )
    event = found.records[0].asset_materialization
    assert event is not None
    return {name: value.value for name, value in event.metadata.items()}


def evaluation(ran: Ran, model: str) -> dg.AssetCheckEvaluation:
    """What the last check of a model says."""
    key = dg.AssetCheckKey(dg.AssetKey(model), CHECK)
    [record] = ran.instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    assert record.event is not None
    assert record.event.dagster_event is not None
    return record.event.dagster_event.asset_check_evaluation_data


def test_every_asset_is_materialised_and_every_check_passes(ran: Ran) -> None:
    assert (ran.first.success, ran.first.found_reports, ran.first.failures) == (True, True, ())
    assert ran.first.read == len(BOTH_FORMS)
    keys = defs.resolve_all_asset_keys()
    assert len(keys) > 25
    for key in keys:
        assert ran.instance.get_latest_materialization_event(key) is not None, key
    assert set(ran.first.warnings) <= {"checks.identities_hold"}
    for model in load_models():
        told = evaluation(ran, model.name)
        assert told.passed
        lines = str(told.metadata["checked"].value).splitlines()[2:]
        assert [line.split(" | ")[:2] for line in lines] == [[f"| {check.name}", "0"] for check in model_checks(model)]


def test_progress_is_heard_step_by_step(ran: Ran) -> None:
    finished = [progress for progress in ran.heard if progress.state == "finished"]
    assert [progress.done for progress in finished][:3] == [1, 2, 3]
    total = finished[0].total
    assert finished[total - 1] == Progress("gouji_duckdb", "finished", total, total)


def test_it_is_published_after_everything_else(ran: Ran) -> None:
    with open_published(ran.settings.house.published) as connection:
        [(reports,)] = connection.execute("select count(*) from dim_report").fetchall()
        [(comments,)] = connection.execute(
            "select count(*) from duckdb_columns() where comment is null and not internal "
            "and table_name <> 'publication'"
        ).fetchall()
    assert (reports, comments) == (len(BOTH_FORMS), 0)


def test_what_concerns_a_year_is_told_of_its_partition(ran: Ran) -> None:
    # 23 rows of 7 cells, 15 cells of reviews, and the disclosure table of the form.
    assert metadata(ran, "cells", "2022")["dagster/partition_row_count"] == 200
    assert "| 2020 | 7 | True |" in str(metadata(ran, "fact_request_flow")["by_year"])
    assert metadata(ran, "reports", f"before_{2019}")["dagster/partition_row_count"] == 1
    assert "dagster/partition_row_count" not in metadata(ran, "cells", "2026")


def test_models_tell_their_columns_and_where_they_come_from(ran: Ran) -> None:
    told = metadata(ran, "mart_agency_year")
    schema, lineage = told["dagster/column_schema"], told["dagster/column_lineage"]
    assert isinstance(schema, dg.TableSchema)
    assert isinstance(lineage, dg.TableColumnLineage)
    columns = {column.name: column for column in schema.columns}
    assert columns["disclosure_rate"].type == "Float64"
    assert " | " in (columns["disclosure_rate"].description or "")
    sources = {(dep.asset_key.to_user_string(), dep.column_name) for dep in lineage.deps_by_column["disclosure_rate"]}
    assert ("dim_report", "tier_requests") in sources


def test_lineage_between_assets_is_what_the_sql_reads() -> None:
    graph = defs.resolve_asset_graph()
    for model in load_models():
        assert {key.to_user_string() for key in graph.get(dg.AssetKey(model.name)).parent_keys} == model.reads


def test_data_of_a_year_is_partitioned_and_every_check_of_a_model_blocks() -> None:
    graph = defs.resolve_asset_graph()
    partitioned = {key.to_user_string() for key in graph.get_all_asset_keys() if graph.get(key).partitions_def}
    assert partitioned == {
        "cells",
        "readings",
        "problems",
        "claims",
        "checks",
        "reports",
        "report_agencies",
        "report_checks",
        "report_marks",
        "pair_checks",
        "typed_disclosure",
        "typed_requests",
        "typed_review",
        "suggestions",
    }
    models = {model.name for model in load_models()}
    for key in graph.asset_check_keys:
        if key.asset_key.to_user_string() in models:
            assert graph.get(key).blocking, key


@pytest.mark.parametrize(
    ("year", "key"), [(None, UNKNOWN), (2099, UNKNOWN), (1999, "before_2019"), (2019, "2019"), (2030, "2030")]
)
def test_every_year_has_a_partition(year: int | None, key: str) -> None:
    assert key_of(year) == key
    assert key in KEYS


def test_the_schedule_starts_the_whole_job_at_two_in_shanghai() -> None:
    schedule = defs.resolve_schedule_def("nightly_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")
    with dg.build_schedule_context() as context:
        [request] = schedule.evaluate_tick(context).run_requests or []
    assert request.run_config == {}
    assert defs.resolve_job_def(NIGHTLY).run_tags.items() >= EVERY_YEAR.items()


def test_some_years_can_be_made_by_themselves(ran: Ran) -> None:
    read = dg.AssetSelection.assets("cells", "readings", "problems", "claims")
    job = dg.define_asset_job("one_year", selection=read, executor_def=dg.in_process_executor)
    one = dg.Definitions(
        assets=defs.assets, asset_checks=defs.asset_checks, jobs=[job], resources=defs.resources
    ).resolve_job_def("one_year")
    folders = {"raw": str(ran.settings.raw), "warehouse": str(ran.settings.warehouse)}
    done = one.execute_in_process(
        run_config={"resources": {"folders": {"config": folders}}}, partition_key="2020", instance=ran.instance
    )
    events = done.asset_materializations_for_node("read_tables")
    assert [event.partition for event in events] == ["2020"] * 4


def test_a_second_run_reads_nothing_and_changes_nothing(ran: Ran) -> None:
    before = {name: contents(ran.settings.warehouse / name) for name in WRITTEN}
    published = ran.settings.house.published.stat().st_mtime_ns
    again = ran.again()
    assert (again.success, again.read, again.changed) == (True, 0, 0)
    assert {name: contents(ran.settings.warehouse / name) for name in WRITTEN} == before
    assert ran.settings.house.published.stat().st_mtime_ns == published


def test_a_violation_fails_its_check_and_nothing_is_published(ran: Ran) -> None:
    before = ran.settings.house.published.read_bytes()

    def spoilt(model: Model) -> Model:
        if model.name != "fact_money":
            return model
        return replace(model, sql=model.sql.replace("t.projects", "t.projects + 1 as projects"))

    failed = ran.again(build([spoilt(model) for model in load_models()]))
    assert not failed.success
    assert failed.found_reports
    [message] = failed.failures
    assert message.startswith("fact_money.declared: sums: 1 rows break it")
    assert ran.settings.house.published.read_bytes() == before
    assert "projects" in str(evaluation(ran, "fact_money").metadata["breaks sums"].value)
    mended = ran.again()
    assert mended.success
    found = query(ran.settings.house, load_catalogue(), "select sum(projects) as n from fact_money")
    typed = query(ran.settings.house, load_catalogue(), "select sum(projects) as n from typed_disclosure")
    assert found["n"].to_list() == typed["n"].to_list()


def test_without_a_report_it_says_so_and_of_each_file_why(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", workers=1)
    settings.raw.mkdir()
    (settings.raw / "empty.txt").write_bytes(b"")
    with dg.DagsterInstance.ephemeral() as instance:
        done = run_nightly(settings, instance=instance)
    assert (done.success, done.found_reports) == (False, False)
    files = query(settings.house, load_catalogue(), "select path, status from ingest_ledger").rows()
    assert files == [("empty.txt", "unreadable")]
    assert not settings.house.published.exists()


def test_two_runs_do_not_share_a_warehouse(ran: Ran) -> None:
    with run_lock(ran.settings.warehouse):
        refused = ran.again()
    assert not refused.success
    assert "at work on" in " ".join(refused.failures)


def test_runs_without_an_instance_are_kept_in_the_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    settings = Settings(tmp_path / "missing", tmp_path / "warehouse", workers=1)
    done = run_nightly(settings)
    assert not done.success
    home = tmp_path / "warehouse" / ".dagster"
    # Read as the UI reads it: with the storage that Dagster has for this file.
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert [run.run_id for run in instance.get_runs()] == [done.run_id]
        logged = instance.all_logs(done.run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
        assert len(logged) == 1
        assert (instance.telemetry_enabled, instance.nux_enabled) == (False, False)
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None
        assert queue.max_concurrent_runs == 1


def test_a_run_whose_process_is_gone_is_closed(tmp_path: Path) -> None:
    unended = dg.DagsterRun(job_name="nightly", run_id=str(uuid.uuid4()), status=dg.DagsterRunStatus.STARTED)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_run(unended)
        with run_lock(tmp_path):
            assert close_dead_runs(instance, tmp_path, timedelta(0)) == 0
        assert close_dead_runs(instance, tmp_path) == 0, "it may have begun just now"
        assert close_dead_runs(instance, tmp_path, timedelta(0)) == 1
        assert instance.get_run_by_id(unended.run_id).status is dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]
        assert close_dead_runs(instance, tmp_path, timedelta(0)) == 0
