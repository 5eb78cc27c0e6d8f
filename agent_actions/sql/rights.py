"""Who may see what: the asker's roles, met with those of whoever will read the reply (DESIGN section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from agent_actions.contract import Audience, Caller
from agent_actions.errors import RefusedError
from agent_actions.semantic.config import Names, Rights, Role
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.sql import words
from agent_actions.sql.table_rights import OPEN, Side, TableRights, meet, source_of

SHARED = "shared"
"""Role of guests, and of channels that guests or Slack Connect members read."""
EVERYONE = "everyone"
"""Role of a channel that has none of its own."""


def nobodys(ref: TableRef) -> bool:  # noqa: ARG001
    return False


class Grant:
    """What one caller may read, and call, in front of one audience."""

    def __init__(
        self, model: SemanticModel, person: Side, audience: Side | None, own: Callable[[TableRef], bool] = nobodys
    ) -> None:
        self._model = model
        self._person = person
        self._audience = audience
        self._own = own
        self._met: dict[TableRef, TableRights | None] = {}

    def beside(self, own: Callable[[TableRef], bool]) -> Grant:
        """The same, and all of the tables that are ``own``: those made of files that all readers were given."""
        return Grant(self._model, self._person, self._audience, own)

    def allows_dataset(self, name: str) -> bool:
        """Whether the dataset of this name, or a table written ``database.table``, may be read."""
        ref = source_of(self._model, name)
        return ref is not None and self.allows_table(ref)

    def allows_table(self, ref: TableRef) -> bool:
        return self._rights(ref) is not None

    def allows_action(self, name: str) -> bool:
        return self._every(lambda role: role.actions, name)

    def allows_model(self, name: str) -> bool:
        """Whether the published prediction model may be called."""
        return self._every(lambda role: role.models, name)

    def hidden_columns(self, ref: TableRef) -> frozenset[str]:
        """Lower-case physical columns that must not be read at all."""
        rights = self._rights(ref)
        return rights.hidden if rights else frozenset()

    def masked_columns(self, ref: TableRef) -> frozenset[str]:
        """Lower-case physical columns whose values must not be shown."""
        rights = self._rights(ref)
        return rights.masked if rights else frozenset()

    def row_filters(self, ref: TableRef) -> tuple[str, ...]:
        """Conditions over physical columns, all of which must hold; raises RefusedError when one cannot be read."""
        rights = self._rights(ref)
        return tuple(f.sql for f in rights.filters()) if rights else ("FALSE",)

    def describe_hidden(self, refs: Iterable[TableRef]) -> tuple[str, ...]:
        """What is withheld of these tables, in words, one sentence a table; nothing for a table that is all open."""
        described = (self._describe(ref) for ref in dict.fromkeys(refs))
        return tuple(d for d in described if d)

    def refusal(self, ref: TableRef) -> str:
        """Why a table may not be read here, and what to do about it."""
        dataset = self._model.dataset_of(ref)
        label = dataset.label if dataset else str(ref)
        return words.table_refused(label, by_channel=self._person.table(ref) is not None)

    def _describe(self, ref: TableRef) -> str:
        dataset = self._model.dataset_of(ref)
        label = dataset.label if dataset else str(ref)
        person = self._person.table(ref)
        both = self._rights(ref)
        if person is None:
            return words.about(label, [words.NOT_OPEN])
        if both is None:
            return words.about(label, [words.HIDDEN_FROM_CHANNEL])
        own = person.filter_words()
        parts = list(own)
        parts += [words.in_channel(w) for w in both.filter_words() if w not in own]
        for by_channel, names in _by_origin(person.hidden, both.hidden):
            parts.append(words.hidden_columns(names, by_channel=by_channel))
        for by_channel, names in _by_origin(person.masked, both.masked):
            parts.append(words.masked_columns(names, by_channel=by_channel))
        return words.about(label, parts) if parts else ""

    def _rights(self, ref: TableRef) -> TableRights | None:
        if ref not in self._met and self._own(ref):
            self._met[ref] = TableRights()
        if ref not in self._met:
            rights = self._person.table(ref)
            if rights is not None and self._audience is not None:
                other = self._audience.table(ref)
                rights = meet(rights, other) if other is not None else None
            self._met[ref] = rights
        return self._met[ref]

    def _every(self, names: Callable[[Role], Names], name: str) -> bool:
        sides = [self._person] if self._audience is None else [self._person, self._audience]
        return all(side.allows(names, name) for side in sides)


def grant(model: SemanticModel, caller: Caller, audience: Audience) -> Grant:
    """The asker's rights met with the audience's. Raises RefusedError for whoever matches nothing."""
    if caller.kind == "stranger":
        raise RefusedError(words.STRANGER)
    rights = model.config.rights
    if rights is None:
        if caller.kind == "guest":
            raise RefusedError(words.GUEST_REFUSED)
        if audience.kind == "channel" and audience.shared:
            raise RefusedError(words.SHARED_REFUSED)
        return Grant(model, OPEN, None)
    attributes = _attributes(rights, caller)
    person = Side(model, _named(rights, _person_roles(rights, caller)), attributes)
    if _grants_nothing(person):
        raise RefusedError(words.GUEST_REFUSED if caller.kind == "guest" else words.NO_ROLE)
    if audience.kind == "dm":
        return Grant(model, person, None)
    readers = Side(model, _named(rights, [_channel_role(rights, audience)]), attributes)
    if _grants_nothing(readers):
        raise RefusedError(words.SHARED_REFUSED if audience.shared else words.CHANNEL_REFUSED)
    return Grant(model, person, readers)


def _grants_nothing(side: Side) -> bool:
    return not any(role.datasets for _, role in side.roles)


def _person_roles(rights: Rights, caller: Caller) -> list[str]:
    exact = rights.people.get(caller.user)
    if caller.kind == "guest":
        return [exact if exact is not None else SHARED]
    found = exact if exact is not None else _by_email(rights.people, caller.email)
    roles = [found] if found is not None else []
    return roles + [rights.groups[group] for group in caller.groups if group in rights.groups]


def _by_email(people: Mapping[str, str], email: str | None) -> str | None:
    if not email:
        return None
    folded = {key.casefold(): role for key, role in people.items()}
    address = email.casefold()
    return folded.get(address) or folded.get(f"*@{address.rpartition('@')[2]}")


def _channel_role(rights: Rights, audience: Audience) -> str:
    if audience.shared:
        return SHARED
    by_id = rights.channels.get(audience.channel)
    return by_id or rights.channels.get(audience.name) or EVERYONE


def _named(rights: Rights, names: Iterable[str]) -> tuple[tuple[str, Role], ...]:
    """Roles that exist; a name without a role grants nothing."""
    return tuple((name, rights.roles[name]) for name in dict.fromkeys(names) if name in rights.roles)


def _attributes(rights: Rights, caller: Caller) -> dict[str, str]:
    """Lower-case attribute -> value. What Slack says of the caller cannot be overridden."""
    email = (caller.email or "").casefold()
    found: dict[str, str] = {}
    for key in (k for k in rights.attributes if email and k.casefold() == email):
        found.update({name.lower(): value for name, value in rights.attributes[key].items()})
    found.update({name.lower(): value for name, value in rights.attributes.get(caller.user, {}).items()})
    found["user"] = caller.user
    found.pop("email", None)
    if caller.email:
        found["email"] = caller.email
    return found


def _by_origin(own: frozenset[str], both: frozenset[str]) -> Iterable[tuple[bool, list[str]]]:
    """(taken away by the channel?, column names), without empty ones."""
    for by_channel, names in ((False, both & own), (True, both - own)):
        if names:
            yield by_channel, sorted(names)
