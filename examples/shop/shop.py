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
_WITH_ARTICLE = {"NL", "GB", "US", "CZ"}
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
            "voucher_check": self._voucher_check,
            "gift_card_balance": self._gift_card_balance,
            "password_reset": lambda call: ActionResult("sent", {"email": call.arguments["email"]}),
            "loyalty_points": self._loyalty_points,
            "opening_hours": self._opening_hours,
            "delivery_cost": self._delivery_cost,
            "delivery_abroad": self._delivery_abroad,
            "payment_methods": self._payment_methods,
            "delivery_pickup": self._delivery_pickup,
            "product_stock": self._product_stock,
            "product_price": self._product_price,
            "product_size": self._product_size,
            "product_care": self._product_care,
        }

    def names(self) -> frozenset[str]:
        """What it can do; every policy is an action of its own."""
        return frozenset(self._handlers) | {f"policy.{name}" for name in self._policies}

    def call(self, call: ActionCall) -> ActionResult:
        """Perform one action; KeyError for one it does not have."""
        with self._lock:
            if call.name.startswith("policy."):
                facts = self._policies[call.name.removeprefix("policy.")]
                return ActionResult("answer", {k: _localised(v, call.language) for k, v in facts.items()})
            return self._handlers[call.name](call)

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
        return ActionResult(READY)

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
        policy = self._policies["delivery_pickup"]
        facts = {k: _localised(v, call.language) for k, v in policy.items() if not k.startswith("closed_")}
        first, _, last = call.arguments.get("pickup_day", "").partition("/")
        if not first or last:  # no day, or several: the opening hours say it
            return ActionResult("answer", facts)
        day = date.fromisoformat(first)
        facts["pickup_day"] = self._named(day, call.language)
        if day < self._today():
            return ActionResult("past_day", facts)
        return ActionResult("closed_day" if self._closed(day) else "open_day", facts)

    def _opening_hours(self, call: ActionCall) -> ActionResult:
        facts = {k: _localised(v, call.language) for k, v in self._policies["opening_hours"].items()}
        first, _, last = call.arguments.get("visit_day", "").partition("/")
        day = date.fromisoformat(first) if first and not last else None
        if day is None or not self._closed(day):
            return ActionResult("answer", facts)
        return ActionResult("closed_day", facts | {"visit_day": self._named(day, call.language)})

    def _delivery_cost(self, call: ActionCall) -> ActionResult:
        facts = {k: _localised(v, call.language) for k, v in self._policies["delivery_cost"].items()}
        express = call.arguments.get("delivery_option") == "express"
        return ActionResult("express" if express else "answer", facts)

    def _delivery_abroad(self, call: ActionCall) -> ActionResult:
        policy, code = self._policies["delivery_abroad"], call.arguments.get("country", "")
        facts = {"countries": _localised(policy["countries"], call.language)}
        if not code:
            return ActionResult("answer", facts)
        facts["country"] = _country(code, call.language)
        return ActionResult("delivered" if code in policy["delivered_to"] else "not_delivered", facts)

    def _payment_methods(self, call: ActionCall) -> ActionResult:
        policy, method = self._policies["payment_methods"], call.arguments.get("payment_method", "")
        facts = {"payment_methods": _localised(policy["payment_methods"], call.language)}
        if method not in policy["names"]:
            return ActionResult("answer", facts)
        facts["payment_method"] = _localised(policy["names"][method], call.language)
        return ActionResult("accepted" if method in policy["accepted"] else "not_accepted", facts)

    def _closed(self, day: date) -> bool:
        policy = self._policies["delivery_pickup"]
        return day.isoweekday() in policy["closed_weekdays"] or f"{day:%m-%d}" in policy["closed_days"]

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
            "out_of_stock", {"product": name, "restock_date": self._day(product["restock_in_days"], call.language)}
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


def _country(code: str, language: str) -> str:
    """The name of a country by its ISO code, with the article that English wants."""
    name = str(Locale.parse(LOCALES.get(language, language)).territories[code])
    return f"the {name}" if language == "en" and code in _WITH_ARTICLE else name


def _localised(value: Any, language: str) -> str:
    return str(value.get(language, value.get("en"))) if isinstance(value, dict) else str(value)


def _money(amount: float, language: str) -> str:
    return f"{amount:.2f}欧元" if language == "zh" else f"€{amount:.2f}"
