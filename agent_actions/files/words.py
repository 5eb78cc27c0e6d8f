"""Every sentence about shared files that a person can read from the actions. ``name`` is a file's name for people."""

from __future__ import annotations

from collections.abc import Sequence


def size(count: int) -> str:
    """Bytes as people say them: "12 kB", "3.4 MB", "1.2 GB"."""
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= step:
            number = count / step
            return f"{number:.1f} {unit}" if number < 10 and round(number, 1) % 1 else f"{number:.0f} {unit}"
    return f"{count} bytes"


def span(seconds: float) -> str:
    """ "40 seconds", "5 minutes", "5 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return counted(whole, "second")
    hours, minutes = divmod(round(whole / 60), 60)
    if not hours:
        return counted(minutes, "minute")
    return f"{hours} h {minutes} min" if minutes else counted(hours, "hour")


def clock(seconds: float) -> str:
    """A point of time in a recording: "0:07", "12:40", "1:02:03"."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3_600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def joined(items: Sequence[str], word: str = "and") -> str:
    return ", ".join(items[:-1]) + f" {word} {items[-1]}" if len(items) > 1 else "".join(items)


# which file

NO_FILE = "No file was shared in this thread. Drop one here, then ask again."
NO_THREAD = "Files belong to a thread, and this request came from outside of one."


def unknown_file(given: str, names: Sequence[str]) -> str:
    shown = list(names[:8]) + ([f"{len(names) - 8} more"] if len(names) > 8 else [])
    return f"There is no file called “{given}” in this thread. There is: {joined(shown)}."


def which_file(given: str, names: Sequence[str]) -> str:
    if not given:
        return f"There are several files in this thread: {joined(list(names[:8]))}. Which one?"
    return f"Several files in this thread go by “{given}”: {joined(list(names[:8]))}. Which one?"


def gone(name: str) -> str:
    return f"“{name}” isn't here any more: files are kept for some days only. Share it again."


def wrong_kind(name: str, is_: str, doing: str, takes: str) -> str:
    return f"“{name}” is {is_}, and {doing} takes {takes}."


KINDS = {
    "image": "a picture",
    "document": "a document",
    "table": "a table",
    "text": "a text",
    "audio": "a sound recording",
    "video": "a video",
}


def bad_request(what: str) -> str:
    return f"The file isn't described as it should be: {what}."


# the structural look


def empty_file(name: str) -> str:
    return f"“{name}” is empty: there is nothing in it to read. Check the file and share it again."


def too_large(name: str, is_: int, most: int, what: str) -> str:
    return f"“{name}” has {size(is_)}; of {what} I take at most {size(most)}. Share a smaller one, or a part of it."


WHAT = {
    "image": "pictures",
    "document": "documents",
    "table": "tables",
    "text": "text files",
    "audio": "sound recordings",
    "video": "videos",
}


def too_long_to_read(name: str) -> str:
    return (
        f"“{name}” took too long to open, so I stopped: it is broken, or made to keep programs busy. "
        "Save it anew from the program that made it, and share that."
    )


def too_heavy(name: str) -> str:
    return (
        f"“{name}” needs more memory or time to open than I may spend on a file, so I left it. "
        "Share a smaller version of it, or export it anew."
    )


def picture_unreadable(name: str) -> str:
    return (
        f"“{name}” isn't a picture that I can open. I take PNG, JPEG, GIF, WebP, TIFF and BMP: save it as one of them."
    )


def picture_broken(name: str) -> str:
    return f"“{name}” is damaged: the picture breaks off in the middle. Share it again from the original."


def picture_too_large(name: str, width: int, height: int, pixels: int) -> str:
    return (
        f"“{name}” is {width:,} × {height:,} pixels; I take pictures of at most {pixels // 1_000_000} megapixels. "
        "Scale it down and share it again."
    )


def too_many_pages(name: str, pages: int, most: int) -> str:
    return f"“{name}” has {pages:,} pages; I read at most {most:,}. Split it and share the part that you need."


def locked(name: str) -> str:
    return f"“{name}” is protected with a password, so I can't open it. Share a copy without one."


def locked_or_old(name: str) -> str:
    return (
        f"“{name}” is protected with a password, or in the format of Office before 2007. "
        "Save it without a password as DOCX or XLSX, and share that."
    )


def pdf_unreadable(name: str) -> str:
    return f"“{name}” is damaged: it doesn't open as a PDF. Export it anew and share that."


def office_unreadable(name: str) -> str:
    return f"“{name}” is damaged: it doesn't open as an Office file. Save it anew as DOCX or XLSX, and share that."


def macros(name: str) -> str:
    return (
        f"“{name}” has macros in it, and I take no files with programs inside. Save it as DOCX or XLSX and share that."
    )


