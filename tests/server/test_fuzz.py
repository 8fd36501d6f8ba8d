"""Whatever comes over a socket is answered by a frame or refused with a code; nothing fails inside."""

import json
import logging
import typing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.errors import FrameError
from chatbot.server.frames import DESK_FRAMES, VISITOR_FRAMES, Frame, Identity, check_metadata, parse
from chatbot.server.identity import Identities
from chatbot.server.texts import clean, clean_message, mask_cards, mask_cards_in
from tests.server.harness import Server, TestClock

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ALL = {**{("chat", t): f for t, f in VISITOR_FRAMES.items()}, **{("desk", t): f for t, f in DESK_FRAMES.items()}}


def near(kind: type[Frame]):
    """Frames that are nearly of a kind: each field right, of another type, or missing."""
    fields = {}
    for name, field in kind.model_fields.items():
        right = {str: st.text(max_size=300), int: st.integers()}.get(field.annotation, st.text(max_size=120))
        if typing.get_origin(field.annotation) is typing.Literal:
            right = st.sampled_from(typing.get_args(field.annotation))
        if name == "identity":
            right = st.fixed_dictionaries({}, optional=dict.fromkeys(Identity.model_fields, JSON))
        fields[name] = right | JSON
    return st.fixed_dictionaries({"type": st.just(kind.type)}, optional=fields)


def refusal(call):
    """What `call` gives, and the code it is refused with; every other error is the test's to fail by."""
    try:
        return call(), None
    except FrameError as error:
        str(error).encode()
        return None, error.code


@given(st.text() | st.binary().map(lambda b: b.decode("latin1")))
def test_any_text_is_parsed_or_refused(raw):
    for kinds in (VISITOR_FRAMES, DESK_FRAMES):
        frame, code = refusal(lambda kinds=kinds: parse(raw, kinds))
        assert code == "bad_frame" if frame is None else frame.type in kinds


@settings(max_examples=400)
@given(st.sampled_from(sorted(ALL)).flatmap(lambda key: st.tuples(st.just(key), near(ALL[key]))))
def test_frames_that_are_nearly_right_are_parsed_or_refused(made):
    (channel, type), data = made
    kinds = VISITOR_FRAMES if channel == "chat" else DESK_FRAMES
    frame, code = refusal(lambda: parse(json.dumps(data), kinds))
    assert code == "bad_frame" if frame is None else frame.type == type
    if frame is not None:
        json.dumps(frame.model_dump(), ensure_ascii=False).encode()


@given(st.text(max_size=500))
def test_cleaned_and_masked_text_can_be_stored_and_changes_no_more(text):
    once = mask_cards(clean(text))
    assert mask_cards(clean(once)) == once
    message, code = refusal(lambda: clean_message(text, 100))
    assert message or code in ("bad_frame", "too_long")


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_metadata_is_taken_or_refused(metadata):
    taken, code = refusal(lambda: json.dumps(mask_cards_in(check_metadata(metadata, 2048))))
    assert taken or code == "bad_frame"


@given(
    st.builds(
        Identity, id=st.text(min_size=1, max_size=200), name=st.text(max_size=200), email=st.text(max_size=200),
        expires=st.none() | st.integers(0, 10**18), hmac=st.text(max_size=200),
    )
)  # fmt: skip
def test_no_guessed_identity_is_taken(identity):
    with pytest.raises(FrameError) as refused:
        Identities("0123456789abcdef", TestClock()).check(identity)
    assert refused.value.code == "bad_identity"


@pytest.mark.parametrize("path", ["/ws/chat", "/ws/desk"])
async def test_sockets_survive_a_storm_of_nearly_right_frames(tmp_path, path, caplog):
    """Every frame gets its answer, the log has no failure, and the socket goes on."""
    frames: list[dict[str, object]] = []

    @settings(max_examples=300, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(k for k in ALL if path.endswith(k[0]))).flatmap(lambda key: near(ALL[key])))
    def collect(frame):
        frames.append(frame)

    collect()
    async with Server(tmp_path / "db") as server:
        with caplog.at_level(logging.ERROR):
            socket = await (server.visitor() if path == "/ws/chat" else server.agent("anna"))
            socket = socket[0] if isinstance(socket, tuple) else socket
            for frame in frames:
                socket.send(frame)
                socket.send({"type": "ping"})
                while (answer := await socket.next())["type"] != "pong":
                    assert answer.get("code") != "internal", (frame, answer)
        assert [r.getMessage() for r in caplog.records if r.name.startswith("chatbot")] == []
    assert len(frames) >= 300
