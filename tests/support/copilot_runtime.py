"""A runtime of GitHub Copilot as the SDK meets one: JSON-RPC over standard input and output.

Its answers have the shape of those of runtime 1.0.102. It is a program of its own, started by the
SDK; `play` tells it beforehand what to answer, in a file beside the one where it notes what it was
asked.
"""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, BinaryIO

Json = dict[str, Any]

MODELS = ("gpt-5-mini", "claude-sonnet-4.5")
USAGE = {"inputTokens": 100, "outputTokens": 10, "finishReason": "stop"}


def installed(folder: Path) -> Path:
    """A folder for the PATH in which `copilot` is this program."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "copilot"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


def play(home: Path, *answers: Json, **state: Any) -> None:
    """What is answered to one message after the other: `{"says"}`, `{"error"}` with its category,
    `{"dies"}`, `{"silent"}`. Of its own state: `signed_out`, `errors` by method."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "play.json").write_text(json.dumps({"answers": answers, **state}))


def asked(home: Path) -> list[Json]:
    """Every request so far, `{method, params}`, oldest first."""
    notes = home / "asked.jsonl"
    lines = notes.read_text().splitlines() if notes.exists() else []
    return [json.loads(line) for line in lines]


class Runtime:
    """One process of it, over two streams."""

    def __init__(self, home: Path, reading: BinaryIO, writing: BinaryIO) -> None:
        self._home, self._reading, self._writing = home, reading, writing
        self._state: Json = json.loads((home / "play.json").read_text())
        self._answers: list[Json] = self._state["answers"]

    def run(self) -> None:
        (self._home / "environ.json").write_text(json.dumps(dict(os.environ)))
        while (request := self._read()) is not None:
            with (self._home / "asked.jsonl").open("a") as notes:
                told = {"method": request["method"], "params": request.get("params", {})}
                notes.write(json.dumps(told) + "\n")
            self._answer(request["id"], request["method"], request.get("params", {}))

    def _answer(self, number: str, method: str, params: Json) -> None:
        error = self._state.get("errors", {}).get(method)
        if error is None and method == "models.list" and self._state.get("signed_out"):
            error = "Not authenticated. Please authenticate first."
        if error is not None or method == "session.sendAndWait":
            problem = {"code": -32603, "message": error or f"Unhandled method {method}"}
            self._write({"id": number, "error": problem})
            return
        self._write({"id": number, "result": self._result(method, params)})
        if method == "session.send":
            self._play(params["sessionId"])
        elif method == "session.abort":
            self._tell(params["sessionId"], "session.idle", aborted=True)

    def _result(self, method: str, params: Json) -> Json:
        match method:
            case "connect":
                return {"ok": True, "protocolVersion": 3, "version": "1.0.102"}
            case "auth.getStatus":
                return {"isAuthenticated": not self._state.get("signed_out")}
            case "models.list":
                return {"models": [_model(name) for name in MODELS] + [_model("off", "disabled")]}
            case "session.create":
                return {"sessionId": params["sessionId"], "capabilities": {}}
            case "session.send":
                return {"messageId": "m1"}
            case "ping":
                return {"message": "pong", "timestamp": 0, "protocolVersion": 3}
            case _:
                return {"success": True}

    def _play(self, session: str) -> None:
        answer = self._answers.pop(0) if self._answers else {"says": "{}"}
        if "dies" in answer:
            os._exit(1)
        if "silent" in answer:
            return
        if "error" in answer:
            self._tell(session, "session.error", errorType=answer["error"], message=str(answer))
        else:
            text = answer["says"]
            for at in range(0, len(text), 24):
                piece = text[at : at + 24]
                self._tell(session, "assistant.message_delta", messageId="a1", deltaContent=piece)
            self._tell(session, "assistant.usage", model="gpt-5-mini", **USAGE)
            self._tell(session, "assistant.message", messageId="a1", content=text)
        self._tell(session, "session.idle")

    def _tell(self, session: str, kind: str, **data: Any) -> None:
        stamp = {"id": f"{session[:-4]}{len(kind):04}", "timestamp": "2026-11-29T00:00:00.000Z"}
        event = {"type": kind, "data": data, "parentId": None, **stamp}
        self._write({"method": "session.event", "params": {"sessionId": session, "event": event}})

    def _read(self) -> Json | None:
        length = 0
        while (line := self._reading.readline().strip()) or not length:
            if not line:
                return None
            length = int(line.partition(b":")[2])
        found: Json = json.loads(self._reading.read(length))
        return found

    def _write(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._writing.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._writing.flush()


def _model(name: str, policy: str = "enabled") -> Json:
    limits = {"max_context_window_tokens": 128_000}
    capabilities = {"supports": {"vision": False}, "limits": limits}
    rules = {"state": policy, "terms": ""}
    return {"id": name, "name": name, "capabilities": capabilities, "policy": rules}


if __name__ == "__main__":
    Runtime(Path(os.environ["COPILOT_HOME"]), sys.stdin.buffer, sys.stdout.buffer).run()
