"""Every sentence that the workspace says to a person."""

from __future__ import annotations

from typing import Any, Final

NO_SOCKET_MODE: Final = "[ERROR] This workspace sends events by HTTP to the request URL; it has no Socket Mode."
COMMAND_TIMEOUT: Final = '{command} failed with the error "operation_timeout". The app took longer than 3 seconds.'
COMMAND_FAILED: Final = '{command} failed with the error "dispatch_failed". The app answered {status}.'
COMMAND_UNREACHED: Final = '{command} failed with the error "dispatch_failed". The app could not be reached.'
NO_APP: Final = "No app is connected to this workspace: it was started without a request URL."
ACTION_FAILED: Final = "That did not work: the app gave no answer. Try it again."
VIEW_FAILED: Final = "We had some trouble connecting. Try again?"
UNKNOWN_PERSON: Final = "There is nobody here by that name."
UNKNOWN_CHANNEL: Final = "There is no such conversation, or this person is not in it."
EMPTY_MESSAGE: Final = "A message needs some text or a file."
UNKNOWN_FILE: Final = "There is no such file."
NOT_A_COMMAND: Final = "A command begins with a slash."
UNKNOWN_ELEMENT: Final = "That button is no longer there."
BAD_REQUEST: Final = "The request could not be read: it is not the JSON that this address expects."
BAD_NUMBERS: Final = "before and limit are whole numbers."
NOT_KEPT: Final = "That entry is no longer kept: the panel keeps the newest ones only."
MISSING_FIELD: Final = "The request lacks a field: {name}."
EMPTY_SEARCH: Final = "Write a word to search for. in:#channel, from:@name and has:file narrow it down."
SLACK_ERRORS: Final[dict[str, str]] = {
    "msg_too_long": "msg_too_long: a message holds at most 40,000 characters. Send the rest as a file.",
}
"""Slack's codes that a person can do something about; the code comes first, as programs look for it."""
CHART_KINDS: Final[dict[str, str]] = {
    "bar": "bar chart",
    "line": "line chart",
    "area": "area chart",
    "pie": "pie chart",
}
CHART_VALUE: Final = "Value"
CHART_DESCRIBED: Final = "{title}, {kind} of {count} values. Highest {high}. Lowest {low}."
EMPTY_FILE: Final = "{name} is empty, so there is nothing to send. Choose another file."
NO_FILE: Final = "The upload holds no file."
BAD_FAULT: Final = "A fault needs a method and a kind: {kinds}."
BAD_FAULT_METHOD: Final = "A fault of the kind {kind} fits the method {method} alone."
FAULT_OF_DELIVERY: Final = "The delivery of an event can be: {kinds}."
DOUBLED_IS_OF_DELIVERY: Final = "Only the delivery of an event can be doubled: name it as in delivery.message."
UNKNOWN_FAULT_FIELD: Final = "A fault has no field {name}. It may have: {names}."
BAD_FAULT_FIELD: Final = "The fault's {name} cannot be that: {why}."
BAD_LIMITS: Final = 'Limits are an object of names and values, as in {"limits": {"one_table": false}}.'
UNKNOWN_LIMIT: Final = "There is no limit {name}. There are: {names}."
BAD_LIMIT: Final = (
    "The limit {name} cannot be that: false switches it off, true puts Slack's value back; where it has a value,"
    " a number from 0 sets it."
)
PROCESSING: Final = "is working on it..."
SLACKBOT: Final = "Slackbot"

