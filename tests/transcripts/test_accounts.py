"""Agents sign in with their own password, for twelve hours, until they sign out."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from chatbot.errors import StoreError
from chatbot.ports import Person
from chatbot.transcripts.accounts import AccountError, Accounts
from chatbot.transcripts.sqlite import SqliteStore

from .conftest import open_store

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse"


class Clock:
    time = "2026-01-02T03:00:00.000Z"

    def now(self):
        return self.time


@pytest.fixture
async def accounts(store):
    made = Accounts(store.database, Clock(), CHEAP)
    await made.add("anna", PASSWORD)
    return made


async def test_the_right_password_signs_in_and_nothing_else(accounts):
    assert await accounts.verify("anna", PASSWORD) == "anna"
    assert await accounts.verify("ANNA", PASSWORD) == "anna"
    for name, password in (("anna", "wrong horse"), ("anna", ""), ("ben", PASSWORD), ("", ""), ("x" * 500, PASSWORD)):
        assert await accounts.verify(name, password) is None
        assert await accounts.sign_in(name, password) is None
    assert await accounts.verify("anna", "\ud800") is None


def counting(store):
    """Accounts, and the hashes that they have compared with."""
    checked = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            checked.append(hash)
            return super().verify(hash, password)

    return Accounts(store.database, Clock(), Counting(time_cost=1, memory_cost=8, parallelism=1)), checked


async def test_a_hash_is_computed_also_for_unknown_names(store):
    accounts, checked = counting(store)
    await accounts.verify("nobody", PASSWORD)
    await accounts.verify("no such/name", PASSWORD)
    assert len(checked) == 2


async def test_passwords_and_tokens_are_not_in_the_file(tmp_path):
    store = SqliteStore.open(tmp_path / "chat.sqlite")
    accounts = Accounts(store.database, Clock(), CHEAP)
    await accounts.add("anna", PASSWORD)
    session = await accounts.sign_in("anna", PASSWORD)
    content = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    assert b"argon2id" in content
    assert PASSWORD.encode() not in content
    assert session.token.encode() not in content
    await store.close()


async def test_a_session_lasts_twelve_hours(accounts):
    session = await accounts.sign_in("anna", PASSWORD)
    assert session.expires_at == "2026-01-02T15:00:00.000Z"
    assert await accounts.lookup(session.token) == session
    accounts._clock.time = "2026-01-02T14:59:59.999Z"
    assert await accounts.lookup(session.token)
    accounts._clock.time = "2026-01-02T15:00:00.000Z"
    assert await accounts.lookup(session.token) is None


async def test_a_revoked_session_is_gone_and_others_stay(accounts):
    one, two = [await accounts.sign_in("anna", PASSWORD) for _ in range(2)]
    await accounts.revoke(one.token)
    await accounts.revoke("unknown")
    assert await accounts.lookup(one.token) is None
    assert await accounts.lookup(two.token) == two
    assert await accounts.lookup("") is None


async def test_names_and_passwords_are_checked(accounts):
    for name in ("", "a b", "x" * 41, "a/b", "é", "anna\n"):
        with pytest.raises(AccountError, match="name"):
            await accounts.add(name, PASSWORD)
    with pytest.raises(AccountError, match="8 to"):
        await accounts.add("ben", "short")
    for name in ("anna", "Anna"):
        with pytest.raises(AccountError, match="already"):
            await accounts.add(name, PASSWORD)
    await accounts.add("ben.2_x-Y", PASSWORD)
    assert [a.name for a in await accounts.agents()] == ["anna", "ben.2_x-Y"]


async def test_a_disabled_agent_is_out_at_once_until_enabled_again(accounts):
    session = await accounts.sign_in("anna", PASSWORD)
    assert await accounts.enable("ANNA", active=False) == "anna"
    assert await accounts.lookup(session.token) is None
    assert await accounts.sign_in("anna", PASSWORD) is None
    assert [a.active for a in await accounts.agents()] == [False]
    await accounts.enable("anna", active=True)
    assert await accounts.lookup(session.token) is None
    assert await accounts.sign_in("anna", PASSWORD)


async def test_a_new_password_ends_all_sessions(accounts):
    session = await accounts.sign_in("anna", PASSWORD)
    await accounts.set_password("anna", "another horse")
    assert await accounts.lookup(session.token) is None
    assert await accounts.sign_in("anna", PASSWORD) is None
    assert await accounts.sign_in("anna", "another horse")
    with pytest.raises(AccountError, match="8 to"):
        await accounts.set_password("anna", "short")


async def test_who_is_not_there_is_named(accounts):
    for change in (
        accounts.enable("ben", active=False), accounts.set_password("ben", PASSWORD), accounts.enrol("ben"),
        accounts.unenrol("ben"), accounts.set_role("ben", "admin"),
    ):  # fmt: skip
        with pytest.raises(AccountError, match="no agent named ben"):
            await change


def codes(address, at):
    return pyotp.parse_uri(address).at(datetime.fromisoformat(at))


async def test_with_a_second_factor_the_password_alone_asks_for_the_code(accounts):
    address = await accounts.enrol("anna")
    assert address.startswith("otpauth://totp/chatbot:anna?secret=")
    assert await accounts.sign_in("anna", PASSWORD) == "code"
    assert await accounts.sign_in("anna", PASSWORD, "") == "code"
    assert await accounts.sign_in("anna", "wrong horse") is None
    assert await accounts.sign_in("anna", "wrong horse", codes(address, Clock.time)) is None
    right = codes(address, Clock.time)
    for wrong in (
        "000000" if right != "000000" else "000001",
        "x",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        right[:5],
        right + "0",
    ):
        assert await accounts.sign_in("anna", PASSWORD, wrong) is None
    session = await accounts.sign_in("anna", PASSWORD, f"{right[:3]} {right[3:]}")
    assert await accounts.lookup(session.token) == session
    assert [a.totp for a in await accounts.agents()] == [True]


async def test_a_code_counts_once_also_at_the_same_moment(accounts):
    code = codes(await accounts.enrol("anna"), Clock.time)
    tried = await asyncio.gather(*(accounts.sign_in("anna", PASSWORD, code) for _ in range(5)))
    assert len([t for t in tried if t]) == 1
    assert await accounts.sign_in("anna", PASSWORD, code) is None


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
async def test_a_clock_may_be_off_by_one_step(accounts, seconds, taken):
    address = await accounts.enrol("anna")
    at = (datetime.fromisoformat(Clock.time) + timedelta(seconds=seconds)).isoformat()
    assert bool(await accounts.sign_in("anna", PASSWORD, codes(address, at))) is taken


async def test_a_lost_device_is_taken_off_and_an_older_code_of_the_new_one_is_none(accounts):
    old = codes(await accounts.enrol("anna"), Clock.time)
    new = codes(await accounts.enrol("anna"), Clock.time)
    assert await accounts.sign_in("anna", PASSWORD, old) is None
    assert await accounts.sign_in("anna", PASSWORD, new)
    await accounts.unenrol("anna")
    assert await accounts.sign_in("anna", PASSWORD)


async def test_the_role_comes_with_the_session_and_changes_at_once(accounts):
    await accounts.add("root", PASSWORD, "admin")
    session = await accounts.sign_in("root", PASSWORD)
    assert session.role == "admin"
    await accounts.set_role("root", "agent")
    assert (await accounts.lookup(session.token)).role == "agent"


async def test_living_sessions_are_found_by_their_keys(accounts):
    one, two = [await accounts.sign_in("anna", PASSWORD) for _ in range(2)]
    keys = [hashlib.sha256(s.token.encode()).hexdigest() for s in (one, two)]
    await accounts.revoke(one.token)
    assert await accounts.alive([*keys, "unknown"]) == {keys[1]}
    accounts._clock.time = "2026-01-02T15:00:00.000Z"
    assert await accounts.alive(keys) == frozenset()


async def test_a_closed_store_is_a_store_error(accounts):
    accounts._database.close()
    with pytest.raises(StoreError):
        await accounts.sign_in("anna", PASSWORD)


ANNA = Person("https://login.example 0a1b", "anna.a", "anna@shop.example", "agent")


async def test_first_sign_ins_at_once_in_two_processes_make_one_account(place, store):
    other = open_store(place)
    try:
        both = [Accounts(s.database, Clock(), CHEAP) for s in (store, other)]
        made = await asyncio.gather(*(a.sign_on(ANNA, create=True) for a in both * 4))
    finally:
        await other.close()
    assert [session.agent for session in made] == ["anna.a"] * 8
    assert [(a.name, a.linked) for a in await both[0].agents()] == [("anna.a", True)]


async def test_a_linked_account_is_the_first_persons_who_has_the_address(accounts):
    assert await accounts.sign_on(ANNA, create=False) is None
    assert await accounts.link("Anna", "ANNA@shop.example") == "anna"
    with pytest.raises(AccountError, match="no e-mail"):
        await accounts.link("anna", "anna")
    await accounts.add("ben", PASSWORD)
    with pytest.raises(AccountError, match="waiting"):
        await accounts.link("ben", "anna@shop.example")
    unchecked = Person("https://login.example 2", "anna", None, "admin")
    assert await accounts.sign_on(unchecked, create=False) is None
    session = await accounts.sign_on(ANNA, create=False)
    assert (session.agent, session.role) == ("anna", "agent")
    assert await accounts.lookup(session.token) == session
    later = Person("https://login.example 2", "anna", "anna@shop.example", "admin")
    assert await accounts.sign_on(later, create=False) is None
    await accounts.unlink("anna")
    assert await accounts.lookup(session.token) is None
    assert await accounts.sign_on(ANNA, create=False) is None
    assert await accounts.verify("anna", PASSWORD) == "anna"


async def test_a_role_is_the_providers_and_none_is_no_session(accounts):
    await accounts.link("anna", "anna@shop.example")
    admin = await accounts.sign_on(replace(ANNA, role="admin"), create=False)
    assert (await accounts.lookup(admin.token)).role == "admin"
    assert await accounts.sign_on(replace(ANNA, role=None), create=True) is None
    await accounts.sign_on(ANNA, create=False)
    assert (await accounts.lookup(admin.token)).role == "agent"


async def test_an_account_without_a_password_takes_as_long(store):
    accounts, checked = counting(store)
    await accounts.sign_on(ANNA, create=True)
    assert await accounts.verify("anna.a", "") is None
    assert checked == [accounts._nobody]
    await accounts.set_password("anna.a", PASSWORD)
    assert await accounts.verify("anna.a", PASSWORD) == "anna.a"


async def test_a_ticket_counts_once_while_it_is_remembered(accounts):
    assert await accounts.spend("ticket", "2026-01-02T03:10:00.000Z")
    assert not await accounts.spend("ticket", "2026-01-02T03:10:00.000Z")
    assert await accounts.spend("another", "2026-01-02T03:10:00.000Z")
