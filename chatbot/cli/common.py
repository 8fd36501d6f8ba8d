"""What the verbs share: settings from arguments, reports for people and programs."""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from .. import config
from ..errors import DataError
from . import output

Verbs = Any
"""argparse's subparsers action, which has no public type."""
_OPTION = re.compile(r"--?[A-Za-z][\w-]*")


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse what it knows. A misspelt option is refused before its value is taken for something else."""
        given = sys.argv[1:] if args is None else list(args)
        # A parser of verbs leaves the options behind its verb to the verb's own.
        if self._subparsers is not None or self._mixing:
            return super().parse_known_args(given, namespace)
        self._no_misspelt(given)
        if "--" in given:
            return super().parse_known_args(given, namespace)
        # Names may stand behind options too, which argparse by itself takes for too many: agent add --admin anna.
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(given, namespace)
        finally:
            self._mixing = False

    def _no_misspelt(self, given: Sequence[str]) -> None:
        known = {name.lstrip("-").replace("-", "_"): name for name in self._option_string_actions}
        for word in itertools.takewhile(lambda w: w != "--", given):
            name = word.partition("=")[0]
            if " " in word or not _OPTION.fullmatch(name) or any(k.startswith(name) for k in known.values()):
                continue
            meant = config.nearest(name.lstrip("-"), list(known))
            self.error(f"there is no option {name}" + (f" (did you mean {known[meant]}?)" if meant else ""))

    def error(self, message: str) -> NoReturn:
        """Exit with status 2."""
        print(f"{self.prog}: {message}; see `{self.prog} --help`", file=sys.stderr)
        sys.exit(2)


def verb(verbs: Verbs, name: str, help: str, settings: Sequence[str] = ()) -> Parser:
    """A verb's parser, with an option for each of the named settings."""
    parser: Parser = verbs.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    for setting in settings:
        field = config.Settings.model_fields[setting]
        default = "" if field.default in (None, (), "") else f" (default {field.default})"
        parser.add_argument(
            f"--{setting.replace('_', '-')}", metavar=setting.upper(), help=f"{field.description}{default}"
        )
    parser.add_argument("--config", metavar="FILE", help="settings file (default chatbot.toml when it is there)")
    return parser


def settings_of(args: argparse.Namespace) -> config.Settings:
    """The settings from file, environment and the arguments that were given."""
    names = {*config.Settings.model_fields, "config"}
    return config.load({k: v for k, v in vars(args).items() if k in names})


def needs_database(settings: config.Settings) -> None:
    """Raises DataError where there is no database: a verb that looks at one must not make it."""
    if settings.no_database:
        raise DataError(f"no conversations in {settings.data}: name the --data folder of a server")


@contextmanager
def exported(file: str) -> Iterator[TextIO]:
    """A file that `chatbot export` wrote, open; raises DataError where it can't be read."""
    try:
        with Path(file).open(encoding="utf-8-sig") as lines:
            yield lines
    except OSError as error:
        raise DataError(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8 (byte {error.start}); name a file that `chatbot export` wrote") from None


def at_least(least: int) -> Callable[[str], int]:
    """The type of an option that is a whole number from `least` on."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError("must be a whole number") from None
        if value < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}")
        return value

    return number


def split_lists(args: argparse.Namespace) -> None:
    """Make lists of the settings that are lists, given with commas."""
    for name in config.LISTS:
        given = getattr(args, name, None)
        if isinstance(given, str):
            setattr(args, name, [part.strip() for part in given.split(",") if part.strip()])


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let the report be written as JSON."""
    parser.add_argument(
        "--json", nargs="?", const="-", metavar="OUT", help="write the report as JSON, to a file or standard output"
    )


def report(args: argparse.Namespace, data: dict[str, Any], text: str) -> None:
    """The report: JSON where it was asked for, else text; with a file for the JSON both."""
    if args.json == "-":
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if args.json:
        output.write(Path(args.json), json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    print(text)


def check_targets(args: argparse.Namespace) -> None:
    """Raises DataError where the files to be written in the end can't be: before any work is done for nothing."""
    for name in ("json", "report", "predictions"):
        target = getattr(args, name, None)
        if target and target != "-":
            output.check_target(Path(target))


def table(rows: Sequence[tuple[str, Any]]) -> str:
    """Names and values, one on a line."""
    width = max((len(name) for name, _ in rows), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)
