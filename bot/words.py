"""Every sentence that a person can read from the bot. A further language is a subclass of :class:`Words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.chart_words import ChartWords
from bot.export_words import ExportWords
from bot.file_words import FileWords
from bot.phrasing import MONTHS, cut
from bot.step_words import CAPABILITIES, STEPS, file_step

if TYPE_CHECKING:
    from agent_actions.contract import Choice


class Words(FileWords, ChartWords, ExportWords):
    """English. Plain, short, specific; says what to do next."""

    language = "en"

    # turns
    thinking = "is looking into it…"
    help_empty = (
        "Ask me a question about your data and I answer from the lake, with the query behind the answer. "
        "For example: “revenue by region last month”, or “top 10 products this year”. "
        "In a thread you can go on: “and by channel?”, “only EMEA”. `/outcrop datasets` lists what I know."
    )
    no_answer = "I have no answer to that: the agent finished without one. Try to say it in other words."
    refused_bare = "I can't answer that. Try to say it in other words, or see `/outcrop datasets` for what I know."
    ask_back_bare = "I need to know a little more. Which of these do you mean?"
    stopped = "Stopped. Ask again whenever you like."
    edited = "You edited the question while I was on it; this answers the first wording. Send it again to ask anew."
    left_out_alone = (
        "The agent answered with a figure that no receipt holds, so I left its words out. Ask for that figure by name, "
        "and I look it up."
    )
    cut_off = "The answer was cut off here: the connection to the agent broke. Ask again for the whole."
    stranger = "I answer members of this workspace only. Ask one of them to bring the question to me."
    deactivated = "I can't answer for a deactivated account."
    unknown_person = "I couldn't check in Slack who you are, so I can't answer just now. Try again in a minute."
    closed_step = "stopped"

    def too_long(self, length: int, limit: int) -> str:
        return (
            f"That message has {length:,} characters; I read at most {limit:,}. "
            "Send the question alone, or split it into several messages in this thread."
        )

    def too_late(self, seconds: int) -> str:
        return (
            f"This took longer than the {seconds} seconds that I may spend on a question, so I stopped. "
            "Ask for a shorter period or fewer things at once."
        )

    def left_out(self, count: int) -> str:
        """``count`` sentences, table rows or code blocks of the agent's were withheld."""
        if count == 1:
            return "One sentence with a figure that no receipt holds was left out."
        return f"{count:,} sentences with figures that no receipt holds were left out."

    def too_many_steps(self, limit: int) -> str:
        return (
            f"The agent wanted more than the {limit} steps that I may take for one question, so I stopped it. "
            "Ask for fewer things at once, or name the figure that you want."
        )

    def gave_up(self, reference: str) -> str:
        return (
            f"I tried this question several times and couldn't finish it. Ask again; if it happens again, give your "
            f"data team the reference {reference}."
        )

    def broken(self, reference: str) -> str:
        return (
            "Something broke on my side. Ask again; if it happens again, give your data team the reference "
            f"{reference}."
        )

    # the agent
    def agent_busy(self, reference: str) -> str:
        return f"The agent is busy just now. Try again in a minute (reference {reference})."

    def agent_unavailable(self, reference: str) -> str:
        return f"I can't reach the agent. Your data team can look it up by the reference {reference}."

    def agent_action_failed(self, action: str, reference: str) -> str:
        doing = self.capability(action)
        return (
            f"I couldn't finish {doing}. Try again; if it fails again, give your data team the reference {reference}."
        )

    def agent_wants_control(self, reference: str) -> str:
        return f"The agent asked for something that I can't do, so there is no answer (reference {reference})."

    def capability(self, action: str) -> str:
        return self._capabilities.get(action, "one of the steps")

    _capabilities: Mapping[str, str] = {
        "search_catalog": "searching the catalogue",
        "describe_dataset": "reading the description of a dataset",
        "query_metrics": "querying the metrics",
        "run_sql": "running the query",
        **CAPABILITIES,
    }

    def step(self, action: str, arguments: Mapping[str, str]) -> str:
        """A step's title while the agent works; short, one line."""
        if action == "search_catalog" and arguments.get("query"):
            return f"Searching the catalogue for “{cut(arguments['query'], 60)}”"
        if action == "describe_dataset" and arguments.get("name"):
            return f"Reading about {cut(arguments['name'], 60)}"
        return file_step(action, arguments) or self._steps.get(
            action, action.replace("_", " ").capitalize() or "Working"
        )

    _steps: Mapping[str, str] = {
        "search_catalog": "Searching the catalogue",
        "describe_dataset": "Reading a dataset's description",
        "query_metrics": "Querying the metrics",
        "run_sql": "Running SQL",
        **STEPS,
    }

    # receipts
    provenance: Mapping[str, str] = {
        "certified": "Certified",
        "metric": "Metric",
        "model": "Semantic model",
        "sql": "SQL · unverified",
        "prediction": "Prediction",
        "machine-read": "Read by machine: check before you rely on it",
    }
    from_cache = "no data scanned"

    def rows_shown(self, shown: int, total: int) -> str:
        return f"{shown:,} of {total:,} rows shown"

    def scanned(self, size: str) -> str:
        return f"{size} scanned"

    def day(self, value: date | datetime, today: date) -> str:
        text = f"{value.day} {MONTHS[value.month - 1]}"
        return text if value.year == today.year else f"{text} {value.year}"

    def assumed(self, items: Sequence[str]) -> str:
        return "Taken for granted: " + "; ".join(items)

    def hidden(self, items: Sequence[str]) -> str:
        return "Hidden: " + "; ".join(items)

    channel_mark = "this channel"
    """In what is hidden: the asker could see it elsewhere."""
    fuller_elsewhere = "Ask me in a direct message for what you alone may see."

    def warnings(self, items: Sequence[str]) -> str:
        return "Note: " + "; ".join(items)

    def table_fallback(self, title: str, rows: int) -> str:
        return f"{title or 'Result'} ({self.rows(rows)})"

    def columns_shown(self, shown: int, total: int) -> str:
        return f"{shown:,} of {total:,} columns shown"

    texts_shortened = "long texts shortened, whole in the files"
    empty_cell = "–"
    yes = "yes"
    no = "no"

    # buttons
    show_sql = "Show SQL"
    good_answer = "Good answer"
    bad_answer = "Not right"
    feedback_good = "Thank you. I noted that this answer was good."
    feedback_bad = "Thank you. I noted that this answer wasn't right; your data team can see it."
    feedback_told = "Thank you. I noted that this answer wasn't right, and told who answers for its figures."
    open_answer = "Open the answer"

    def kept_by(self, names: Sequence[str]) -> str:
        return f"Certified question, kept by {' and '.join(names)}"

    def answers_for(self, names: Sequence[str]) -> str:
        return f"Kept by {' and '.join(names)}"

    def called_wrong(self, name: str, question: str) -> str:
        return f"{name} says that an answer of mine isn't right. The question was: “{question}”"

    def called_wrong_about(self, names: Sequence[str]) -> str:
        return f"You are named as the owner of what it rests on: {', '.join(names)}."

    sql_not_yours = "Only the person who asked can open the SQL. Ask me the same question to see yours."
    sql_gone = "I no longer have the SQL of that answer. Ask the question again to see it."
    sql_title = "The SQL as it ran:"
    sql_as_it_ran = "the SQL as it ran"
    choice_gone = "I no longer have that choice. Ask the question again."
    choice_not_yours = "Only the person who asked can choose. Ask me yourself and I'll offer you the same."
    choice_taken = "That was chosen already; the answer is in this thread."

    def chosen(self, name: str, label: str) -> str:
        return f"{name} chose: {label}"

    # the slash command
    command_help = (
        "/outcrop ask <question> asks in this channel and answers in a thread.\n"
        "/outcrop datasets lists the data that you can ask about.\n"
        "/outcrop help shows this.\n"
        "You can also mention me in a channel, or write to me directly."
    )
    ask_empty = "Say what you want to know: /outcrop ask revenue by region last month."
    no_datasets = "There is no dataset here that you may ask about. Your data team grants access."
    datasets_title = "You can ask about:"

    def and_more(self, count: int) -> str:
        return f"and {count:,} more"

    def metrics_listed(self, labels: Sequence[str]) -> str:
        return "Metrics: " + ", ".join(labels)

    not_in_channel = (
        "I'm not in this channel, so I can't answer in it. Invite me with /invite, or ask me in a direct message."
    )
    command_failed = "I couldn't do that just now. Try again in a minute."

    def unknown_command(self, word: str) -> str:
        return f"I don't know “{cut(word, 40)}”. This is what I can do:\n{self.command_help}"

    def asked(self, name: str, question: str) -> str:
        return f"{name} asked: {question}"

    # home and prompts
    prompts: Sequence[tuple[str, str]] = (
        ("What data is there?", "What data can I ask about?"),
        ("Which metrics are defined?", "Which metrics are defined?"),
    )
    prompts_title = "Ask about your data"
    prompts_title_noted = "Ask about your data (see the note in Home)"
    home_try = "Try one of these"
    home_metrics = "What you can ask about"
    home_certified = "Questions that your data team has certified"
    home = (
        "Ask me a question about your data: here in Messages, by mentioning me in a channel, or with /outcrop ask.\n\n"
        "Each answer shows where it comes from: a certified question, a metric of your data team, or SQL that I wrote "
        "and nobody has checked. “Show SQL” opens the statement as it ran."
    )

    # actions
    actions_failed = "I couldn't reach the data just now. Try again in a minute."

    def choice_label(self, choice: Choice) -> str:
        return cut(choice.label, 75)


def words_for(locale: str) -> Words:  # noqa: ARG001 - English is the one language so far
    """The words for a Slack locale such as ``en-GB``."""
    return ENGLISH


ENGLISH = Words()
