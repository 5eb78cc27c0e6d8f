"""What the offline Transcribe says: Amazon's own sentences where the case is Amazon's, ours where it is our limit."""

from __future__ import annotations

QUALITY = (
    "English only, rough: about 1 word in 4 of read speech is wrong, more with noise or an accent; no punctuation, "
    "no speakers, no confidence"
)

_AGAIN = "try your request again."

NO_MEDIA = f"The S3 URI that you provided can't be accessed. Make sure that you have read permission and {_AGAIN}"
NO_BUCKET = (
    "The specified S3 bucket can't be accessed. Make sure that you have write permission and try your request again."
)
JOB_EXISTS = "The requested job name already exists. Use a different job name."
NO_JOB = "The requested job couldn't be found. Check the job name and try your request again."
NO_VOCABULARY = "The requested vocabulary couldn't be found. Check the vocabulary name and try your request again."
NO_FILTER = (
    "The requested vocabulary filter couldn't be found. Check the vocabulary filter name and try your request again."
)
NO_LANGUAGE = (
    "1 validation error detected: Either LanguageCode, IdentifyLanguage or IdentifyMultipleLanguages must be set"
)
TWO_LANGUAGES = (
    "You can't specify both LanguageCode and IdentifyLanguage. Choose one of them and try your request again."
)
KEY_WITHOUT_BUCKET = "You must specify an OutputBucketName when you specify an OutputKey."
SPEAKERS_WITHOUT_COUNT = (
    "The MaxSpeakerLabels parameter is required when ShowSpeakerLabels is set. Set it and try your request again."
)
BAD_TOKEN = "The NextToken is not valid. Use the one of the last answer, with the same filters."  # noqa: S105


def too_many_jobs(most: int) -> str:
    return f"You have {most} transcription jobs that are not finished. Wait until some are and try your request again."


MISMATCH = (
    "The media format provided does not match the detected media format. Check the media format of the file and try "
    "your request again."
)
UNSUPPORTED = (
    "Unsupported media format. Amazon Transcribe takes MP3, MP4, M4A, WAV, FLAC, OGG, AMR and WebM. "
    f"Convert the file and {_AGAIN}"
)
BAD_MEDIA = "The data in your input media file isn't valid. Check the media file and try your request again."
TOO_LARGE = (
    f"Invalid file size: file size too large. Maximum file size is 2 GB. Check the size of the file and {_AGAIN}"
)
TOO_LONG = (
    "Invalid file size: file size too large. Maximum audio duration is 4.000000 hours. "
    f"Check the length of the file and {_AGAIN}"
)
TOO_SHORT = (
    f"Your media file is too short: it must last at least 0.5 seconds. Check the length of the file and {_AGAIN}"
)
RATE = (
    "Invalid sample rate for audio file. The sample rate must be between 8,000 and 48,000 hertz. Resample the file and "
    "try your request again."
)
RATE_MISMATCH = (
    "The sample rate provided does not match the detected sample rate. Check the sample rate of the file and try your "
    "request again."
)
CHANNELS = (
    "Invalid number of channels: number of channels too large. The file has more than two channels. "
    f"Mix it down and {_AGAIN}"
)
TOO_LITTLE_SPEECH = (
    "Your audio file must have a speech segment long enough in duration to perform automatic language identification. "
    "Provide an audio file with someone speaking for a longer period of time and try your request again."
)
UNIDENTIFIED = (
    "The language could not be identified. The offline Transcribe knows only whether speech is clearly English; "
    f"if this is, set LanguageCode (such as en-US) and {_AGAIN}"
)
BROKE = "The offline Transcribe's engine ended while it listened to this file. Try your request again."


def slow(seconds: float) -> str:
    return f"The offline Transcribe gave up: listening took more than {seconds:.0f} seconds."


def english_only(code: str) -> str:
    return f"The offline Transcribe hears English only: it can't transcribe {code}."


def cannot(what: str) -> str:
    return f"The offline Transcribe can't do {what}. Leave it out and try your request again."
