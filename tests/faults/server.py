"""The server that is tormented: `python -m tests.faults.server STORE CONTROL`.

A real process with the production's store (a file, or a PostgreSQL's URL) and a bot whose messages say how it
misbehaves. Files in the folder CONTROL do what tests can't do to a process from outside: `readonly` makes a file
read-only, `eio` makes its COMMITs fail after they are done, `clock` holds seconds that the wall clock is wrong by.
"""

import faulthandler
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from chatbot.domain import events as ev
from chatbot.domain.decision import Decision, Reason
from chatbot.errors import ChatbotError
from chatbot.server.app import create_app
from chatbot.server.logs import log_to_stderr
from chatbot.server.run import serve
from chatbot.server.services import Services
from chatbot.server.settings import ServerSettings
from chatbot.transcripts.accounts import Accounts
from tests.fakes.pipeline import AT, FakePipeline
from tests.server.harness import open_store

SETTINGS = ServerSettings(
    frame_rate="100000/second", kilobyte_rate="100000/second", message_rate="200/second", typing_rate="1000/second",
    address_message_rate="100000/second", conversation_rate="100000/second", agent_message_rate="1000/second",
    sign_in_rate="1000/second", sign_in_failures="1000/second", sockets_per_visitor=1000, sockets_per_address=20_000,
    sockets_per_agent=1000, turn_timeout=1.0, closing_timeout=2.0, send_timeout=2.0,
)  # fmt: skip
HANG = 2.5


class Bot(FakePipeline):
    """Words in the message make it slow, hang, raise, or return what it never should."""

    def answer(self, conversation, pending, on_draft=None):
        text = pending.text
        if "slow" in text:
            time.sleep(0.2)
        if "hang" in text:
            time.sleep(HANG)
        if on_draft is not None and conversation.owner == "bot":
            for piece in ("You ", "said"):
                on_draft(piece)
        good = super().answer(conversation, pending, on_draft)
        turn = pending.seq
        return {
            "nothing": lambda: None,
            "empty": lambda: (),
            "texts": lambda: ("hello",),
            "generator": lambda: (event for event in good),
            "other turn": lambda: (*good, ev.BotSaid(at=AT, turn=turn + 1000, text="not asked")),
            "twice": lambda: (*good, ev.BotSaid(at=AT, turn=turn, text="once more")),
            "surrogate": lambda: (_decided(turn), ev.BotSaid(at=AT, turn=turn, text="half \ud800")),
            "not text": lambda: (_decided(turn), ev.BotSaid(at=AT, turn=turn, text=object())),
            "number": lambda: (_decided(turn), ev.BotSaid(at=AT, turn=turn, text=5)),
            "open": lambda: (ev.BotSaid(at=AT, turn=turn, text="no decision"),),
            "as agent": lambda: (*good, ev.AgentSaid(at=AT, agent="eve", id="eve", text="I am human")),
            "over": lambda: (_decided(turn), ev.BotSaid(at=AT, turn=turn, text=f"You said: {text}")),
            "exit": lambda: sys.exit(3),
        }.get(text.partition("garbage:")[2].partition("#")[0], lambda: good)()

    def failed(self, conversation, pending, error):
        if conversation.owner == "bot":
            return super().failed(conversation, pending, error)
        return (_decided(pending.seq, "silent"),)


def _decided(turn, kind="reply"):
    return ev.Decided(at=AT, turn=turn, decision=Decision(kind, (Reason("fake"),), intent="echo"))


class Control:
    """The switches."""

    def __init__(self, folder):
        self.folder = folder
        self.real_time = time.time

    def on(self, name):
        return (self.folder / name).exists()

    def time(self):
        try:
            return self.real_time() + float((self.folder / "clock").read_text() or 0)
        except OSError:
            return self.real_time()

    def now(self):
        return datetime.fromtimestamp(self.time(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def factory(self):
        control = self

        class Connection(sqlite3.Connection):
            def execute(self, sql, *args):
                if sql == "BEGIN IMMEDIATE":
                    super().execute(f"PRAGMA query_only = {'ON' if control.on('readonly') else 'OFF'}")
                if sql == "COMMIT" and control.on("eio"):
                    super().execute(sql)
                    raise sqlite3.OperationalError("disk I/O error")
                return super().execute(sql, *args)

        return Connection


def main(place, folder):
    """Serve; a ChatbotError is one line, as in the command line."""
    faulthandler.enable()
    log_to_stderr()
    control = Control(folder)
    time.time = control.time
    try:
        store = open_store(place, control.factory(), sole=True)
        accounts = Accounts(store.database, control, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        services = Services(
            pipeline=Bot(), store=store, accounts=accounts, secret=store.secret, clock=control, settings=SETTINGS,
            peers=store.peers(),
        )  # fmt: skip
        serve(create_app(services), "127.0.0.1", 0)
    except ChatbotError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
