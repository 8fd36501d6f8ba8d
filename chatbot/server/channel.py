"""What visitors' and agents' channels have in common: frames are read one by one, and refused ones are answered."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any

from starlette.websockets import WebSocketDisconnect

from ..errors import FrameError, StoreError
from ..ports import NO_TRACER, Tracer
from .frames import Frame, Kinds, Ping, Pong, parse
from .metrics import Metrics
from .sockets import Socket

log = logging.getLogger(__name__)


class FrameChannel(ABC):
    """Reads frames until the client is gone or refused."""

    def __init__(self, socket: Socket, name: str, kinds: Kinds, metrics: Metrics, tracer: Tracer = NO_TRACER) -> None:
        self._tracer = tracer
        self.socket = socket
        self._name = name
        self._kinds = kinds
        self._metrics = metrics

    @property
    def conversation(self) -> str | None:
        """The conversation that this channel is about, for the log."""
        return None

    @abstractmethod
    async def handle(self, frame: Frame) -> None:
        """Do what a frame asks for; raises FrameError or StoreError where it is refused."""

    def about(self, frame: Frame | None, error: FrameError) -> dict[str, Any]:
        """What an error frame says beside code, message and id."""
        return {}

    async def read_all(self) -> None:
        """Serve frames; returns after the last one."""
        while not self.socket.gone:
            frame: Frame | None = None
            try:
                frame = parse(await self.socket.receive(), self._kinds)
                self._metrics.frame(self._name, frame.type)
                if isinstance(frame, Ping):
                    self.socket.put({"type": "pong"})
                elif not isinstance(frame, Pong):
                    await self._handled(frame)
            except WebSocketDisconnect:
                return
            except FrameError as error:
                await self._refuse(frame, error)
            except StoreError as error:
                log.error("frame=%s not stored: %s", frame.type if frame else None, error, extra=self._of(frame))
                refused = FrameError("internal", "this could not be stored; send it again with the same id")
                await self._refuse(frame, refused)
            except Exception:
                log.exception("frame=%s failed", frame.type if frame else None, extra=self._of(frame))
                await self._refuse(frame, FrameError("internal", "something went wrong here"))

    async def _handled(self, frame: Frame) -> None:
        with self._tracer.span(f"{self._name} {frame.type}", root=True, channel=self._name, type=frame.type) as span:
            try:
                await self.handle(frame)
            except FrameError as error:
                span.note(code=error.code)
                raise
            if conversation := self._of(frame)["conversation"]:
                span.note(conversation=conversation)

    def _of(self, frame: Frame | None) -> dict[str, Any]:
        return {"conversation": getattr(frame, "conversation", None) or self.conversation}

    async def _refuse(self, frame: Frame | None, error: FrameError) -> None:
        self._metrics.refused(self._name, error.code)
        out = {"type": "error", "code": error.code, "message": str(error)} | self.about(frame, error)
        id = error.id or getattr(frame, "id", None)
        if id is not None:
            out["id"] = id
        if error.retry_after is not None:
            out["retry_after"] = error.retry_after
        self.socket.put(out)
        if error.close is not None:
            await self.socket.close(error.close, error.code)
