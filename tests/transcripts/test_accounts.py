"""Agents sign in with their own password, for twelve hours, until they sign out."""

import pytest
from argon2 import PasswordHasher

from chatbot.errors import StoreError
from chatbot.transcripts.accounts import AccountError, SqliteAccounts
from chatbot.transcripts.sqlite import SqliteStore

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse"


class Clock:
    time = "2026-01-02T03:00:00.000Z"

    def now(self):
        return self.time


@pytest.fixture
async def accounts(tmp_path):
    store = SqliteStore.open(tmp_path / "chat.sqlite")
    made = SqliteAccounts(store.database, Clock(), CHEAP)
    await made.add("anna", PASSWORD)
    yield made
    await store.close()


async def test_the_right_password_signs_in_and_nothing_else(accounts):
    assert await accounts.verify("anna", PASSWORD) == "anna"
    assert await accounts.verify("ANNA", PASSWORD) == "anna"
    for name, password in (("anna", "wrong horse"), ("anna", ""), ("ben", PASSWORD), ("", ""), ("x" * 500, PASSWORD)):
        assert await accounts.verify(name, password) is None
        assert await accounts.sign_in(name, password) is None
    assert await accounts.verify("anna", "\ud800") is None


async def test_a_hash_is_computed_also_for_unknown_names(tmp_path):
    checked = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            checked.append(hash)
            return super().verify(hash, password)

    store = SqliteStore.open(tmp_path / "chat.sqlite")
    accounts = SqliteAccounts(store.database, Clock(), Counting(time_cost=1, memory_cost=8, parallelism=1))
    await accounts.verify("nobody", PASSWORD)
    await accounts.verify("no such/name", PASSWORD)
    assert len(checked) == 2
    await store.close()


async def test_passwords_and_tokens_are_not_in_the_file(accounts, tmp_path):
    session = await accounts.sign_in("anna", PASSWORD)
    content = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    assert b"argon2id" in content
    assert PASSWORD.encode() not in content
    assert session.token.encode() not in content


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


async def test_a_closed_store_is_a_store_error(accounts):
    accounts._database.close()
    with pytest.raises(StoreError):
        await accounts.sign_in("anna", PASSWORD)
