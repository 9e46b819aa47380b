"""``gouji``: run the pipeline, parse single files, query what was published."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli.check_formats import CheckFormat, ExplainFormat, Lang
from pipeline.cli.query import Format
from pipeline.cli.settings import REFUSED, warehouse_folder
from pipeline.cli.stdout import LEFT, UnwrittenError, give_up, keep_to_answers

PUBLISHED = "gouji.duckdb"

app = typer.Typer(
    name="gouji",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="勾稽：从政府信息公开工作年度报告到可比较、可核对、可追溯的数据。\n\n"
    "From Chinese government-information annual reports to figures that can be compared, checked and traced.",
)

Warehouse = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        metavar="DIR",
        help="数据仓库目录，默认 $GOUJI_WAREHOUSE 或 data/warehouse (the warehouse folder)",
    ),
]


class Lines(StrEnum):
    """How `parse` answers."""

    JSONL = "jsonl"


class Exported(StrEnum):
    """What a table is exported as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class Shown(StrEnum):
    """How an evaluation is shown."""

    TABLE = "table"
    JSON = "json"


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"gouji {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 (show the version and leave)")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    raw: Annotated[
        Path | None,
        typer.Option("--raw", metavar="DIR", help="原始报告目录，默认 $GOUJI_RAW 或 data/raw (folder of raw reports)"),
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """运行一次夜间任务 (run the nightly job once).

    只读取新增或变化的文件，重建数据仓库并发布。没有任何报告时退出码为 2。

    Reads what is new or changed, rebuilds the warehouse and publishes it. Exit code 2 without a single report.
    """
    from pipeline.cli.run import run_once

    run_once(raw, warehouse)


@app.command()
def parse(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="报告文件 (files to read)")],
    shown_as: Annotated[
        Lines, typer.Option("--format", help="输出格式，每个文件一行 (one JSON object a line, one line a file)")
    ] = Lines.JSONL,
) -> None:
    """读取文件，每个输出一行 JSON (one line of JSON a file).

    不写数据仓库。打不开的文件也会回答，状态为 unreadable；每个文件都有回答时退出码为 0。

    Nothing is stored. A file that cannot be opened is answered too, as unreadable; exit code 0 when all were answered.
    """
    from pipeline.cli.parse import answers

    for answer in answers(paths):
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="报告文件或目录 (files or folders of reports)")
    ],
    shown_as: Annotated[
        CheckFormat, typer.Option("--format", help="输出格式 (how findings are shown)")
    ] = CheckFormat.TEXT,
    lang: Annotated[Lang, typer.Option("--lang", help="文字的语言 (language of what is said)")] = Lang.ZH,
) -> None:
    """核对报告，逐条列出不符之处 (check reports, finding by finding).

    不写数据仓库。同一机关几年的报告一并给出时，核对各年之间的衔接。未发现不符时退出码为 0，有不符（错误或警告）为 1，
    有文件无法核对为 2；仅有提示不算不符。

    Nothing is stored. Several years of one body given together are checked across years. Exit code 0 when nothing was
    found, 1 for findings (errors or warnings), 2 when a file cannot be checked; what is for information only is no
    finding.
    """
    from pipeline.cli.check import check as check_paths

    check_paths(paths, shown_as, lang)


@app.command()
def explain(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="报告编号、文件哈希的开头或原文件路径 (its key, hash or path)")
    ],
    cell: Annotated[
        str, typer.Argument(metavar="CELL", help="单元格，如 requests.new_received.total (table.row.column)")
    ],
    shown_as: Annotated[
        ExplainFormat, typer.Option("--format", help="输出格式 (how it is shown)")
    ] = ExplainFormat.TEXT,
    lang: Annotated[Lang, typer.Option("--lang", help="文字的语言 (language of what is said)")] = Lang.ZH,
    warehouse: Warehouse = None,
) -> None:
    """说明一个数的来历 (show where a value of the warehouse comes from).

    在原文件中的位置、参与的规则及结果、文中的说法、可能的笔误和历次版本。找不到报告或单元格时退出码为 2。

    Its place in the source, the rules it takes part in, what the text says of it, likely slips, versions. Exit code 2
    where there is no such report or cell.
    """
    from pipeline.cli.explain import explain as explain_cell

    explain_cell(warehouse_folder(warehouse), report, cell, shown_as, lang)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(metavar='"SELECT …"', help="一条查询语句 (one statement)")],
    shown_as: Annotated[Format, typer.Option("--format", help="输出格式 (how rows are shown)")] = Format.TABLE,
    warehouse: Warehouse = None,
) -> None:
    """查询已发布的数据 (query what was published).

    只读：不能写入，也不能读写其他文件。

    Read-only: a statement can neither write nor reach any other file.
    """
    from pipeline.cli.query import query

    query(statement, warehouse_folder(warehouse) / PUBLISHED, shown_as)


@app.command()
def export(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="表名，如 mart_agency_year，或一条查询语句 (any table, or a query)")
    ],
    exported_as: Annotated[
        Exported, typer.Option("--format", help="文件格式；csv 带 BOM，可直接用 Excel 打开 (kind of file)")
    ] = Exported.CSV,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="输出文件，默认为当前目录下的 TABLE.FORMAT 或 query.FORMAT (where to)"
        ),
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """把已发布的一张表或一条查询的结果导出为文件 (write a published table, or the answer to a query, to a file).

    XLSX 另附一页各列说明，最多 1,048,575 行。

    An XLSX file has a second sheet that says what each column means, and holds 1,048,575 rows at most.
    """
    from pipeline.cli.export import export as write

    write(table, warehouse_folder(warehouse) / PUBLISHED, exported_as.value, out)


@app.command()
def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="已知数值的报告目录 (folder of reports with known cells)")
    ],
    shown_as: Annotated[Shown, typer.Option("--format", help="输出格式 (how the scores are shown)")] = Shown.TABLE,
    floors: Annotated[
        Path | None,
        typer.Option("--floors", metavar="FILE", help="下限文件 (floors to be reached, else exit code 1)"),
    ] = None,
    worst: Annotated[
        int, typer.Option("--worst", metavar="N", min=0, help="列出最严重的 N 个单元格 (show the N worst cells)")
    ] = 0,
    everything: Annotated[
        bool, typer.Option("--all", help="把同一报告的其他文本也计入 (count other forms of a report too)")
    ] = False,
) -> None:
    """用已知数值的报告检验读取 (score the reading of reports with known cells).

    每份报告一个目录：raw.* 和 truth.json。不写数据仓库。低于下限时退出码为 1，无法比较时为 2。

    One folder a report, with raw.* and truth.json. Nothing is stored. Exit code 1 below a floor, 2 if not comparable.
    """
    from pipeline.cli.evaluate import evaluate as score

    score(folder, shown_as is Shown.JSON, floors, worst, everything)


def main() -> None:
    """Entry point of the command."""
    keep_to_answers()
    try:
        app()
    except UnwrittenError as error:
        give_up()
        if error.left:  # `gouji parse … | head`: nothing more to say
            sys.exit(LEFT)
        sys.stderr.write(f"gouji: 无法写出结果：{error} (the answers cannot be written)\n")
        sys.exit(REFUSED)
