"""The numbers the dialogue decides by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DialogueSettings:
    """Strengths are sentiment strengths, -1 to 1; counts are messages in a row unless they say otherwise.

    `quote` is how probable it must be that a passage answers, `quote_beside` the same where an intent has answered
    already; `resumed` how often the bot comes back to a request after questions in between before it waits for the
    customer to do so. Behind every `helped_every`-th answer it asks whether that helped, never where it is 0.
    """

    unhappy: float = -0.35
    sustained: int = 3
    furious: float = -0.8
    furious_twice: int = 2
    fall: float = 0.95
    fallen_to: float = -0.85
    same_problem: int = 3
    not_understood_offer: int = 2
    not_understood: int = 3
    slot_tries: int = 3
    action_failures: int = 2
    recent_moods: int = 3
    clear: float = 0.9
    off_topic: float = 0.55
    quote: float = 0.6
    quote_beside: float = 0.9
    helped_every: int = 4
    resumed: int = 1