def zip_entries(name: str, entries: int, most: int) -> str:
    return f"“{name}” is packed from {entries:,} parts; I open at most {most:,}. Save a smaller part, and share that."


def zip_bomb(name: str, megabytes: int, most: int) -> str:
    return (
        f"“{name}” unpacks to {megabytes:,} MB or more; I open at most {most:,} MB. "
        "Export what you need as CSV, and share that."
    )


def zip_ratio(name: str, ratio: int, most: int) -> str:
    return (
        f"“{name}” unpacks to {ratio:,} times its size; I open at most {most:,} times, because files made to flood a "
        "computer look like that. Export what you need as CSV, and share that."
    )


def binary(name: str) -> str:
    return (
        f"“{name}” isn't text: it has binary content. Save it as CSV, TXT, Markdown or JSON in UTF-8, and share that."
    )


def too_many_rows(name: str, most: int) -> str:
    return f"“{name}” has more than {most:,} rows, which is as many as I take. Share the part that you need."


def json_broken(name: str, line: int) -> str:
    return f"“{name}” isn't valid JSON: it stops making sense in line {line:,}. Mend it there and share it again."


def json_too_large(name: str, megabytes: int) -> str:
    return f"“{name}” is one JSON document of more than {megabytes} MB. Save it as JSON lines or CSV, and share that."


def parquet_unreadable(name: str) -> str:
    return f"“{name}” is damaged: the end of it, which says what a Parquet file holds, can't be read. Write it anew."


def media_unreadable(name: str, *, video: bool) -> str:
    kind, formats = ("video", "MP4, MOV or WebM") if video else ("sound recording", "MP3, M4A, WAV, FLAC, OGG or AMR")
    return f"“{name}” is damaged: it doesn't open as a {kind}. Export it anew as {formats}, and share that."


def media_too_long(name: str, seconds: float, most: int, *, video: bool) -> str:
    what = "videos" if video else "recordings"
    return (
        f"“{name}” runs for {span(seconds)}; I take {what} of at most {span(most)}. Cut it and share the part you need."
    )


def guessed_encoding(name: str) -> str:
    return f"“{name}” isn't in UTF-8; I read it as Western European. If letters look wrong, save it in UTF-8."


def other_name(name: str, is_: str) -> str:
    return f"“{name}” is {is_} by its content, whatever its name says."


def inspected(name: str, facts: Sequence[str]) -> str:
    return f"{name}: {', '.join(facts)}." if facts else f"{name}."


# AWS's services

DOCUMENT_UNSUPPORTED = "Textract doesn't read this document: it takes PDF, PNG, JPEG and TIFF without a password."
DOCUMENT_BAD = "Textract couldn't open this document: it is damaged or has nothing on its pages. Export it anew."
DOCUMENT_TOO_LARGE = "This document is larger than Textract takes: 500 MB and 3,000 pages at most. Share a part of it."
IMAGE_FORMAT = "Rekognition doesn't read this format of picture. Share it as PNG or JPEG."
IMAGE_TOO_LARGE = (
    "This picture is larger than Rekognition takes: 15 MB and 10,000 pixels a side at most. Scale it down."
)
VIDEO_TOO_LARGE = "This video is larger than Rekognition takes: 10 GB and 6 hours at most. Share a part of it."


def busy(service: str) -> str:
    return f"{service} is busy just now. Try again in a minute."


def not_granted(service: str) -> str:
    return f"I may not use {service} here. Whoever runs me can grant it."


def unreachable(service: str) -> str:
    return f"I can't reach {service} just now. Try again in a minute."


def service_says(service: str, message: str) -> str:
    """``message``: the service's own words."""
    return f"{service} says: {message}."


def service_failed(service: str, code: str) -> str:
    return f"{service} couldn't do it" + (f" ({code})." if code else ".")


def waiting(what: str) -> str:
    """``what``: "transcribing memo.ogg"."""
    return f"I am {what}. That takes a while; the answer comes here when it is done."


def job_lost(what: str) -> str:
    """``what``: "Transcribing memo.ogg"."""
    return f"{what} didn't finish, and its service doesn't say why. Ask again to start anew."


def jobs_checked(running: int, over: int) -> str:
    return f"{counted(running, 'job')} running, {over:,} over."


def article(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" else "a"


def not_looked_for(undone: Sequence[tuple[str, str]]) -> list[str]:
    """``undone``: what wasn't looked for, and why; one sentence for each reason."""
    reasons: dict[str, list[str]] = {}
    for want, why in undone:
        reasons.setdefault(why, []).append(want.replace("_", " "))
    return [f"Not looked for: {joined(wants)}. {why}" for why, wants in reasons.items()]


def csv_broken(name: str) -> str:
    return f"“{name}” can't be divided into rows and columns. Save it anew as CSV, and share that."
