"""Schemathesis against the server with a fake bot: `python -m benchmarks.fuzz_api PATH-OF-SCHEMATHESIS [EXAMPLES]`.

Schemathesis is no dependency of the project: install it in an environment of its own. Of its checks only the one for
server errors is asked: with it and many examples more planted crashes were found than with all checks and few.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib import request

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "correct horse"


def sign_in(url: str) -> str:
    body = json.dumps({"name": "anna", "password": PASSWORD}).encode()
    asked = request.Request(f"{url}/api/v1/session", body, {"content-type": "application/json"})
    with request.urlopen(asked) as answer:
        token: str = json.load(answer)["token"]
    return token


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "chatbot.sqlite3"
        command = [sys.executable, "-m", "tests.server.run_hostile", str(store)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                url = server.stdout.readline().split()[1]
                admin = [sys.executable, "-m", "chatbot", "agent", "admin", "anna", "--data", folder]
                subprocess.run(admin, cwd=ROOT, check=True)
                # Signing out would end the session that the other calls need.
                checks = ["--checks", "not_a_server_error", "--exclude-method", "DELETE"]
                examples = ["--max-examples", sys.argv[2] if len(sys.argv) > 2 else "500"]
                header = ["-H", f"Authorization: Bearer {sign_in(url)}"]
                run = [sys.argv[1], "run", f"{url}/openapi.json", *checks, *examples, *header]
                return subprocess.run(run, check=False).returncode
            finally:
                server.kill()


if __name__ == "__main__":
    sys.exit(main())
