"""The console command: one verb, one module."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from ..errors import AS_SERVER, ChatbotError, ContentError
from . import agents, backup, doctor, erase, evaluate, replay, satisfaction, serve, train, transcripts, validate
from .common import Parser, check_targets

EPILOG = "Every setting can also stand in chatbot.toml or the environment (CHATBOT_DATA, CHATBOT_PORT, …)."
VERBS = (serve, train, validate, evaluate, replay, agents, satisfaction, transcripts, erase, backup, doctor)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status: 0 success, 1 it went wrong, 2 the command line is wrong."""
    parser = Parser(prog="chatbot", description="A customer-service chatbot you run yourself.", epilog=EPILOG)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        verb.add(verbs)
    try:
        args = parser.parse_args(argv)
        check_targets(args)
        status: int = args.run(args)
        sys.stdout.flush()
    except ContentError as error:
        count = len(error.mistakes)
        print(f"chatbot: the content has {count} mistake{'s' if count > 1 else ''}:\n{error}", file=sys.stderr)
        return 1
    except ChatbotError as error:
        print(f"chatbot: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader, `head` for one, has seen enough.
        sys.stderr.close()
        return 1
    except OSError as error:
        return _failed(error)
    except KeyboardInterrupt:
        print("chatbot: interrupted", file=sys.stderr)
        return 130
    return status


def _failed(error: OSError) -> int:
    """What no verb foresaw, such as a disk that is full for what is printed."""
    mend = AS_SERVER if isinstance(error, PermissionError) else ""
    where = f"{error.filename}: " if error.filename else "it ended half-way: "
    print(f"chatbot: {where}{error.strerror or error}{mend}", file=sys.stderr)
    with suppress(OSError, ValueError):  # what is left of the output would be tried, and fail, once more at the exit
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    return 1


def run() -> None:
    """The entry point of the console script."""
    sys.exit(main())


__all__ = ["main", "run"]