PAGE: Final[dict[str, Any]] = {
    "title": "Outcrop workspace",
    "channels": "Channels",
    "apps": "Apps",
    "search": "Search or jump to...",
    "search_hint": "Search messages. in:#channel, from:@name and has:file narrow it down.",
    "found_conversations": "Conversations",
    "found_messages": "Messages",
    "found_none": "No message has all of these words.",
    "found_more": "Older messages match too: add a word to narrow it down.",
    "newest": "Newest messages",
    "new_since": "{n} new",
    "composer": "Message {where}",
    "composer_thread": "Reply...",
    "send": "Send",
    "attach": "Attach a file",
    "thread": "Thread",
    "close": "Close",
    "stop": "Stop",
    "only_you": "Only visible to you",
    "edited": "(edited)",
    "deleted": "This message was deleted.",
    "app": "APP",
    "guest": "guest",
    "you": "you",
    "reply": "Reply in thread",
    "edit": "Edit message",
    "delete": "Delete message",
    "delete_sure": "Delete this message?",
    "more_actions": "More actions",
    "file_not_shown": "This file can't be shown here.",
    "react": "Add reaction",
    "copy": "Copy link",
    "cancel": "Cancel",
    "save": "Save",
    "today": "Today",
    "yesterday": "Yesterday",
    "theme": "Light or dark",
    "persona": "You are",
    "menu": "Conversations",
    "empty_channel": "This is the start of {where}. Mention @Outcrop to ask about the data.",
    "empty_dm": "Ask Outcrop about the company's data",
    "empty_dm_more": "Write a question below, in your own words. Answers come with where the figures are from.",
    "help_enter": "Enter sends, Shift+Enter makes a new line",
    "filter": "Filter rows",
    "rows": "{n} rows",
    "unknown_block": "This page cannot draw a block of type {type}.",
    "unknown_block_hint": "Show what it holds",
    "offline": "Connection lost. Trying again...",
    "image": "Image: {alt}",
    "download": "Download {name}",
    "no_match": "Nothing by that name.",
    "sources": "Sources",
    "new": "New",
    "not_loaded": "This image lives outside this machine: {url}",
    "file_removed": "This file was deleted.",
    "tab_messages": "Messages",
    "tab_home": "Home",
    "home_empty": "The app has not drawn its Home yet.",
    "message": "Message",
    "unread": "{n} unread",
    "reply_one": "reply",
    "reply_many": "replies",
    "last_at": "last at {time}",
    "page_before": "Previous page",
    "page_after": "Next page",
    "steps": "{n} steps",
    "optional": "(optional)",
    "more": "More",
    "cards": "Cards",
    "skip": "Skip to messages",
    "task_pending": "waiting",
    "task_in_progress": "in progress",
    "task_complete": "done",
    "task_error": "failed",
    "remove": "Remove {name}",
    "upload_failed": "{name} could not be uploaded. A folder cannot be sent: choose the files in it.",
    "more_lines": "{n} more lines",
    "chart_table": "Show the figures",
    "drop": "Drop files to attach them",
    "field_names": {
        "static_select": "Choose",
        "external_select": "Choose",
        "users_select": "Choose a person",
        "channels_select": "Choose a channel",
        "conversations_select": "Choose a conversation",
        "datepicker": "Day",
        "timepicker": "Time",
        "datetimepicker": "Day and time",
        "rich_text_input": "Text",
    },
    "nothing_chosen": "Nothing by that name.",
    "type_more": "Write at least {n} letters.",
    "looking": "Looking...",
    "most_chosen": "No more than {n} can be chosen.",
    "choose_day": "Choose a day",
    "choose_time": "Time",
    "day_of": "Day",
    "time_of": "Time",
    "month_before": "Month before",
    "month_after": "Month after",
    "day_clear": "Clear",
    "day_today": "Today",
    "no_time": "{text} is no time of day. Write it as 14:30.",
    "rich_tools": "Text style",
    "rich_bold": "Bold",
    "rich_italic": "Italic",
    "rich_strike": "Struck out",
    "rich_code": "Code",
    "rich_bullets": "Bullets",
    "rich_numbers": "Numbers",
    "more_emoji": "Find an emoji",
    "emoji_none": "No emoji by that name.",
}

WIRE: Final[dict[str, str]] = {
    "title": "What was sent",
    "hint": "Events, API calls, payloads and timing, for who builds Slack apps",
    "kind": "Kind",
    "all": "Everything",
    "to_app": "Slack to app",
    "from_app": "App to Slack",
    "events": "Events",
    "interactions": "Commands and buttons",
    "calls": "API calls",
    "files": "Files",
    "filter": "Method, event or error",
    "errors": "Only errors",
    "thread": "Open thread",
    "turn": "One turn",
    "turn_off": "Show every turn",
    "pause": "Pause",
    "resume": "Resume",
    "waiting": "{n} new while paused",
    "clear": "Clear",
    "close": "Close",
    "list": "What was sent, newest first",
    "detail": "Details",
    "back": "Back to the list",
    "resize": "Height of the panel",
    "empty": "Nothing was sent yet. Say something to Outcrop, and what Slack and the app tell each other shows here.",
    "no_match": "Nothing matches the filter.",
    "request": "Sent",
    "answer": "Answered",
    "headers": "Headers",
    "nothing": "No body.",
    "copy": "Copy",
    "copied": "Copied.",
    "not_copied": "The browser did not allow copying.",
    "at": "When",
    "took": "Took",
    "status": "HTTP status",
    "no_answer": "no answer",
    "error": "Error",
    "fault": "Fault that was asked for",
    "attempt": "Retry",
    "place": "Where",
    "open": "Open the thread",
    "only_turn": "Only this turn",
    "same_turn": "Same turn",
    "older": "Older",
    "row": "{time}, {way}: {name}, {outcome}, {ms} ms",
    "ok": "ok",
    "masked": "Tokens, signatures and response URLs are masked before anything is kept.",
}

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("/outcrop ask ", "Ask about the data, seen only by you until shared"),
    ("/outcrop datasets", "What there is to ask about"),
    ("/outcrop help", "What Outcrop can do"),
)
