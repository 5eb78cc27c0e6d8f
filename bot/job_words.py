"""Every sentence about long jobs, and about texts and files that actions made, that a person can read from the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class JobWords:
    """English. Plain, short, specific; says what to do next."""

    def waiting(self, what: Sequence[str]) -> str:
        """``what``: "Transcribing memo.ogg", one for each job."""
        doing = _listed(what)
        if not doing:
            return "This takes a while. The answer comes here as soon as it is done."
        takes = "This takes" if len(set(what)) == 1 else "These take"
        return f"{takes} a while: {doing}. The answer comes here as soon as {_it(what)} done."

    def gave_up(self, what: Sequence[str]) -> str:
        return (
            f"I asked several times and this is still not done: {_listed(what) or 'what you asked for'}. "
            "Ask again later, or share a smaller part of the file."
        )

    def never_ended(self, what: Sequence[str]) -> str:
        return (
            f"This hasn't come to an end after six hours, so I wait no longer: {_listed(what) or 'what you asked for'}."
            " Ask again, or share a smaller part of the file."
        )

    # what was read, and files that were made
    def confidence(self, least: str, most: str) -> str:
        return f"confidence {least}" if least == most else f"confidence {least} to {most}"

    def text_shown(self, shown: int, total: int) -> str:
        return f"{shown:,} of {total:,} characters shown, the rest in the text file"

    def whole_text(self, of: str) -> str:
        return f"The whole text of {of}" if of else "The whole text"

    text_untitled = "Text"
    file_untitled = "File"
    ask_again = "Ask again to have it made anew."
    too_big = "It is bigger than Slack takes."

    def not_posted(self, name: str, why: str) -> str:
        return f"I made {name}, but couldn't post it here. {why}"

    # types of a dataset's columns
    correct_types = "Correct types"
    types_submit = "Save"
    types_close = "Cancel"
    types_asked = (
        "These are the types as I read them. Choose others where I was wrong; values that don't fit are left out."
    )
    types_not_yours = "Only the person who asked can correct these types. Ask me to read the file yourself."
    types_gone = "I no longer have the columns of that answer. Ask me to read the file again."

    type_names: Mapping[str, str] = {
        "text": "text",
        "integer": "whole number",
        "number": "number",
        "date": "date",
        "timestamp": "date and time",
        "boolean": "true or false",
    }

    def type_name(self, kind: str) -> str:
        """``kind``: of a contract's column."""
        return self.type_names.get({"string": "text", "json": "text"}.get(kind, kind), kind)

    def types_cut(self, shown: int, total: int) -> str:
        return f"These are the first {shown:,} of {total:,} columns. Tell me in words to change the types of others."

    def retyped(self, dataset: str, types: Sequence[tuple[str, str]]) -> str:
        listed = ", ".join(f"{label}: {kind}" for label, kind in types)
        return f"The columns of {dataset} are now {listed}." if listed else f"The types of {dataset} are changed."

    def not_retyped(self, dataset: str, why: str) -> str:
        return f"The types of {dataset} stay as they are. {why}".strip()


def _it(what: Sequence[str]) -> str:
    return "it is" if len(set(what)) == 1 else "they are"


def _listed(what: Sequence[str]) -> str:
    named = [one[:1].lower() + one[1:] for one in dict.fromkeys(what) if one]
    return " and ".join(named) if len(named) < 3 else f"{', '.join(named[:-1])} and {named[-1]}"


ENGLISH = JobWords()
