"""A server whose agents sign in at a provider: `python -m tests.server.run_sign_on STORE PORT ISSUER yes|no LABEL`."""

import sys
from pathlib import Path

from chatbot.bootstrap import SystemClock
from chatbot.server.app import create_app
from chatbot.server.oidc import OidcOptions, Provider
from chatbot.server.run import serve
from chatbot.server.services import Services
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sqlite import SqliteStore
from tests.fakes.pipeline import FakePipeline
from tests.server.harness import CHEAP, LOOSE
from tests.server.idp import CLIENT, SECRET

if __name__ == "__main__":
    store = SqliteStore.open(Path(sys.argv[1]))
    clock = SystemClock()
    port, issuer, passwords, label = int(sys.argv[2]), sys.argv[3], sys.argv[4] == "yes", sys.argv[5]
    options = OidcOptions(
        issuer=issuer, client_id=CLIENT, client_secret=SECRET, agents=("support",), creates=True, label=label,
        redirect=f"http://127.0.0.1:{port}/api/v1/session/oidc/callback",
    )  # fmt: skip
    services = Services(
        pipeline=FakePipeline(), store=store, accounts=Accounts(store.database, clock, CHEAP), secret=store.secret,
        clock=clock, settings=LOOSE, provider=Provider(options, clock), passwords=passwords,
    )  # fmt: skip
    serve(create_app(services), "127.0.0.1", port)
