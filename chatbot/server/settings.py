"""The server's bounds and limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Sizes are characters or bytes, times seconds; rates are written as the `limits` library reads them.

    `allowed_origins` are the sites that may embed the widget beside this server's own and localhost, "*" for any;
    `desk_origins` may open the console's socket (needed only behind a proxy that changes the Host header).
    """

    allowed_origins: tuple[str, ...] = ()
    desk_origins: tuple[str, ...] = ()
    max_message: int = 4000
    max_metadata: int = 2048
    max_frame: int = 65536
    max_body: int = 65536
    max_sockets: int = 20_000
    max_open_turns: int = 1000
    hello_timeout: float = 10.0
    message_rate: str = "5/second;60/minute"
    typing_rate: str = "2/second"
    sign_in_rate: str = "10/minute;60/hour"
    send_queue: int = 256
    send_queue_chars: int = 1_000_000
    send_timeout: float = 10.0
    token_days: int = 30
    turn_timeout: float = 20.0
    workers: int = 16
    closing_timeout: float = 10.0
    queue_shown: int = 200
    idle_kept: int = 1000
    rows_kept: int = 2000
