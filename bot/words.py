"""Every sentence that a person can read from the bot. A further language is a subclass of :class:`Words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.file_words import FileWords
from bot.step_words import CAPABILITIES, STEPS, file_step

if TYPE_CHECKING:
    from agent_actions.contract import Choice


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words(FileWords):
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
            return f"Searching the catalogue for “{_cut(arguments['query'], 60)}”"
        if action == "describe_dataset" and arguments.get("name"):
            return f"Reading about {_cut(arguments['name'], 60)}"
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
        "sql": "SQL · unverified",
        "prediction": "Prediction",
        "machine-read": "Read by machine: check before you rely on it",
    }
    from_cache = "no data scanned"

    def rows(self, count: int) -> str:
        return "1 row" if count == 1 else f"{count:,} rows"

    def rows_shown(self, shown: int, total: int) -> str:
        return f"{shown:,} of {total:,} rows shown"

    def scanned(self, size: str) -> str:
        return f"{size} scanned"

    def data_to(self, day: str) -> str:
        return f"data to {day}"

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
    week_column = "Week of"

    def calendar_unit(self, day: date, grain: str) -> str:
        """The unit that begins on ``day``: ``Jan 2026``, ``Q3 2026``, ``2026``; a week goes by its first day."""
        if grain.startswith("fiscal"):
            return self._fiscal_unit(day, 3 if grain == "fiscal_quarter" else 12)
        if grain in ("year", "quarter", "month") and day.day == 1:
            before = {"year": "", "quarter": f"Q{(day.month + 2) // 3} ", "month": f"{MONTHS[day.month - 1]} "}
            return f"{before[grain]}{day.year}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def _fiscal_unit(self, day: date, months: int) -> str:
        """By its months, ``Feb–Apr 2026``, as companies number their years differently."""
        if day.day != 1:
            return f"from {day.day} {MONTHS[day.month - 1]} {day.year}"
        year, month = divmod(day.year * 12 + day.month - 1 + months - 1, 12)
        first = MONTHS[day.month - 1] + (f" {day.year}" if year != day.year else "")
        return f"{first}–{MONTHS[month]} {year}"

    empty_cell = "–"
    yes = "yes"
    no = "no"

    # one value, and totals
    no_value = "no value"

    def change(self, up: bool, by: str, percent: str | None, was: str, label: str) -> str:
        """``▲ 2.9% (+€75,548) from €2,640,586, revenue in September 2026``."""
        said = f"{percent} ({by})" if percent else by
        return f"{'▲' if up else '▼'} {said} from {was} ({_lower_first(label)})"

    def change_none(self, was: str, label: str) -> str:
        return f"No change from {was} ({_lower_first(label)})"

    def change_unknown(self, was: str, label: str) -> str:
        return f"Before: {was} ({_lower_first(label)})"

    def change_from_nothing(self, label: str) -> str:
        return f"Nothing to compare with: there is no value for {_lower_first(label)}"

    def points(self, difference: str) -> str:
        return f"{difference} percentage points"

    def total(self, sums: Sequence[tuple[str, str]], of_rows: int | None) -> str:
        """``sums``: label and figure of each column; the label goes where there is one only."""
        said = sums[0][1] if len(sums) == 1 else " · ".join(f"{label} {figure}" for label, figure in sums)
        return f"{f'Total of these {of_rows:,} rows' if of_rows else 'Total'}: {said}"

    def with_share(self, figure: str, share: str) -> str:
        return f"{figure} ({share})"

    # charts
    nameless = "(none)"
    other = "Other"
    chart_untitled = "Result"
    chart_no_figures = "There are no figures in this result"
    chart_only_nulls = "There is no value in this result"
    chart_one_value = "There is one point only"
    chart_is_number = "A big number shows one value"
    chart_cut_result = "This result is longer than I can draw"
    chart_many_breakdowns = "A chart shows two breakdowns at most"
    chart_repeated = "The same pair of categories comes up more than once"
    chart_gaps_only = "Every series has gaps"
    chart_undated = "Rows without a date are not drawn."
    pie_two_breakdowns = "A pie shows one breakdown only"
    pie_negative = "A pie can't show negative values"
    pie_one_slice = "A pie needs at least two values above zero"

    def pie_no_whole(self, metric: str) -> str:
        return f"Parts of {_lower_first(metric)} don't add up to a whole, which a pie would suggest"

    def pie_too_many(self, slices: int, most: int) -> str:
        return f"{slices:,} slices are more than a pie can show (at most {most})"

    def chart_too_many(self, categories: int, most: int) -> str:
        return f"{categories:,} categories are more than a chart can show (at most {most})"

    _drawn: Mapping[str | None, str] = {
        "bar": "here are bars",
        "line": "here is a line",
        "number": "here is the figure",
        None: "here is the table",
    }

    def chart_unmet(self, reason: str, kind: str | None) -> str:
        """Why a chart isn't the one that was asked for; ``kind``: what there is instead."""
        return f"{reason}, so {self._drawn.get(kind, self._drawn[None])}."

    def chart_time(self, day: date, grain: str, with_year: bool) -> str:
        """A point of time in few characters; a week goes by its first day."""
        if grain.startswith("fiscal"):
            return self.calendar_unit(day, grain)
        if grain == "year":
            return f"{day.year}"
        year = f"{day.year % 100:02}"
        if grain in ("month", "quarter"):
            return f"{MONTHS[day.month - 1]} {year}" if grain == "month" else f"Q{(day.month + 2) // 3} {year}"
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {year}" if with_year else "")

    def chart_title_of(self, metrics: Sequence[str], by: Sequence[str]) -> str:
        """For a chart that shows fewer metrics than its table."""
        return f"{' and '.join(metrics)} only, by {' and '.join(_lower_first(label) for label in by)}"

    def chart_left_out_metrics(self, metrics: Sequence[str]) -> str:
        return f"In the table only: {', '.join(metrics)}."

    chart_refused = "Slack didn't take the chart of this answer. The table above has its figures."
    picture_none = "This result makes no chart, so there is no picture of it. The table has its figures."
    picture_failed = "I couldn't draw this picture. The table has its figures; CSV and Excel have them too."

    def chart_as_picture(self, title: str) -> str:
        return f"Slack didn't take the chart, so here it is as a picture. {title}"

    picture_beyond_font = "Some names are in letters that the picture may not show; the table has them."

    def picture_alt(self, kind: str, title: str, categories: Sequence[str], series: Sequence[str]) -> str:
        """For people who don't see the picture: what it is, and that the table has its figures."""
        shape = {"bar": "Bars", "line": "Lines", "area": "Areas", "pie": "A pie"}.get(kind, "A chart")
        of = f"{shape} of {_some(series, 3)}" if kind != "pie" else shape
        return f"{title}. {of} for {_some(categories, 12)}. The table of the answer has the figures."

    def chart_subtitle(self, unit: str, data_to: date | None) -> str:
        """``In €, data to 14 Nov 2026``; empty when neither is known."""
        parts = [f"in {unit}"] if unit else []
        if data_to:
            parts.append(self.data_to(f"{data_to.day} {MONTHS[data_to.month - 1]} {data_to.year}"))
        said = ", ".join(parts)
        return said[:1].upper() + said[1:]

    def chart_latest(self, shown: int, total: int, grain: str, *, in_picture: bool) -> str:
        """``in_picture``: the picture has room for all."""
        more = f" “{self.download_png}” draws them all." if in_picture else ""
        return f"The chart shows the latest {shown} of {total:,} {grain.replace('_', ' ')}s.{more}"

    def chart_first(self, shown: int, total: int) -> str:
        return f"The chart shows the first {shown} of {total} rows."

    def chart_first_series(self, shown: int, total: int) -> str:
        return f"The chart shows the first {shown} of {total} metrics."

    def chart_top(self, shown: int, total: int) -> str:
        return f"The chart shows the {shown} largest of {total}; the others can't be added up."

    def chart_top_and_other(self, shown: int, total: int) -> str:
        return f"The chart shows the {shown} largest of {total}; “{self.other}” adds up the rest."

    def chart_without_value(self, categories: Sequence[str]) -> str:
        return f"Not drawn, for want of a value: {_some(categories)}."

    def chart_with_gaps(self, series: Sequence[str]) -> str:
        return f"Not drawn, for want of some values: {_some(series)}."

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

    # files of results
    download_csv = "CSV"
    download_xlsx = "Excel"
    download_png = "PNG"
    export_untitled = "Result"
    export_not_yours = "Only the person who asked can download this. Ask me the same question to get your own file."
    export_gone = "I no longer have the rows of that answer. Ask the question again and download it then."
    export_unreadable = "I couldn't read the rows of that answer. Ask the question again and download it then."
    export_too_late = "This file takes longer to make than I may spend on it. Ask for fewer rows, or take the CSV."
    export_too_big = "This file is too big to make or to share. Ask for fewer rows or columns, or take the CSV."
    export_failed = "I tried to make this file several times and couldn't. Press the button again in a few minutes."
    about_sheet = "About"
    about: Mapping[str, str] = {
        "title": "Title",
        "question": "Question",
        "provenance": "Where it comes from",
        "rows": "Rows",
        "data_as_of": "Data to",
        "assumptions": "Taken for granted",
        "hidden": "Hidden",
        "warnings": "Notes on the answer",
        "metrics": "Metrics (version)",
        "columns": "Columns",
        "sql": "SQL",
        "query": "Athena query",
        "receipt": "Receipt",
    }

    def export_begun(self, rows: int) -> str:
        return f"I'm making the file of {self.rows(rows)}; it comes in this thread."

    def export_comment(self, title: str, rows: str) -> str:
        return f"{_cut(title, 200)}: {rows}"

    def on_sheets(self, rows: int, sheets: int) -> str:
        return f"{rows:,} rows on {sheets} sheets, as one takes no more than 1,048,575 of them"

    def cells_cut(self, count: int) -> str:
        cells = "1 text is" if count == 1 else f"{count:,} texts are"
        return f"{cells} longer than an Excel cell takes and cut at its end. The CSV has them whole."

    def columns_cut(self, count: int) -> str:
        columns = "1 column is" if count == 1 else f"{count:,} columns are"
        return f"{columns} left out, as an Excel sheet takes no more. The CSV has them all."

    def upload_refused(self, code: str) -> str:
        said = f"Slack didn't take the file ({code}). Press the button again, or ask your workspace's admins."
        return self.upload_refusal(code) or said

    def upload_refusal(self, code: str) -> str:
        """Why Slack takes no file, where its code tells."""
        return self._upload_refusals.get(code, "")

    _upload_refusals: Mapping[str, str] = {
        "file_uploads_disabled": "File uploads are switched off in this workspace. Ask its admins to allow them.",
        "file_uploads_except_images_disabled": (
            "This workspace takes images only, so I can't post the file. Ask its admins to allow other files."
        ),
        "file_type_not_allowed": "This workspace doesn't take files of this type. Try the other format.",
        "storage_limit_reached": "This workspace has no room left for files. Ask its admins to free some.",
        "missing_scope": "I'm not allowed to post files here. Ask whoever installed me to grant the scope files:write.",
        "not_in_channel": "I'm no longer in this channel, so I can't post the file. Invite me with /invite.",
        "channel_not_found": "I can't see this channel any more, so I can't post the file. Invite me with /invite.",
        "is_archived": "This channel is archived, so I can't post the file. Ask me in another place.",
        "thread_not_found": "The question was deleted, so there is no thread for the file. Ask it again.",
        "restricted_action": "I may not post in this channel. Ask me the question in a direct message.",
    }

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
        return f"I don't know “{_cut(word, 40)}”. This is what I can do:\n{self.command_help}"

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
        return _cut(choice.label, 75)


def words_for(locale: str) -> Words:  # noqa: ARG001 - English is the one language so far
    """The words for a Slack locale such as ``en-GB``."""
    return ENGLISH


def _lower_first(label: str) -> str:
    """A label inside a sentence; "SKU" and "ID number" stay as they are."""
    return label[:1].lower() + label[1:] if not label[:2].isupper() else label


def _some(names: Sequence[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


ENGLISH = Words()
