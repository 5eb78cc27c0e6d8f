"""What the bot itself asks about the tables made of shared files: other types, and an end to the expired ones."""

from __future__ import annotations

from typing import Annotated

from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.errors import RefusedError
from agent_actions.files import dataset_words as words
from agent_actions.files.datasets import DATASET_IAM, retype
from agent_actions.result import ActionResult
from agent_actions.words import action_not_granted

SWEEP_IAM = ("glue:GetTables", "glue:DeleteTable", "s3:ListBucket", "s3:DeleteObject")


@action("files", title="Correcting types", iam=DATASET_IAM, for_agent=False)
def retype_dataset(
    dataset: Annotated[str, "a dataset of the thread"],
    types: Annotated[str, 'JSON {"column": "type"}: text, integer, number, date, timestamp or boolean'],
    context: Context,
) -> ActionResult:
    """Make a dataset of the thread again with types that a person chose. What can't be read so is left empty, and
    said. Refused to whoever may see no data here."""
    if not context.grant.allows_action("read_document"):
        raise RefusedError(action_not_granted("Correcting types"))
    return retype(context, dataset, types)


@action("files", title="Removing expired datasets", iam=SWEEP_IAM, for_agent=False)
def sweep_datasets(context: Context) -> ActionResult:
    """Remove the datasets whose days are over, of every thread: their tables and all that lies behind them in S3."""
    gone = context.services.scratch.sweep()
    return ActionResult(headline=words.swept(gone), data={"removed": gone})
