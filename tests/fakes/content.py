"""A small content in two languages: three intents, a form, a situation, moods."""

from __future__ import annotations

from chatbot.domain.content import Content, EntityKind, Intent, Outcome, Slot
from chatbot.domain.understanding import MoodLabel

_PROMPT = "<{language}> <{mood}> <{kind}> <{topic}> <{point}> <v{variant}> {facts} | {message}"


def small_content() -> Content:
    """Order status (slot, action, two outcomes), opening hours, out of scope; English and Chinese."""
    return Content(
        languages=("en", "zh"),
        intents={intent.name: intent for intent in (_order_status(), _opening_hours(), _out_of_scope())},
        situations={"not_understood": _not_understood()},
        entities={"order_id": EntityKind("order_id", "pattern", r"\d{5}", examples=("10234",))},
        prompts={"reply": _PROMPT, "ask": _PROMPT, "say": _PROMPT.replace(" <{point}>", "")},
        moods={"en": _EN_MOODS, "zh": _ZH_MOODS},
        moods_held_out={
            "en": {"unhappy": ("this is awful",), "neutral": ("one more question",), "happy": ("lovely, thanks",)},
            "zh": {"unhappy": ("太差了",), "neutral": ("还有一个问题",), "happy": ("非常好,谢谢",)},
        },
    )


_EN_MOODS: dict[MoodLabel, tuple[str, ...]] = {
    "unhappy": ("this is awful service", "I am very angry", "terrible, simply terrible", "you are useless",
                "I HATE THIS", "what a bad shop", "so disappointed", "worst day ever, awful"),
    "neutral": ("I have a question", "my number is 10234", "it is the second one", "can you tell me more",
                "one question please", "the blue one", "tomorrow is fine", "I ordered a lamp"),
    "happy": ("lovely, thank you", "great, thanks a lot", "that is wonderful", "I love it", "perfect, thanks",
              "so happy with it", "great shop", "brilliant, lovely work"),
}  # fmt: skip
_ZH_MOODS: dict[MoodLabel, tuple[str, ...]] = {
    "unhappy": ("太差了,气死我了", "服务真差", "太失望了", "什么破店", "再也不买了", "真让人生气", "垃圾",
                "太慢了,很差"),
    "neutral": ("我想问一个问题", "订单号是10234", "是第二个", "可以多说一点吗",
                "蓝色的那个", "明天可以", "我买了一个灯", "还有问题"),
    "happy": ("太好了,谢谢", "非常满意", "很喜欢", "真棒,谢谢你", "开心", "好评", "服务真好", "非常好看"),
}  # fmt: skip


def _order_status() -> Intent:
    return Intent(
        name="order_status",
        title={"en": "Where is my order", "zh": "查询订单状态"},
        examples={
            "en": ("where is my order", "order 10234 has not come", "track my parcel", "when does my parcel come",
                   "status of order 20517", "is my order on its way", "where is my parcel", "my order please"),
            "zh": ("我的订单到哪了", "订单10234还没到", "查一下物流", "包裹什么时候到", "快递到哪了", "查订单20517",
                   "我的包裹呢", "订单发货了吗"),
        },
        held_out={"en": ("has my parcel been sent, order 10001",), "zh": ("我的快递发货了吗",)},
        outcomes={
            "shipped": Outcome(
                ("order_id", "carrier", "eta"),
                ("order_id", "eta"),
                {
                    "en": {
                        "neutral": ("Your order {order_id} is with {carrier} and comes by {eta}.",
                                    "Order {order_id} should arrive by {eta}."),
                        "unhappy": ("I'm sorry for the wait. Order {order_id} comes by {eta}.",),
                    },
                    "zh": {
                        "neutral": ("您的订单{order_id}已由{carrier}发出,预计{eta}送达。",
                                    "订单{order_id}预计{eta}送达。"),
                        "unhappy": ("抱歉让您久等了,订单{order_id}预计{eta}送达。",),
                    },
                },
            ),
            "not_found": Outcome(
                ("order_id",),
                ("order_id",),
                {
                    "en": {"neutral": ("I can't find order {order_id}. Is the number right?",)},
                    "zh": {"neutral": ("没有查到订单{order_id},请您核对一下号码。",)},
                },
            ),
        },
        slots=(
            Slot(
                "order_id",
                "order_id",
                {"en": ("What is your order number?", "Could you give me the order number?"),
                 "zh": ("请问您的订单号是多少?",)},
            ),
        ),
        action="order_status",
    )  # fmt: skip


def _opening_hours() -> Intent:
    return Intent(
        name="opening_hours",
        title={"en": "Opening hours", "zh": "营业时间"},
        examples={
            "en": ("when do you open", "opening hours?", "are you open on sunday", "until when are you open",
                   "when does the shop close", "shop hours please", "open today?", "what time do you close"),
            "zh": ("几点开门", "营业时间", "周日开门吗", "几点关门", "你们开到几点", "今天营业吗",
                   "什么时候开店", "店几点开"),
        },
        held_out={"en": ("what are your hours on sunday",), "zh": ("周日几点关门",)},
        outcomes={
            "answer": Outcome(
                ("opening_hours",),
                ("opening_hours",),
                {
                    "en": {"neutral": ("We are open {opening_hours}.",), "happy": ("With pleasure: {opening_hours}!",)},
                    "zh": {"neutral": ("我们的营业时间是{opening_hours}。",)},
                },
            )
        },
        action="policy.opening_hours",
    )  # fmt: skip


def _out_of_scope() -> Intent:
    return Intent(
        name="out_of_scope",
        title={"en": "Something else", "zh": "其他"},
        examples={
            "en": ("how is the weather", "tell me a joke", "who won the game", "write a poem", "do my homework",
                   "cook me some rice", "what is the capital of peru", "sing a song"),
            "zh": ("今天天气怎么样", "讲个笑话", "谁赢了比赛", "写首诗", "帮我写作业", "怎么做饭",
                   "唱首歌", "秘鲁首都是哪"),
        },
        held_out={"en": ("will it rain, how is the weather",), "zh": ("讲个好笑的笑话",)},
        outcomes={
            "answer": Outcome(
                (),
                (),
                {
                    "en": {"neutral": ("I can't help with that, but I can with orders.",)},
                    "zh": {"neutral": ("这个我帮不上忙,订单的问题可以问我。",)},
                },
            )
        },
    )  # fmt: skip


def _not_understood() -> Outcome:
    return Outcome(
        (),
        (),
        {
            "en": {"neutral": ("I did not get that. Could you say it in other words?",)},
            "zh": {"neutral": ("我没太明白,可以换个说法吗?",)},
        },
    )
