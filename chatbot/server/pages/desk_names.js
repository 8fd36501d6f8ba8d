// Names that agents read in the place of the content's own: intents from the server, what the starter content has from here.
import { currentLanguage, t } from "./desk_strings.js";

const NAMES = {
  en: {
    order_id: "Order number", email: "E-mail", confirmed: "Confirmed", yes_no: "Yes or no", voucher_code: "Voucher code", gift_card_code: "Gift card",
    eta: "Expected on", case_id: "Case number", sizes: "Sizes", yes: "Yes", no: "No", not_found: "Not found",
  },
  zh: {
    order_id: "订单号", email: "邮箱", confirmed: "已确认", yes_no: "是或否", yes: "是", no: "否", amount: "金额", city: "城市", country: "国家", date: "日期", time: "时间",
    delivery_option: "配送方式", gift_card_code: "礼品卡号", name: "姓名", payment_method: "付款方式", phone: "电话", product: "商品", quantity: "数量", special_offer: "优惠",
    voucher_code: "优惠码", pickup_day: "自提日期", visit_day: "到店日期", visit_time: "到店时间",
    delivery_place: "收件处", wanted_day: "希望的日期", visit_detail: "到店信息",
    account_link: "账户链接", answer_days: "答复天数", carrier: "承运商", carrier_link: "承运商链接", case_id: "受理编号", closes_at: "关门时间", contact_email: "联系邮箱", contact_phone: "联系电话",
    countries: "可配送国家", delivered_on: "送达日期", delivery_cost: "运费", delivery_days: "配送天数", eta: "预计送达", express_cost: "加急运费", express_days: "加急天数",
    free_delivery_from: "免运费门槛", gift_card_amounts: "礼品卡面额", gift_card_balance: "礼品卡余额", gift_card_link: "礼品卡链接", guide_link: "说明链接", holidays_link: "节假日链接",
    installment_from: "分期起付", installment_months: "分期期数", invoice_link: "发票链接", jobs_link: "招聘链接", loyalty_link: "积分链接", loyalty_points: "积分", loyalty_rate: "积分比例",
    newsletter_link: "订阅链接", opening_hours: "营业时间", opens_at: "开门时间", order_link: "订单链接", payment_methods: "付款方式", price: "价格", price_match_days: "保价天数",
    privacy_link: "隐私链接", refund_amount: "退款金额", refund_days: "退款天数", refunded_on: "退款日期", restock_date: "到货日期", return_cost: "退货运费", return_days: "退货期限",
    return_link: "退货链接", ship_date: "发货日期", shop_link: "商店链接", sizes: "尺寸", stock: "库存", store_address: "门店地址", tracking_link: "物流链接", voucher_limit: "优惠码限制",
    voucher_page: "优惠码页面", voucher_until: "优惠有效期", voucher_value: "优惠金额", warranty_link: "保修链接", warranty_years: "保修年限",
    courier_hours: "派送时间", delivery_places: "可送达的地点", gift_card_years: "礼品卡有效年限", gift_wrap_cost: "礼品包装费", gift_wrap_link: "礼品包装链接", loyalty_use: "积分用法", made_in: "产地",
    material: "材质", notify_link: "到货提醒链接", origin_link: "产地链接", products: "商品", release_days: "预授权解冻天数", track_page: "物流页面", warranty_until: "保修截止日",
    product_stock: "查询库存", report_problem: "登记问题", report: "登记问题", return: "退货", payment: "查询付款", voucher: "查询优惠码",
    abroad: "可配送国外", accepted: "可以", already_cancelled: "早已取消", answer: "已回答", balance: "有余额", cancelled: "已取消", changeable: "可以更改", closed_day: "当天休息", closed_now: "现在休息",
    closed_then: "届时休息", delayed: "延误", delivered: "已送达", double: "重复扣款", elsewhere: "别处", expired: "已过期", express: "加急", guide: "有说明", in_stock: "有货", label_sent: "已发退货单", none: "无",
    not_accepted: "不可以", not_delivered: "未送达", not_found: "未找到", offers: "有优惠", on_its_way: "在途", open_day: "当天营业", open_now: "现在营业", open_then: "届时营业", out_of_stock: "缺货", past_day: "日期已过",
    pending: "处理中", processing: "备货中", ready: "可自提", refunded: "已退款", reported: "已登记", sent: "已发送", shipped: "已发货", single: "单次扣款", too_few: "数量不足", too_late: "已过期限",
    as_address: "写在地址里", chosen: "可选地点", covered: "在保修期内", debited: "已扣款", detail: "店内信息", furniture: "家具配送", known: "有记录", never_then: "该时段不派送",
    not_possible: "无法办到", on_day: "可选该日", one: "一件商品", sold_out: "已售完", too_large: "尺寸太大", usually_closed: "平时休息", usually_open: "平时营业", valid: "有效",
  },
};

const titles = new Map();

/** The content's titles, by intent and language. */
export function takeTitles(intents) {
  for (const [intent, byLanguage] of Object.entries(intents ?? {})) titles.set(intent, byLanguage);
}

function known(name) {
  const title = titles.get(name);
  if (title) return title[currentLanguage()] ?? Object.values(title)[0];
  return Object.hasOwn(NAMES[currentLanguage()], name) ? NAMES[currentLanguage()][name] : null;
}

const plain = (name) => {
  const words = String(name).replace(/[_.]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The name of an intent, slot, fact or outcome: what there is for it, else its own words. */
export const nameOf = (name) => known(String(name)) ?? plain(name);

/** The same of what the shop system is asked: `policy.return_cost` is known by its last part. */
export function callName(name) {
  const last = String(name).split(".").at(-1);
  return known(last) ?? known(last.replace(/_check$/, "")) ?? nameOf(last);
}

/** A value as it is, but for the content's own names of things. */
export const valueOf = (value) => (typeof value !== "string" ? JSON.stringify(value) : /^[a-z]+(_[a-z]+)+$|^(yes|no)$/.test(value) ? nameOf(value) : value);

/** A text in which the names of intents and slots are replaced by what they are called. */
export function withNames(text) {
  const scored = (part) => part.match(/^([a-z_]+) ([\d.]+)$/);
  const named = (part) => known(part) ?? (known(scored(part)?.[1]) ? `${known(scored(part)[1])} ${scored(part)[2]}` : null) ?? part.replace(/[a-z]+(?:_[a-z]+)+/g, (name) => known(name) ?? name.replaceAll("_", " "));
  const either = (part) => part.replace(/^what (?:for|about) /, "").split(" or ").map(named).join(t("or"));
  return String(text).split(", ").map(either).join(", ");
}
