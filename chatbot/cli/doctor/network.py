"""What is open to whom."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import util
from ipaddress import ip_address, ip_network

from ... import config
from ...errors import ConfigError
from ...transcripts.sole import served
from .finding import Finding, Level


def check_port(settings: config.Settings) -> Iterator[Finding]:
    """The address can be listened on, or it is our own server that does."""
    from ...server.run import bind

    try:
        bind(settings.host, settings.port).close()
    except (ConfigError, OverflowError) as error:
        ours = settings.database_url is None and served(settings.database_file) is not None
        if ours:
            yield Finding(
                "port", "ok", f"{settings.host} port {settings.port} is taken: a server runs on this database"
            )
            return
        mend = f"stop what listens there (ss -ltnp 'sport = :{settings.port}' names it), or take another --port"
        yield Finding("port", "wrong", str(error).partition("; ")[0], mend)
        return
    yield Finding("port", "ok", f"{settings.host} port {settings.port} is free")


def check_network(settings: config.Settings) -> Iterator[Finding]:
    """Origins, proxies and what is open to the network."""
    for name in ("origins", "desk_origins"):
        for origin in getattr(settings, name):
            if origin == "*":
                level: Level = "wrong" if name == "desk_origins" else "warning"
                yield Finding(name, level, "any site may connect", f"list the sites in {name}")
            elif origin.startswith("http://"):
                yield Finding(name, "warning", f"{origin} has no TLS", f"serve it by https and list https:{origin[5:]}")
    if not settings.origins:
        yield Finding("origins", "ok", "only this server's own pages may open the widget")
    wide = [p for p in settings.trusted_proxies if ip_network(p).prefixlen == 0]
    if wide:
        mend = "name the proxy's own address in trusted_proxies"
        yield Finding("trusted_proxies", "wrong", "everybody may claim any address", mend)
    if not (_is_loopback(settings.host) or settings.trusted_proxies):
        mend = "listen on 127.0.0.1 behind a proxy with TLS and name it in trusted_proxies (docs/deploy.md)"
        yield Finding("host", "warning", f"{settings.host} is open to the network without TLS", mend)
    if settings.identity_secret is None:
        yield Finding("identity", "ok", "no identity_secret: all visitors are anonymous")
    elif len(set(settings.identity_secret.get_secret_value())) < 8:
        mend = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        yield Finding("identity", "wrong", "identity_secret is easy to guess", mend)


def check_telemetry(settings: config.Settings) -> Iterator[Finding]:
    """The packages that send traces are there, where a collector is named."""
    if not settings.telemetry:
        return
    if any(util.find_spec(name) is None for name in ("opentelemetry", "opentelemetry.sdk")):
        mend = "pip install 'chatbot[telemetry]', or remove the setting"
        yield Finding("telemetry", "wrong", "OpenTelemetry's packages are not there", mend)
        return
    yield Finding("telemetry", "ok", f"traces go to {settings.telemetry}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
