"""Short messages, as people type them in a chat: choices by place, pleas, fragments of what was said before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain.content import Content
from tests.dialogue.test_quotes import Unsure
from tests.fakes.models import KeywordIntents
from tests.fakes.talk import Talk


@pytest.fixture
def chinese(content: Content) -> Talk:
    return Talk(content, locale="zh")


def hears(talk: Talk, **intents: str) -> Talk:
    talk.pipeline = replace(talk.pipeline, intents=KeywordIntents(**intents))
    return talk


def topics(talk: Talk, text: str) -> list[str]:
    return [a.topic for a in talk.say(text).acts]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("第一个", "order_status"), ("是第二个吧", "order_change"), ("3", "order_cancel"), ("后者", "order_cancel")],
)
def test_what_was_listed_is_chosen_by_its_place(chinese: Talk, text: str, chosen: str) -> None:
    assert chinese.say("10241").options == ("order_status", "order_change", "order_cancel")
    assert chinese.say(text).intent == chosen
    assert "option_by_place" in chinese.codes()


def test_a_place_chooses_in_english_too(talk: Talk) -> None:
    talk.say("10241")
    assert talk.say("the second one please").intent == "order_change"


@pytest.mark.parametrize("text", ["第二个", "the second one"])
def test_a_place_chooses_nothing_where_nothing_was_listed(talk: Talk, text: str) -> None:
    talk.say("when do you open [opening_hours]")
    hears(talk, **{text: "price_match"})
    talk.say(text)
    assert "not_understood" in talk.codes()


def test_of_two_orders_the_second_is_the_one_named_second(chinese: Talk) -> None:
    hears(chinese, 到哪="order_status")
    chinese.say("10234到哪了")
    chinese.say("10240到哪了")
    assert chinese.say("第一个").acts[0].facts["order_id"] == "10234"
    assert chinese.say("另一个呢").acts[0].facts["order_id"] == "10240"


@pytest.mark.parametrize(("text", "locale"), [("通融一下呗", "zh"), ("can't you make an exception?", "en")])
def test_an_exception_is_for_a_human_to_make(content: Content, text: str, locale: str) -> None:
    talk = Talk(content, locale=locale)
    decision = talk.say(text)
    assert ([a.topic for a in decision.acts], decision.offer) == (["exception"], "human")
    assert talk.say(text).kind == "escalate"


def test_a_plea_beside_a_request_is_the_request(chinese: Talk) -> None:
    hears(chinese, 取消="order_cancel")
    assert chinese.say("求求你了，取消10235").intent == "order_cancel"


def test_what_is_filled_in_stays_open_behind_a_plea(chinese: Talk) -> None:
    hears(chinese, 退="return_start")
    chinese.say("我要退货")
    chinese.say("通融一下")
    assert chinese.conversation.form is not None


@pytest.mark.parametrize(("text", "locale"), [("损失你们赔吗", "zh"), ("will you compensate me?", "en")])
def test_who_only_asks_for_compensation_reports_nothing(content: Content, text: str, locale: str) -> None:
    talk = Talk(content, locale=locale)
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("order_damaged", 0.7), ("out_of_scope", 0.1)))
    assert [a.topic for a in talk.say(text).acts] == ["compensation"]


def test_what_went_wrong_is_reported_whoever_pays(chinese: Talk) -> None:
    hears(chinese, 花瓶="order_damaged")
    assert chinese.say("花瓶碎了你们赔吗").intent == "order_damaged"


@pytest.mark.parametrize(
    ("text", "outcome"), [("还有别的优惠码没", "offers"), ("有券吗", "offers"), ("给我发个券呗", "offers")]
)
def test_who_wants_a_code_hears_where_offers_are_told(chinese: Talk, text: str, outcome: str) -> None:
    hears(chinese, 码="voucher_not_working", 券="voucher_use")
    assert chinese.say(text).acts[0].point == outcome


def test_a_code_of_ones_own_that_does_not_work_is_asked_for(chinese: Talk) -> None:
    hears(chinese, 码="voucher_not_working")
    assert chinese.say("我有个优惠码用不了").form.asking == "voucher_code"


def test_an_address_in_the_place_of_a_yes_keeps_the_guess(talk: Talk) -> None:
    talk.say("cancel 1o235 [order_cancel]")
    assert topics(talk, "tom@example.org") == ["did_you_mean"]
    assert talk.say("yes").form.slots == {"order_id": "10235", "email": "tom@example.org"}


def test_an_address_that_the_request_does_not_need_keeps_the_guess_too(talk: Talk) -> None:
    talk.say("where is 1o236 [order_status]")
    talk.say("wang@example.com")
    assert talk.say("yes").acts[0].point == "delayed"


def test_an_address_behind_what_needs_none_is_not_asked_what_it_is_for(talk: Talk) -> None:
    talk.say("change the address of 10235 [order_address]")
    assert topics(talk, "tom@example.org") == ["not_needed"]


@pytest.mark.parametrize("text", ["那旧的要寄回去吗", "丢了算谁的", "谁来取"])
def test_a_question_in_the_place_of_a_yes_is_not_told_to_say_yes(chinese: Talk, text: str) -> None:
    hears(chinese, 碎="order_damaged")
    chinese.say("花瓶碎了10237")
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("delivery_place", 0.3), ("fraud", 0.1)))
    assert topics(chinese, text) == ["not_known_yet", "order_damaged"]


def test_a_courier_s_number_is_not_the_shop_s(chinese: Talk) -> None:
    hears(chinese, 电话="contact")
    decision = chinese.say("小哥电话给我一个呗")
    assert ([a.topic for a in decision.acts], decision.offer) == (["not_known"], "human")


@pytest.mark.parametrize("text", ["有峡湾沙发吗", "你们家有沙发没", "沙发有吗", "有没有沙发卖", "got any sofas?"])
def test_whether_there_is_one_is_told(content: Content, text: str) -> None:
    talk = Talk(content, locale="en" if text.isascii() else "zh")
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("product_availability", 0.6), ("product_care", 0.2)))
    assert talk.say(text).acts[0].point == "out_of_stock"


def test_who_wants_it_after_all_is_asked_once_more(chinese: Talk) -> None:
    hears(chinese, 取消="order_cancel")
    for text in ("取消10235", "tom@example.org", "等等先别"):
        chinese.say(text)
    assert chinese.say("算了还是取消吧").form.asking == "confirmed"


@pytest.mark.parametrize(("topic", "point"), [("", "delayed"), ("退款", "none")])
def test_what_has_not_come_is_the_parcel_where_no_money_was_talked_of(chinese: Talk, topic: str, point: str) -> None:
    hears(chinese, 退款="refund_status", 到="refund_status")
    chinese.say(f"{topic}10236")
    assert chinese.say("咋还没到啊").acts[0].point == point


def test_a_parcel_that_has_not_come_is_looked_up_before_it_is_reported(chinese: Talk) -> None:
    unsure = Unsure(("order_not_received", 0.51), ("order_missing_item", 0.38), ("order_status", 0.03))
    chinese.pipeline = replace(chinese.pipeline, intents=unsure)
    assert chinese.say("我说我沙发没到").intent == "order_status"


def test_who_looked_in_the_spam_folder_too_gets_a_human(chinese: Talk) -> None:
    hears(chinese, 密码="password_reset", 垃圾="password_reset")
    for text in ("密码忘了", "wang@example.com", "没收到邮件啊"):
        chinese.say(text)
    assert chinese.say("垃圾箱也没有").kind == "escalate"


def test_who_has_deleted_the_mail_with_the_number_is_offered_a_human(chinese: Talk) -> None:
    hears(chinese, 单号="order_number")
    chinese.say("订单号在哪看")
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("privacy_delete", 0.46), ("newsletter", 0.44)))
    assert chinese.say("邮件删了").offer == "human"


def test_where_it_is_is_asked_of_the_order_that_was_just_named(chinese: Talk) -> None:
    hears(chinese, 送="delivery_day", 到哪="order_status")
    chinese.say("周日送吗")
    chinese.say("10240")
    assert chinese.say("到哪了").acts[0].point == "shipped"


@pytest.mark.parametrize("text", ["节假日呢", "那节日呢"])
def test_and_that_is_asked_of_what_was_just_told(chinese: Talk, text: str) -> None:
    hears(chinese, 关门="opening_hours")
    chinese.say("几点关门")
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("delivery_time", 0.68), ("opening_hours", 0.24)))
    assert chinese.say(text).intent == "opening_hours"


def test_a_farewell_is_no_option(chinese: Talk) -> None:
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("complaint", 0.48), ("goodbye", 0.4)))
    assert "goodbye" not in chinese.say("随便说点啥").options


@pytest.mark.parametrize("text", ["哪产的", "什么材质的呀"])
def test_what_it_is_made_of_is_asked_of_the_product_talked_of(chinese: Talk, text: str) -> None:
    hears(chinese, 多少="product_price", 产="product_origin", 材="product_origin")
    chinese.say("餐桌多少钱")
    assert chinese.say(text).acts[0].facts["product"] == "橡木餐桌"


def test_three_questions_about_one_product_are_no_problem(chinese: Talk) -> None:
    hears(chinese, 沙发="product_size")
    kinds = {chinese.say(text).kind for text in ("沙发多长", "沙发多宽", "沙发多高")}
    assert kinds == {"reply"}


@pytest.mark.parametrize("text", ["要等多久有人理我", "多久有人回复"])
def test_how_long_until_somebody_answers_is_told(chinese: Talk, text: str) -> None:
    hears(chinese, 碎="order_damaged")
    chinese.say("花瓶碎了10237")
    chinese.say("是的")
    hears(chinese, 多久="delivery_time")
    assert topics(chinese, text) == ["how_long"]


def test_within_a_country_is_not_our_own(chinese: Talk) -> None:
    hears(chinese, 几天="delivery_time")
    assert [a.point for a in chinese.say("德国国内几天到").acts] == ["answer"]


def test_two_codes_at_once_are_about_the_rule(chinese: Talk) -> None:
    hears(chinese, welcome="voucher_not_working")
    assert chinese.say("WELCOME10跟SPRING20能一起用吗").intent == "voucher_combine"


@pytest.mark.parametrize("text", ["你好 我想问下台灯", "咨询一下台灯"])
def test_who_only_names_a_product_is_asked_what_about_it(chinese: Talk, text: str) -> None:
    hears(chinese, 台灯="order_place")
    assert topics(chinese, text) == ["what_about"]


def test_whether_it_has_expired_is_asked_of_the_gift_card(chinese: Talk) -> None:
    chinese.say("GC-4821-7730")
    hears(chinese, 过期="voucher_not_working")
    assert chinese.say("过期没").intent == "gift_card_use"


@pytest.mark.parametrize("text", ["我想", "就是那个", "然后我", "请问"])
def test_the_beginning_of_a_sentence_is_no_cry_for_help(chinese: Talk, text: str) -> None:
    hears(chinese, **{text: "self_harm"})
    assert topics(chinese, text) == ["what_is_it"]


@pytest.mark.parametrize("text", ["我想死", "不想活了"])
def test_a_cry_for_help_is_heard(chinese: Talk, text: str) -> None:
    hears(chinese, **{text: "self_harm"})
    assert chinese.say(text).kind == "escalate"


@pytest.mark.parametrize("text", ["等等先别", "别", "先别登记"])
def test_a_stop_behind_what_was_done_is_for_a_human(chinese: Talk, text: str) -> None:
    hears(chinese, 退="return_start")
    chinese.say("我要退10237")
    assert topics(chinese, text) == ["cannot_undo"]


@pytest.mark.parametrize("text", ["wait don't", "no, don't do it"])
def test_a_stop_in_english_is_one_too(talk: Talk, text: str) -> None:
    talk.say("return 10237 [return_start]")
    assert topics(talk, text) == ["cannot_undo"]


def test_a_stop_behind_an_answer_stops_nothing(chinese: Talk) -> None:
    hears(chinese, 查="order_status")
    chinese.say("查下10236")
    assert topics(chinese, "别") == ["anything_else"]


def test_the_money_of_a_cancelled_order_has_not_come(chinese: Talk) -> None:
    hears(chinese, 取消="order_cancel")
    for text in ("取消10235", "tom@example.org", "是"):
        chinese.say(text)
    hears(chinese, 没到="order_status")
    assert chinese.say("怎么还没到").intent == "refund_status"


def test_a_broken_thing_is_not_asked_what_about_it(content: Content) -> None:
    talk = Talk(content, locale="zh")
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("order_damaged", 0.55), ("warranty", 0.43)))
    assert talk.say("花瓶坏了!").options == ("order_damaged", "warranty")


def test_another_order_without_a_number_is_asked_for(chinese: Talk) -> None:
    hears(chinese, 到哪="order_status")
    chinese.say("10234到哪了")
    assert chinese.say("那另一单呢").form.asking == "order_id"


@pytest.mark.parametrize("text", ["优惠码没用", "我的优惠券没了", "这张券用不了"])
def test_a_code_that_is_no_good_is_no_wish_for_offers(chinese: Talk, text: str) -> None:
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("voucher_not_working", 0.8), ("voucher_use", 0.1)))
    assert chinese.say(text).intent == "voucher_not_working"


def test_begging_says_nothing_of_the_request(chinese: Talk) -> None:
    chinese.pipeline = replace(chinese.pipeline, intents=KeywordIntents(求="out_of_scope", 查="order_status"))
    assert chinese.say("求你了 帮我查下10236").intent == "order_status"


def test_what_has_not_come_yet_is_no_part_that_is_missing(chinese: Talk) -> None:
    chinese.pipeline = replace(
        chinese.pipeline, intents=Unsure(("order_missing_item", 0.5), ("order_not_received", 0.4))
    )
    assert chinese.say("没到啊").intent == "order_status"


def test_who_has_not_received_the_refund_asks_for_that(chinese: Talk) -> None:
    hears(chinese, 退款="refund_status")
    chinese.say("退款到账了吗 20517")
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("order_confirmation", 0.5), ("refund_status", 0.1)))
    assert chinese.say("我没收到啊").intent == "refund_status"


@pytest.mark.parametrize("text", ["现在行了", "哦到了 对不起", "好的下单去了", "我知道了!"])
def test_that_all_is_well_is_no_displeasure(chinese: Talk, text: str) -> None:
    hears(chinese, **{text[0]: "complaint"})
    decision = chinese.say(text)
    assert ([a.topic for a in decision.acts], decision.acts[0].mood) == (["anything_else"], "neutral")


@pytest.mark.parametrize("text", ["客服mm", "老板在吗", "亲 客服小姐姐"])
def test_who_calls_the_staff_only_greets(chinese: Talk, text: str) -> None:
    hears(chinese, **{text.lower()[-2:]: "talk_to_human"})
    assert chinese.say(text).intent == "greeting"


def test_what_a_colleague_promised_elsewhere_is_no_wish_to_stop(chinese: Talk) -> None:
    hears(chinese, 客服="never_mind")
    assert chinese.say("昨天那个客服说给我补发的").offer == "human"


def test_who_waits_may_call_the_bot_by_you(chinese: Talk) -> None:
    hears(chinese, 人工="talk_to_human", 查="order_status")
    chinese.say("转人工")
    assert chinese.say("那还是你来吧 查20520").kind == "reply"


def test_who_can_not_change_it_there_is_offered_a_human(chinese: Talk) -> None:
    hears(chinese, 地址="order_address")
    chinese.say("改地址20519")
    chinese.pipeline = replace(chinese.pipeline, intents=Unsure(("order_change", 0.46), ("account_change", 0.44)))
    assert chinese.say("改不了啊").offer == "human"
