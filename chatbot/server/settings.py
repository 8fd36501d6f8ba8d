"""The server's bounds and limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Sizes are characters or bytes, times seconds; rates are written as the `limits` library reads them.

    `demo`: the page at `/` is the demo shop's.
    `allowed_origins` are the sites that may embed the widget beside this server's own and localhost, "*" for any;
    `desk_origins` may open the console's socket (needed only behind a proxy that changes the Host header).
    `trusted_proxies` are the addresses and networks whose `X-Forwarded-For` and `-Proto` are believed.

    Limits: `frame_rate` and `kilobyte_rate` count per socket, and who exceeds them is read more slowly; the others
    refuse. `message_rate` and `typing_rate` count per visitor, `agent_message_rate` and `sign_in_failures` per account,
    `address_message_rate`, `conversation_rate` and `sign_in_rate` per address.
    """

    demo: bool = True
    allowed_origins: tuple[str, ...] = ()
    desk_origins: tuple[str, ...] = ()
    max_message: int = 4000
    max_metadata: int = 2048
    max_frame: int = 65536
    max_body: int = 65536
    max_sockets: int = 20_000
    sockets_per_address: int = 200
    sockets_per_visitor: int = 20
    sockets_per_agent: int = 20
    trusted_proxies: tuple[str, ...] = ()
    max_open_turns: int = 1000
    hello_timeout: float = 10.0
    frame_rate: str = "100/second;1200/minute"
    kilobyte_rate: str = "256/second;4096/minute"
    message_rate: str = "5/second;60/minute"
    address_message_rate: str = "50/second;600/minute"
    agent_message_rate: str = "10/second;240/minute"
    typing_rate: str = "2/second"
    conversation_rate: str = "30/minute;300/hour"
    sign_in_rate: str = "10/minute;60/hour"
    sign_in_failures: str = "10/15minute"
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
