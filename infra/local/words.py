"""What is said to the person at the terminal while a stack starts, answers and stops."""

from __future__ import annotations

STARTING_AWS = "Starting the offline AWS."
STARTING_ACTIONS = "Starting the actions and reading the lake."
STARTING_BOT = "Starting the bot."
WAITING = "Waiting for another command over the same lake."
ASKING = "Asking."
RUNNING = "Running the statement."
STOPPING = "Stopping."

# a lake, and a model drafted for it

DRAFT_HEAD = (
    "Drafted by `outcrop model draft` from names and types alone: all of it is a guess until you have checked it.",
    "`outcrop model check` lists mistakes. Delete what is wrong, rename what people call otherwise, add descriptions.",
)
DRAFT_DATASETS = (
    "guess: every table is a dataset and every column a field; types are the crawler's.",
    "No primary_key is declared: add one where you know it (primary_key: [order_id]).",
)
DRAFT_RELATIONSHIPS = ("guess: a column such as customer_id points to the table whose first column it names.",)
DRAFT_METRICS = (
    "guess: rows are counted, numbers are summed, rates, prices and the like averaged; ids and codes are left out.",
)
DRAFT_AMBIGUOUS = ("guess: these words mean several metrics, so they are asked back.",)
DRAFT_DEFAULTS = ("guess: the database of tables named without one.",)


def no_lake(path: str) -> str:
    return f"--lake {path} is not a folder. Give the folder that holds the CSV, JSON or Parquet files."


def no_model_there(path: str) -> str:
    return f"{path}: there is no such file or folder."


def no_table(path: str) -> str:
    return f"There is no table in {path}: put CSV, JSON or Parquet files there."


def draft_in_the_way(path: str) -> str:
    return f"{path} is there already and is not an empty folder. Name another with --out."


def drafted(path: str, datasets: int, relationships: int, metrics: int, lake: str) -> str:
    return (
        f"{path}: {datasets} datasets, {relationships} relationships and {metrics} metrics, all guessed.\n"
        f"Go on with: outcrop model check {path} --lake {lake}"
    )
