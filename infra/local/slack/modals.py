"""Views: trigger ids, the stack of modals of each person, the Home tab, submit and close."""

from __future__ import annotations

import json
import secrets
import threading
import time
from typing import Any

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError, missing
from infra.local.slack.people import APP_ID, BOT_ID, PEOPLE, TEAM_ID
from infra.local.slack.store import Json
from infra.local.slack.workspace import Change, Workspace

STACK = 3


class Views:
    """A trigger id lives 3 s and works once. Views are records; each person has a stack of at most three."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._lock = threading.RLock()
        self._triggers: dict[str, tuple[str, float]] = {}

    def new_trigger(self, user: str) -> str:
        trigger = f"{time.time_ns() // 1_000_000}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        with self._lock:
            now = time.monotonic()
            self._triggers = {t: (u, at) for t, (u, at) in self._triggers.items() if now - at < 600}
            self._triggers[trigger] = (user, now)
        return trigger

    def _take_trigger(self, trigger: str) -> str:
        if not trigger:
            raise missing("trigger_id")
        with self._lock:
            found = self._triggers.get(trigger)
            if found is None:
                raise SlackApiError("invalid_trigger_id")
            user, born = found
            if not user:
                raise SlackApiError("exchanged_trigger_id")
            if time.monotonic() - born > self._workspace.timing.trigger:
                raise SlackApiError("expired_trigger_id")
            self._triggers[trigger] = ("", born)
            return user

    # stack ------------------------------------------------------------------------------------------------------

    def stack(self, user: str) -> list[str]:
        return list((self._store.get("stack", user) or {"views": []})["views"])

    def _set_stack(self, user: str, views: list[str]) -> None:
        self._store.put("stack", user, {"views": views})
        top = self._store.get("view", views[-1]) if views else None
        self._workspace.announce(Change("view", only=user, data={"view": top}))

    def top(self, user: str) -> Json | None:
        """The modal that the person sees now."""
        stack = self.stack(user)
        return self._store.get("view", stack[-1]) if stack else None

    def require(self, view_id: str) -> Json:
        view = self._store.get("view", view_id)
        if view is None:
            raise SlackApiError("not_found")
        return view

    def _check(self, view: Any, kind: str) -> Json:
        if not view:
            raise missing("view")
        rules = self._workspace.rules
        problems = blockcheck.view_problems(view, rules)
        if problems:
            raise SlackApiError("invalid_arguments", messages=tuple(problems))
        if view["type"] != kind:
            raise SlackApiError(
                "invalid_arguments", messages=(f"[ERROR] must be a {kind} view [json-pointer:/view/type]",)
            )
        if len(json.dumps(view, ensure_ascii=False).encode()) > rules.most("view_bytes"):
            raise SlackApiError("view_too_large")
        return view

    def _make(self, view: Json, user: str, *, previous: str | None = None, root: str | None = None) -> Json:
        view_id = "V" + secrets.token_hex(5).upper()
        made: Json = {
            "private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False,
            "notify_on_close": False, "submit": None, "close": None,
            **view,
            "id": view_id, "team_id": TEAM_ID, "app_id": APP_ID, "bot_id": BOT_ID, "app_installed_team_id": TEAM_ID,
            "previous_view_id": previous, "root_view_id": root or view_id, "state": {"values": {}},
            "hash": f"{int(time.time())}.{secrets.token_hex(4)}", "_user": user,
            "blocks": blockcheck.with_ids(view["blocks"]),
        }  # fmt: skip
        self._store.put("view", view_id, made)
        return made

    def _live(self) -> list[Json]:
        """Views that someone sees or could go back to: open modals and Home tabs."""
        stacked = {view for stack in self._store.all("stack") for view in stack["views"]}
        return [v for v in self._store.all("view") if v["id"] in stacked] + self._store.all("home")

    def _check_unique(self, view: Json, own: str = "") -> None:
        external = view.get("external_id")
        if external and any(v.get("external_id") == external and v["id"] != own for v in self._live()):
            raise SlackApiError("duplicate_external_id")

    def open(self, trigger: str, view: Any) -> Json:
        checked = self._check(view, "modal")
        self._check_unique(checked)
        user = self._take_trigger(trigger)
        made = self._make(checked, user)
        self._set_stack(user, [made["id"]])
        return shown(made)

    def push(self, trigger: str, view: Any) -> Json:
        checked = self._check(view, "modal")
        self._check_unique(checked)
        user = self._take_trigger(trigger)
        return shown(self._push(user, checked))

    def _push(self, user: str, view: Json) -> Json:
        stack = self.stack(user)
        if len(stack) >= STACK:
            raise SlackApiError("push_limit_reached")
        made = self._make(view, user, previous=stack[-1] if stack else None, root=stack[0] if stack else None)
        self._set_stack(user, [*stack, made["id"]])
        return made

    def update(self, view: Any, *, view_id: str, external_id: str, expected_hash: str) -> Json:
        if external_id and not view_id:
            view_id = next((v["id"] for v in self._live() if v.get("external_id") == external_id), "")
            if not view_id:
                raise SlackApiError("not_found")
        if not view_id:
            raise missing("view_id")
        with self._lock:
            known = self.require(view_id)
            if known["type"] == "modal" and view_id not in self.stack(known["_user"]):
                raise SlackApiError("not_found")
            checked = self._check(view, known["type"])
            self._check_unique(checked, view_id)
            if expected_hash and expected_hash != known["hash"]:
                raise SlackApiError("hash_conflict")
            return shown(self._replace(known, checked))

    def _replace(self, known: Json, view: Json) -> Json:
        kept = ("id", "team_id", "app_id", "bot_id", "app_installed_team_id", "previous_view_id", "root_view_id",
                "_user", "state")  # fmt: skip
        made = {**known, **view, **{k: known[k] for k in kept}, "blocks": blockcheck.with_ids(view["blocks"])}
        made["hash"] = f"{int(time.time())}.{secrets.token_hex(4)}"
        self._store.put("view", made["id"], made)
        stack = self.stack(made["_user"])
        if made["id"] in stack:
            self._set_stack(made["_user"], stack)
        return made

    def publish(self, user: str, view: Any, expected_hash: str) -> Json:
        if user not in PEOPLE:
            raise SlackApiError("user_not_found")
        checked = self._check(view, "home")
        with self._lock:
            known = self._store.get("home", user)
            self._check_unique(checked, known["id"] if known else "")
            if expected_hash and known and expected_hash != known["hash"]:
                raise SlackApiError("hash_conflict")
            made = self._make(checked, user)
            self._store.put("home", user, made)
        self._workspace.announce(Change("view", only=user, data={"home": True}))
        return shown(made)

    def home(self, user: str) -> Json | None:
        return self._store.get("home", user)

    # what a person does -----------------------------------------------------------------------------------------

    def keep_state(self, view_id: str, values: Json) -> Json:
        view = self.require(view_id)
        view["state"] = {"values": values}
        self._store.put("view", view_id, view)
        return shown(view)

    def close(self, user: str) -> tuple[list[Json], bool]:
        """The person closes the modal on top: (the closed views, topmost first; whether it cleared the stack)."""
        top = self.top(user)
        clears = bool(top and top.get("clear_on_close"))
        return self.close_top(user, everything=clears), clears

    def close_top(self, user: str, *, everything: bool = False) -> list[Json]:
        """Close the top modal, or all: the closed views, topmost first."""
        stack = self.stack(user)
        gone = stack[:] if everything else stack[-1:]
        closed = [self._store.get("view", view_id) or {} for view_id in reversed(gone)]
        self._set_stack(user, [] if everything else stack[:-1])
        return [shown(view) for view in closed if view]

    def apply_response(self, user: str, view_id: str, answer: Json) -> Json:
        """Honour the ack of a view_submission. Returns ``{"errors": {block_id: words}}`` or ``{}``."""
        action = answer.get("response_action")
        if action == "errors":
            return {"errors": answer.get("errors") or {}}
        if action == "update":
            self._replace(self.require(view_id), self._check(answer.get("view"), "modal"))
        elif action == "push":
            self._push(user, self._check(answer.get("view"), "modal"))
        else:
            self.close_top(user, everything=action == "clear")
        return {}


def shown(view: Json) -> Json:
    return {key: value for key, value in view.items() if not key.startswith("_")}
