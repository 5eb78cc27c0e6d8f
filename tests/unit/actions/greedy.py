"""A reader that misbehaves as hostile files make readers misbehave."""

from typing import Any

from agent_actions.files.confined import serve


def misbehave(request: dict[str, Any]) -> dict[str, Any]:
    if request["how"] == "memory":
        kept = [bytearray(10_000_000) for _ in range(1_000)]
        return {"kept": len(kept)}
    if request["how"] == "crash":
        raise ValueError("broken")
    while request["how"] == "loop":
        pass
    return {"environment": sorted(__import__("os").environ)}


if __name__ == "__main__":
    serve(misbehave)
