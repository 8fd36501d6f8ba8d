"""A server process with a fake pipeline: `python -m tests.server.run_fake HOST STORE`. Its turns last a moment."""

import sys
import time

from argon2 import PasswordHasher

from chatbot.server.app import create_app
from chatbot.server.logs import log_to_stderr
from chatbot.server.run import serve
from chatbot.server.services import Services
from chatbot.server.settings import ServerSettings
from chatbot.transcripts.accounts import Accounts
from tests.fakes.pipeline import FakePipeline
from tests.server.harness import TestClock, open_store


class Slow(FakePipeline):
    """Takes half a second where it is asked to."""

    def answer(self, conversation, pending, on_draft=None):
        if "slowly" in pending.text:
            time.sleep(0.5)
        if "never" in pending.text:
            time.sleep(3600)
        return super().answer(conversation, pending, on_draft)


if __name__ == "__main__":
    log_to_stderr()
    store = open_store(sys.argv[2])
    clock = TestClock()
    settings = ServerSettings(
        send_queue=64, send_timeout=1.0, message_rate="1000/second", frame_rate="100000/second", closing_timeout=2.0
    )
    accounts = Accounts(store.database, clock, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    services = Services(
        pipeline=Slow(),
        peers=store.peers(),
        store=store,
        accounts=accounts,
        secret=store.secret,
        clock=clock,
        settings=settings,
    )
    serve(create_app(services), sys.argv[1], 0)
