"""The business as a Python file of the operator's own with a function `actions()`."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Collection
from importlib import util
from pathlib import Path

from ..errors import ConfigError
from ..ports import Actions


def actions_from_file(path: Path) -> Actions:
    """What the file's `actions()` returns; raises ConfigError. The file is the operator's own code and is run."""
    if not path.is_file():
        raise ConfigError(f"actions: {path} is neither a file nor an http(s) address")
    spec = util.spec_from_file_location(f"chatbot_actions_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ConfigError(f"actions: {path} is no Python file")
    module = util.module_from_spec(spec)
    # Dataclasses and the like look their module up by name.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
        if not hasattr(module, "actions"):
            raise ConfigError(f"actions: {path} defines no function `actions()` that returns the business")
        actions: Actions = module.actions()
        lacking = [name for name in ("names", "call") if not callable(getattr(actions, name, None))]
        names: object = None if lacking else actions.names()
    except ConfigError:
        raise
    except SystemExit:
        raise ConfigError(f"actions: {path} could not be loaded: it ends the process with exit()") from None
    except Exception as error:
        raise ConfigError(
            f"actions: {path}{_line(path, error)} could not be loaded: {type(error).__name__}: {error}"
        ) from error
    if lacking:
        no = " and no ".join(f"`{name}()`" for name in lacking)
        kind = type(actions).__name__
        raise ConfigError(f"actions: `actions()` in {path} returns something of type {kind}, which has no {no}")
    # A text alone would do as a collection of its letters.
    if not isinstance(names, Collection) or isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise ConfigError(f"actions: `names()` in {path} must return the names of actions, such as a set of texts")
    return actions


def _line(path: Path, error: Exception) -> str:
    """Where in the file it happened, the deepest place of it; nothing where the error knows better itself."""
    if isinstance(error, SyntaxError):
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == path.resolve()]
    return f":{lines[-1]}" if lines else ""
