"""The demo shop "Lumen & Oak" behind the Actions port: orders, customers, products and policies from `data/`.

A real business puts its own object or its own HTTP service in this place. What is changed here (a cancelled order,
its refund, the number of the next case) lives as long as the process: after a restart the shop is as `data/` says.

What it tells whom: anybody who knows an order number learns the state of its delivery and nothing else. Changing an
order or seeing points needs the e-mail address of the order beside its number. Where a call names
the customer (the website signed who it is), an order of somebody else is as unknown as one that does not exist.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date

from chatbot.domain.content import READY
from chatbot.domain.decision import ActionCall, ActionResult

SITE = "https://shop.example"
REFUND_DAYS = "7"
ANSWER_DAYS = "2"
LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_WITH_ARTICLE = {"NL", "GB", "US", "CZ", "AE"}
Handler = Callable[[ActionCall], ActionResult]


class Shop:
    """All actions of the demo shop; `today` is a parameter for tests."""

    def __init__(self, data: Path, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._lock = threading.Lock()
        self._orders = {str(o["id"]): dict(o) for o in _read(data / "orders.yaml")}
        self._customers = {c["id"]: c for c in _read(data / "customers.yaml")}
        self._products = {p["id"]: p for p in _read(data / "products.yaml")}
        self._vouchers = {_code(v["code"]): v for v in _read(data / "vouchers.yaml")}
        self._gift_cards = {_code(g["code"]): g for g in _read(data / "gift_cards.yaml")}
        self._policies: Mapping[str, Mapping[str, Any]] = _read(data / "policies.yaml")
        self._cases = 4100
        self._handlers: dict[str, Handler] = {
            "order_status": self._order_status,
            "order_change": self._order_change,
            "order_address": self._order_address,
            "order_cancel": self._order_cancel,
            "order_cancel_check": self._order_cancel_check,
            "report_problem": self._report_problem,
            "report_check": self._report_check,
            "return_check": self._return_check,
            "return_start": self._return_start,
            "refund_status": self._refund_status,
            "payment_check": self._payment_check,
            "invoice": self._invoice,
            "warranty": self._warranty,
            "voucher_check": self._voucher_check,
            "gift_card_balance": self._gift_card_balance,
            "password_reset": lambda call: ActionResult("sent", {"email": call.arguments["email"]}),
            "loyalty_points": self._loyalty_points,
            "opening_hours": self._opening_hours,
            "store_location": self._store_location,
            "price_match": self._price_match,
            "delivery_time": self._delivery_time,
            "delivery_cost": self._delivery_cost,
            "delivery_abroad": self._delivery_abroad,
            "payment_methods": self._payment_methods,
            "delivery_pickup": self._delivery_pickup,
            "product_stock": self._product_stock,
            "product_price": self._product_price,
            "product_size": self._product_size,
            "product_care": self._product_care,
            "product_range": self._product_range,
            "product_origin": self._product_origin,
            "delivery_place": self._delivery_place,
            "delivery_day": self._delivery_day,
            "gift_wrap": self._gift_wrap,
            "payment_failed": self._payment_failed,
        }

    def names(self) -> frozenset[str]:
        """What it can do; every policy is an action of its own."""
        return frozenset(self._handlers) | {f"policy.{name}" for name in self._policies}

    def call(self, call: ActionCall) -> ActionResult:
        """Perform one action; KeyError for one it does not have."""
        with self._lock:
            if call.name.startswith("policy."):
                return ActionResult("answer", self._policy(call.name.removeprefix("policy."), call.language))
            return self._handlers[call.name](call)

    def _policy(self, name: str, language: str) -> dict[str, str]:
        return {k: _localised(v, language) for k, v in self._policies[name].items()}

    def _order(self, call: ActionCall) -> dict[str, Any] | None:
        order = self._orders.get(call.arguments.get("order_id", ""))
        if order is None or (call.customer and order["customer"] != call.customer):
            return None
        email = call.arguments.get("email")
        return None if email and order["email"] != email.lower() else order

    def _day(self, days: int, language: str) -> str:
        return self._named(self._today() + timedelta(days=days), language)

    def _delivered_on(self, order: Mapping[str, Any], language: str) -> str:
        return self._day(-order["delivered_days_ago"], language)

    def _named(self, day: date, language: str) -> str:
        pattern = "M月d日EEEE" if language == "zh" else "EEEE, d MMMM"
        return str(format_date(day, pattern, locale=LOCALES.get(language, language)))

    def _order_status(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        facts = {"order_id": order["id"], "carrier": order.get("carrier", "")}
        state = order["state"]
        if state == "processing":
            facts["ship_date"] = self._day(order["ship_in_days"], call.language)
        elif state in ("shipped", "delayed"):
            facts["eta"] = self._day(order["eta_in_days"], call.language)
            facts["tracking_link"] = f"{SITE}/track/{order['id']}"
        elif state == "delivered":
            facts["delivered_on"] = self._delivered_on(order, call.language)
        return ActionResult(state, facts)

    def _order_change(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        if order["state"] in ("processing", "cancelled"):
            return _changeable(order)
        facts = {"order_id": order["id"], "return_days": self._return_days()}
        if order["state"] == "delivered":
            return ActionResult("delivered", facts | {"delivered_on": self._delivered_on(order, call.language)})
        return ActionResult("too_late", facts)

    def _order_address(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        if order["state"] in ("processing", "cancelled"):
            return _changeable(order)
        if order["state"] == "delivered":
            day = self._delivered_on(order, call.language)
            return ActionResult("delivered", {"order_id": order["id"], "delivered_on": day})
        return ActionResult("too_late", {"order_id": order["id"], "carrier_link": f"{SITE}/track/{order['id']}"})

    def _order_cancel_check(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        if order["state"] == "cancelled":
            return ActionResult("already_cancelled", {"order_id": order["id"]})
        facts = {"order_id": order["id"], "return_link": f"{SITE}/returns"}
        if order["state"] == "delivered":
            delivered_on = self._delivered_on(order, call.language)
            return ActionResult("delivered", facts | {"delivered_on": delivered_on, "return_days": self._return_days()})
        if order["state"] != "processing":
            return ActionResult("too_late", facts)
        # What is asked about before the yes, told only to who knows the address.
        known = {"refund_amount": _money(order["total"], call.language), "refund_days": REFUND_DAYS}
        return ActionResult(READY, known if "email" in call.arguments else {})

    def _order_cancel(self, call: ActionCall) -> ActionResult:
        checked = self._order_cancel_check(call)
        order = self._order(call)
        if order is None or checked.outcome != READY:
            return checked
        order["state"] = "cancelled"
        order["refund"] = {"state": "pending", "amount": order["total"], "days_ago": 0}
        amount = _money(order["total"], call.language)
        return ActionResult("cancelled", {"order_id": order["id"], "refund_amount": amount, "refund_days": REFUND_DAYS})

    def _report_check(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        return (
            ActionResult("cancelled", {"order_id": order["id"]})
            if order["state"] == "cancelled"
            else ActionResult(READY)
        )

    def _report_problem(self, call: ActionCall) -> ActionResult:
        checked = self._report_check(call)
        order = self._order(call)
        if order is None or checked.outcome != READY:
            return checked
        self._cases += 1
        case = {"order_id": order["id"], "case_id": f"C-{self._cases}", "answer_days": ANSWER_DAYS}
        return ActionResult("reported", case)

    def _return_check(self, call: ActionCall) -> ActionResult:
        would_be = self._return_start(call)
        return ActionResult(READY) if would_be.outcome == "label_sent" else would_be

    def _return_start(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        facts = {"order_id": order["id"], "return_days": self._return_days()}
        if order["state"] == "cancelled":
            return ActionResult("cancelled", facts)
        if order["state"] != "delivered":
            return ActionResult("not_delivered", facts)
        if order["delivered_days_ago"] > int(self._return_days()):
            return ActionResult("too_late", facts)
        return ActionResult("label_sent", facts | {"return_link": f"{SITE}/returns/{order['id']}"})

    def _refund_status(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        refund = order.get("refund")
        if not refund and order.get("charged_times", 1) > 1:
            refund = {"state": "pending", "amount": order["total"]}
        if not refund:
            return ActionResult("none", {"order_id": order["id"]})
        facts = {
            "order_id": order["id"], "refund_amount": _money(refund["amount"], call.language),
            "refund_days": REFUND_DAYS, "refunded_on": self._day(-refund.get("days_ago", 0), call.language),
        }  # fmt: skip
        return ActionResult(refund["state"], facts)

    def _payment_check(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        if order.get("charged_times", 1) < 2:
            return ActionResult("single", {"order_id": order["id"]})
        amount = _money(order["total"], call.language)
        return ActionResult("double", {"order_id": order["id"], "refund_amount": amount, "refund_days": REFUND_DAYS})

    def _invoice(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return _unknown_order(call)
        return ActionResult("ready", {"order_id": order["id"], "invoice_link": f"{SITE}/invoices/{order['id']}"})

    def _warranty(self, call: ActionCall) -> ActionResult:
        facts = {k: _localised(v, call.language) for k, v in self._policies["warranty"].items()}
        order = self._order(call)
        if order is None:
            return _unknown_order(call) if "order_id" in call.arguments else ActionResult("answer", facts)
        facts["order_id"] = order["id"]
        if order["state"] != "delivered":
            return ActionResult("answer" if order["state"] == "cancelled" else "not_delivered", facts)
        delivered_on = self._today() - timedelta(days=order["delivered_days_ago"])
        until = _years_later(delivered_on, int(facts["warranty_years"]))
        facts["warranty_until"] = _with_year(until, call.language)
        return ActionResult("covered" if until >= self._today() else "expired", facts)

    def _voucher_check(self, call: ActionCall) -> ActionResult:
        code = call.arguments["voucher_code"]
        voucher = self._vouchers.get(_code(code))
        if voucher is None:
            return ActionResult("not_found", {"voucher_code": code})
        facts = {
            "voucher_code": voucher["code"], "voucher_value": _localised(voucher["value"], call.language),
            "voucher_until": self._day(voucher["until_in_days"], call.language),
        }  # fmt: skip
        return ActionResult("valid" if voucher["until_in_days"] >= 0 else "expired", facts)

    def _gift_card_balance(self, call: ActionCall) -> ActionResult:
        code = call.arguments["gift_card_code"]
        card = self._gift_cards.get(_code(code))
        if card is None:
            return ActionResult("not_found", {"gift_card_code": code})
        balance = _money(card["balance"], call.language)
        return ActionResult("balance", {"gift_card_code": card["code"], "gift_card_balance": balance})

    def _loyalty_points(self, call: ActionCall) -> ActionResult:
        order = self._order(call)
        if order is None:
            return ActionResult("not_found", {"email": call.arguments["email"]})
        points = self._customers[order["customer"]]["loyalty_points"]
        return ActionResult("balance", {"loyalty_points": str(points)})

    def _delivery_pickup(self, call: ActionCall) -> ActionResult:
        if "order_id" in call.arguments:
            return self._order_pickup(call)
        facts = self._policy("delivery_pickup", call.language)
        first, _, last = call.arguments.get("pickup_day", "").partition("/")
        if not first or last:  # no day, or several: the opening hours say it
            return ActionResult("answer", facts)
        day = date.fromisoformat(first)
        facts["pickup_day"] = self._named(day, call.language)
        if day < self._today():
            return ActionResult("past_day", facts)
        return ActionResult("open_day" if self._hours(day) else "closed_day", facts)

    def _order_pickup(self, call: ActionCall) -> ActionResult:
        """Whether an order that is placed already can be collected: as its address can be changed."""
        result = self._order_address(call)
        if result.outcome == "too_late":
            return ActionResult("on_its_way", result.facts)
        if result.outcome != "changeable":
            return result
        address = _localised(self._policies["store_location"]["store_address"], call.language)
        return ActionResult("changeable", {**result.facts, "store_address": address})

    def _opening_hours(self, call: ActionCall) -> ActionResult:
        policy = self._policies["opening_hours"]
        facts = {name: _localised(policy[name], call.language) for name in ("opening_hours", "holidays_link")}
        first, _, last = call.arguments.get("visit_day", "").partition("/")
        now_on, _, at = call.arguments.get("visit_time", "").rpartition("T")
        day = date.fromisoformat(now_on or first) if (now_on or first) and not last else None
        if last:  # several days: the hours say it
            return ActionResult("answer", facts)
        if day is None:
            return self._usually(at, facts, call.language)
        hours = self._hours(day)
        if hours is None:
            return ActionResult(
                "closed_now" if now_on else "closed_day", facts | {"visit_day": self._named(day, call.language)}
            )
        if day < self._today() and not now_on:
            return ActionResult("answer", facts)
        opens, closes = hours
        facts |= {
            "visit_day": self._named(day, call.language), "opens_at": _clock(opens, call.language),
            "closes_at": _clock(closes, call.language), "visit_time": _clock(at, call.language) if at else "",
        }  # fmt: skip
        if not at or (at == closes and not now_on):
            return ActionResult("open_day", facts)
        state = "open" if opens <= at < closes else "closed"
        return ActionResult(f"{state}_now" if now_on else f"{state}_then", facts)

    def _usually(self, at: str, facts: dict[str, str], language: str) -> ActionResult:
        """A time of no certain day: the same on every day that the shop is open, or the hours say it."""
        open_then = {opens <= at < closes for opens, closes in self._policies["opening_hours"]["open"].values()}
        if not at or len(open_then) > 1:
            return ActionResult("answer", facts)
        state = "usually_open" if open_then.pop() else "usually_closed"
        return ActionResult(state, facts | {"visit_time": _clock(at, language)})

    def _store_location(self, call: ActionCall) -> ActionResult:
        policy = self._policies["store_location"]
        facts = {"store_address": _localised(policy["store_address"], call.language)}
        detail = policy["details"].get(call.arguments.get("visit_detail", ""))
        if detail:
            return ActionResult("detail", facts | {"visit_detail": _localised(detail, call.language)})
        places = [call.arguments[name] for name in ("city", "country") if name in call.arguments]
        elsewhere = bool(places) and not any(place in policy["shops_in"] for place in places)
        return ActionResult("elsewhere" if elsewhere else "answer", facts)

    def _price_match(self, call: ActionCall) -> ActionResult:
        facts = self._policy("price_match", call.language)
        return ActionResult("offers" if "special_offer" in call.arguments else "answer", facts)

    def _delivery_time(self, call: ActionCall) -> ActionResult:
        facts = self._policy("delivery_time", call.language)
        return self._too_far(call) or ActionResult("answer", facts)

    def _too_far(self, call: ActionCall) -> ActionResult | None:
        """That nothing is delivered to the country that is named, where that is so."""
        code, abroad = call.arguments.get("country", ""), self._policies["delivery_abroad"]
        if not code or code in abroad["delivered_to"]:
            return None
        countries = _localised(abroad["countries"], call.language)
        return ActionResult("not_delivered", {"country": _country(code, call.language), "countries": countries})

    def _delivery_cost(self, call: ActionCall) -> ActionResult:
        facts = self._policy("delivery_cost", call.language)
        too_far, code = self._too_far(call), call.arguments.get("country", "")
        if too_far is not None:
            return too_far
        if code:
            facts["country"] = _country(code, call.language)
        if call.arguments.get("delivery_option") == "express":
            return ActionResult("express", facts)
        return ActionResult("abroad" if code else "answer", facts)

    def _delivery_abroad(self, call: ActionCall) -> ActionResult:
        policy, code = self._policies["delivery_abroad"], call.arguments.get("country", "")
        facts = {"countries": _localised(policy["countries"], call.language)}
        if not code:
            return ActionResult("answer", facts)
        facts["country"] = _country(code, call.language)
        return self._too_far(call) or ActionResult("delivered", facts)

    def _payment_methods(self, call: ActionCall) -> ActionResult:
        policy, method = self._policies["payment_methods"], call.arguments.get("payment_method", "")
        facts = {"payment_methods": _localised(policy["payment_methods"], call.language)}
        if method not in policy["names"]:
            return ActionResult("answer", facts)
        facts["payment_method"] = _localised(policy["names"][method], call.language)
        return ActionResult("accepted" if method in policy["accepted"] else "not_accepted", facts)

    def _payment_failed(self, call: ActionCall) -> ActionResult:
        """Money that is gone without an order was only reserved; the bank lets go of it."""
        outcome = "debited" if "debited" in call.arguments else "answer"
        return ActionResult(outcome, self._policy("payment_failed", call.language))

    def _by_forwarder(self, call: ActionCall) -> ActionResult | None:
        """What holds for large furniture, where it is about that."""
        product = self._products.get(call.arguments.get("product", ""), {})
        if not product.get("forwarder"):
            return None
        return ActionResult("furniture", {"product": _localised(product["name"], call.language)})

    def _delivery_place(self, call: ActionCall) -> ActionResult:
        policy, place = self._policies["delivery_place"], call.arguments.get("delivery_place", "")
        facts = self._policy("delivery_place", call.language)
        furniture = self._by_forwarder(call)
        if furniture is not None:
            return furniture
        if place not in policy["names"]:
            return ActionResult("answer", facts)
        facts["delivery_place"] = _localised(policy["names"][place], call.language)
        if place in policy["left_at"]:
            return ActionResult("chosen", facts)
        return ActionResult("as_address" if place in policy["as_address"] else "not_possible", facts)

    def _delivery_day(self, call: ActionCall) -> ActionResult:
        furniture = self._by_forwarder(call)
        if furniture is not None:
            return furniture
        facts = self._policy("delivery_day", call.language)
        day, _, last = call.arguments.get("wanted_day", "").partition("/")
        if not day or last or date.fromisoformat(day) < self._today():  # no day, or several
            return ActionResult("answer", facts)
        wanted = date.fromisoformat(day)
        facts["wanted_day"] = self._named(wanted, call.language)
        comes = wanted.isoweekday() in self._policies["delivery_day"]["courier_days"]
        return ActionResult("on_day" if comes else "never_then", facts)

    def _gift_wrap(self, call: ActionCall) -> ActionResult:
        facts, product = self._policy("gift_wrap", call.language), self._products.get(call.arguments.get("product", ""))
        if product is None or product.get("wrapped", True):
            return ActionResult("answer", facts)
        return ActionResult("too_large", facts | {"product": _localised(product["name"], call.language)})

    def _hours(self, day: date) -> tuple[str, str] | None:
        """From when to when the shop is open on a day, None where it is closed."""
        policy = self._policies["opening_hours"]
        hours = policy["open"].get(day.isoweekday())
        return None if hours is None or f"{day:%m-%d}" in policy["closed_days"] else (hours[0], hours[1])

    def _product(self, call: ActionCall) -> tuple[dict[str, Any] | None, str]:
        asked = call.arguments["product"]
        product = self._products.get(asked)
        return product, _localised(product["name"], call.language) if product else asked

    def _product_stock(self, call: ActionCall) -> ActionResult:
        product, name = self._product(call)
        if product is None:
            return ActionResult("not_found", {"product": name})
        wanted = call.arguments.get("quantity", "")
        if wanted.isdecimal() and 0 < product["stock"] < int(wanted):
            return ActionResult("too_few", {"product": name, "quantity": wanted, "stock": str(product["stock"])})
        if product["stock"] > 0:
            return ActionResult("in_stock", {"product": name, "price": _money(product["price"], call.language)})
        return ActionResult(
            "out_of_stock",
            {
                "product": name,
                "restock_date": self._day(product["restock_in_days"], call.language),
                "notify_link": f"{SITE}/notify/{product['id'].replace('_', '-')}",
            },
        )

    def _product_price(self, call: ActionCall) -> ActionResult:
        product, name = self._product(call)
        if product is None:
            return ActionResult("not_found", {"product": name})
        return ActionResult("price", {"product": name, "price": _money(product["price"], call.language)})

    def _product_size(self, call: ActionCall) -> ActionResult:
        product, name = self._product(call)
        if product is None:
            return ActionResult("not_found", {"product": name})
        return ActionResult("sizes", {"product": name, "sizes": _localised(product["sizes"], call.language)})

    def _product_care(self, call: ActionCall) -> ActionResult:
        product, name = self._product(call)
        if product is None:
            return ActionResult("not_found", {"product": name})
        return ActionResult("guide", {"product": name, "guide_link": f"{SITE}/{product['guide']}"})

    def _product_range(self, call: ActionCall) -> ActionResult:
        """All there is, with prices; of a named kind its product."""
        product = self._products.get(call.arguments.get("product", ""))
        link = {"shop_link": SITE}
        if product is None:
            form, comma = ("{}\uff08{}\uff09", "\u3001") if call.language == "zh" else ("{} ({})", ", ")
            priced = (
                form.format(_localised(p["name"], call.language), _money(p["price"], call.language))
                for p in self._products.values()
            )
            return ActionResult("answer", {"products": comma.join(priced), **link})
        name, price = _localised(product["name"], call.language), _money(product["price"], call.language)
        facts = {"product": name, "price": price, **link}
        if product["stock"] > 0:
            return ActionResult("one", facts)
        return ActionResult("sold_out", facts | {"restock_date": self._day(product["restock_in_days"], call.language)})

    def _product_origin(self, call: ActionCall) -> ActionResult:
        facts, product = (
            self._policy("product_origin", call.language),
            self._products.get(call.arguments.get("product", "")),
        )
        if product is None:
            return ActionResult("answer", facts)
        told = {name: _localised(product[name], call.language) for name in ("material", "made_in")}
        return ActionResult("known", facts | told | {"product": _localised(product["name"], call.language)})

    def _return_days(self) -> str:
        return str(self._policies["return_policy"]["return_days"])


def actions() -> Shop:
    """What the server loads."""
    return Shop(Path(__file__).parent / "data")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _changeable(order: dict[str, Any]) -> ActionResult:
    """Of an order that nobody has packed: whether the customer may still change it."""
    if order["state"] == "cancelled":
        return ActionResult("cancelled", {"order_id": order["id"]})
    return ActionResult("changeable", {"order_id": order["id"], "order_link": f"{SITE}/orders/{order['id']}"})


def _unknown_order(call: ActionCall) -> ActionResult:
    return ActionResult("not_found", {"order_id": call.arguments.get("order_id", "")})


def _code(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code.upper())


def _years_later(day: date, years: int) -> date:
    leaps = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leaps else day.day)


def _with_year(day: date, language: str) -> str:
    pattern = "y年M月d日" if language == "zh" else "d MMMM y"
    return str(format_date(day, pattern, locale=LOCALES.get(language, language)))


def _country(code: str, language: str) -> str:
    """The name of a country by its ISO code, with the article that English wants."""
    name = str(Locale.parse(LOCALES.get(language, language)).territories[code])
    return f"the {name}" if language == "en" and code in _WITH_ARTICLE else name


def _clock(at: str, language: str) -> str:
    """A time of day as people write it; 19:00 as 7 pm in English."""
    hour, minute = (int(part) for part in at.split(":"))
    if language != "en":
        return at
    past = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{past} {'am' if hour < 12 else 'pm'}"


def _localised(value: Any, language: str) -> str:
    return str(value.get(language, value.get("en"))) if isinstance(value, dict) else str(value)


def _money(amount: float, language: str) -> str:
    return f"{amount:.2f}欧元" if language == "zh" else f"€{amount:.2f}"
