"""The business as a Python file of the operator's own with a function `actions()`."""

from __future__ import annotations

import sys
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
    except ConfigError:
        raise
    except Exception as error:
        raise ConfigError(f"actions: {path} could not be loaded: {type(error).__name__}: {error}") from error
    return actions
