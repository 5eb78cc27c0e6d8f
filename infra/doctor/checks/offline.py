"""The offline twin's parts, each really started or asked."""

from __future__ import annotations

import importlib.metadata
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from infra.doctor import Finding, check, words
from infra.local.settings import LocalSettings


@check("the query engine", order=30)
def engine(_settings: LocalSettings) -> Iterator[Finding]:
    import duckdb

    with duckdb.connect() as connection:
        (answer,) = connection.execute("SELECT count(*) FROM range(1000) WHERE range % 7 = 0").fetchone() or (None,)
    if answer == 143:
        yield Finding("Queries (Athena)", "works", words.engine(duckdb.__version__), needed=True)
    else:
        why = f"DuckDB {duckdb.__version__} counted {answer} of 143 rows"
        yield Finding("Queries (Athena)", "none", why, words.INSTALL, needed=True)


@check("MiniStack", order=31)
def ministack(_settings: LocalSettings) -> Iterator[Finding]:
    from infra.local import names
    from infra.local.aws.errors import StartError
    from infra.local.aws.ministack import MiniStack

    name = "Storage and queues"
    with tempfile.TemporaryDirectory(prefix="outcrop-doctor-") as folder:
        stack = MiniStack(Path(folder))
        try:
            stack.start()
            names.client("s3", stack.url).list_buckets()
            names.client("sqs", stack.url).list_queues()
        except StartError as error:
            yield Finding(name, "none", str(error), words.INSTALL, needed=True)
            return
        finally:
            stack.stop()
    yield Finding(name, "works", words.ministack(importlib.metadata.version("ministack")), needed=True)


@check("the demo's lake", order=32)
def lake(settings: LocalSettings) -> Iterator[Finding]:
    from infra.local.lake.generate import cached_lake

    found = cached_lake(settings.home.expanduser(), settings.today or date.today())
    if found is None:
        yield Finding("The demo's data", "works", words.LAKE_TO_COME)
    else:
        yield Finding("The demo's data", "works", words.lake(str(found)))


@check("the demo's model", order=33)
def model(_settings: LocalSettings) -> Iterator[Finding]:
    from agent_actions.semantic.reader import read_folder, read_model
    from infra.local.modelcheck import check as check_model
    from infra.local.provision import DEMO_MODEL

    errors, warnings = check_model(DEMO_MODEL, None)
    if errors:
        yield Finding("Semantic model", "none", errors[0], words.MODEL_MEND, needed=True)
    else:
        metrics = len(read_model(read_folder(DEMO_MODEL), None).metrics)
        yield Finding("Semantic model", "works", words.model(len(warnings), metrics), needed=True)
