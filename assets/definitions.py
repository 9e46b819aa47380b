"""What Dagster loads: ``dagster dev -w workspace.yaml``. Imports of the data libraries wait until a run needs them."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from assets.agencies import AGENCIES, aliases_match
from assets.folders import Folders
from assets.ledger import LEDGER_CHECKS, LEDGERS
from assets.models import model_asset, model_check, publish_asset
from assets.rules import RULE_CHECKS, RULES
from assets.stages import STAGES
from assets.suggestions import SUGGESTIONS
from assets.years import EVERY_YEAR
from pipeline.engine.sql_model import Model, load_models

NIGHTLY = "nightly"


def build(models: Sequence[Model] | None = None) -> dg.Definitions:
    """The definitions over the models of this project, or over those given."""
    used = load_models() if models is None else tuple(models)
    stages = [*STAGES, *AGENCIES, *LEDGERS, *RULES, *SUGGESTIONS]
    made = [*stages, *(model_asset(model, used) for model in used)]
    # Publishing waits for what nothing else reads, and so for everything: fewer arrows say the same.
    keys = {key for asset in made for key in asset.keys}
    last = sorted(key.to_user_string() for key in keys - {dep for asset in made for dep in asset.dependency_keys})
    nightly = dg.define_asset_job(
        NIGHTLY,
        selection=dg.AssetSelection.all(),
        description="Take in what is new, read it, check it, make the tables and publish them. All years in one run.",
        executor_def=dg.in_process_executor,
        tags=EVERY_YEAR,
    )
    return dg.Definitions(
        assets=[*made, publish_asset(used, last)],
        asset_checks=[*LEDGER_CHECKS, aliases_match, *RULE_CHECKS, *(model_check(model, used) for model in used)],
        jobs=[nightly],
        schedules=[
            dg.ScheduleDefinition(
                name="nightly_schedule",
                job=nightly,
                cron_schedule="0 2 * * *",
                execution_timezone="Asia/Shanghai",
                description="Every night at 02:00. A night that is missed is made up for by the next.",
            )
        ],
        resources={"folders": Folders()},
        # Steps are short and share a warehouse: a process for each would cost more than all of them together.
        executor=dg.in_process_executor,
    )


defs = build()
