"""Accounts for the real thing: found or not, never tried, never shown."""

from __future__ import annotations

from collections.abc import Iterator

import botocore.credentials
import botocore.session

from infra.doctor import Finding, check, words
from infra.doctor.settings import AccountSettings
from infra.local.settings import LocalSettings

ASKS_THE_NETWORK = ("iam-role", "container-role")
"""Providers that would ask an address that only an AWS machine has."""


@check("accounts", order=80)
def accounts(_settings: LocalSettings) -> Iterator[Finding]:
    resolver = botocore.credentials.create_credential_resolver(botocore.session.Session())
    for provider in ASKS_THE_NETWORK:
        resolver.remove(provider)
    found = resolver.load_credentials()
    if found is None:
        yield Finding("AWS account", "none", words.NO_KEYS, words.KEYS_MEND)
    else:
        yield Finding("AWS account", "works", words.keys_found(str(found.method)))
    if AccountSettings().slack:
        yield Finding("Slack workspace", "works", words.SLACK_TOKENS)
    else:
        yield Finding("Slack workspace", "none", words.NO_SLACK_TOKENS, words.SLACK_MEND)
