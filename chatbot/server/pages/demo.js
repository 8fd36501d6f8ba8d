// Texts of the demo shop. Runs before widget.js (both are deferred), which takes its language from <html lang>.
"use strict";

const TEXTS = {
  en: {
    suggestions: ["Where is my order?", "How do I return something?", "Which payment methods do you take?"],
    ask: "I have a question about the {name}: ", where: "Where is my order {order}?", details: "Ask about it",
    products: {
      luna_lamp: ["Luna lamp", "Opal glass on oak, dimmable", "€49.90"], oak_table: ["Oak table", "Solid, oiled, seats six", "€449.00"],
      fjord_sofa: ["Fjord sofa", "Two or three seats, soft wool", "€899.00"], nordic_chair: ["Nordic chair", "Bent beech, stackable", "€119.00"],
      moss_rug: ["Moss rug", "Thick wool pile, deep green", "€129.00"], ember_candle: ["Ember candle", "Rapeseed wax, cotton wick, unscented", "€14.90"],
      river_vase: ["River vase", "Heavy glass, blown by hand", "€34.90"], cloud_pillow: ["Cloud pillow", "Linen cover, recycled polyester filling", "€29.90"],
    },
  },
  zh: {
    suggestions: ["我的订单到哪了？", "怎么退货？", "支持哪些付款方式？"],
    page: "光木家居 – 灯具、家具与家居好物", ask: "我想咨询一下{name} ", where: "我的订单 {order} 到哪了？", details: "咨询客服",
    skip: "跳到商品", notice: "满50欧元免运费 · 这是演示商店，商品不出售", brand: "光木家居", nav: "商店", language: "语言",
    navShop: "全部商品", navHelp: "订单与帮助", navAbout: "我们的承诺", eyebrow: "暮光系列", headline: ["暖光，", "原木，回家。"],
    lead: "灯具、家具和生活小物，让人一进门就想坐下来。经久耐用，坏了可修。", browse: "浏览系列", chat: "问问智能助手",
    room: "安静的客厅，有沙发、落地灯和绿植", tryTitle: "用这些订单号试试智能助手", tryText: "查物流、退货、取消订单，或者直接转人工。",
    shopTitle: "本季人气好物", shopText: "库存、尺寸、保养，点一下商品就能问。", value1: "能修就不换", value1Text: "所有产品停产后至少十年仍提供配件。",
    value2: "木材来源可查", value2Text: "橡木产自德国和法国，松木产自瑞典，均经FSC认证。", value3: "随时有回应",
    value3Text: "智能助手即时回答，重要的事由人工接手。", foot: "光木家居是虚构的商店，用来展示可自行部署的客服机器人。", desk: "客服工作台",
    products: {
      luna_lamp: ["月光台灯", "乳白玻璃配橡木，可调光", "49.90欧元"], oak_table: ["橡木餐桌", "实木上油，六人座", "449.00欧元"],
      fjord_sofa: ["峡湾沙发", "双人或三人位，柔软羊毛面料", "899.00欧元"], nordic_chair: ["北欧椅", "弯曲榉木，可叠放", "119.00欧元"],
      moss_rug: ["苔藓地毯", "羊毛厚绒，深绿色", "129.00欧元"], ember_candle: ["余烬蜡烛", "菜籽蜡，棉芯，无香味", "14.90欧元"],
      river_vase: ["河流花瓶", "厚玻璃，手工吹制", "34.90欧元"], cloud_pillow: ["云朵枕头", "亚麻枕套，再生聚酯纤维填充", "29.90欧元"],
    },
  },
};

const lang = chooseLanguage();
const texts = TEXTS[lang];
// Both scripts are deferred, and the widget reads its tag when it runs.
document.querySelector('script[src="/widget.js"]').dataset.suggestions = texts.suggestions.join("|");

/** What was asked for with ?lang=, now or on an earlier visit, else the first of the browser's languages that we have. */
function chooseLanguage() {
  const known = (wish) => Object.keys(TEXTS).find((name) => wish?.toLowerCase().split("-")[0] === name);
  const asked = known(new URLSearchParams(location.search).get("lang"));
  try {
    if (asked) localStorage.setItem("demo:language", asked);
    const chosen = asked ?? known(localStorage.getItem("demo:language"));
    if (chosen) return chosen;
  } catch {
    // Storage is forbidden: the address and the browser decide.
  }
  return asked ?? navigator.languages.map(known).find(Boolean) ?? "en";
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.textContent = text;
  return node;
}

function putText(node) {
  const text = texts[node.dataset.t];
  if (Array.isArray(text)) node.replaceChildren(text[0], document.createElement("br"), text[1]);
  else if (text) node.textContent = text;
}

function translatePage() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  if (texts.page) document.title = texts.page;
  document.querySelectorAll("[data-t]").forEach(putText);
  document.querySelectorAll("[data-label]").forEach((node) => {
    if (texts[node.dataset.label]) node.setAttribute("aria-label", texts[node.dataset.label]);
  });
  document.querySelectorAll("[data-lang]").forEach((link) => {
    if (link.dataset.lang === lang) link.setAttribute("aria-current", "true");
  });
  document.querySelectorAll("[data-keep-lang]").forEach((link) => { link.href = `/?lang=${lang}`; });
  if (texts.brand) document.querySelector('script[src="/widget.js"]').dataset.title = texts.brand;
}

function openChat(text) {
  document.querySelector("chat-widget")?.open(text);
}

function describeProduct(card) {
  const [name, about, price] = texts.products[card.dataset.product];
  const ask = element("button", "ask", texts.details);
  ask.type = "button";
  ask.setAttribute("aria-label", `${texts.details}: ${name}`);
  ask.addEventListener("click", () => openChat(texts.ask.replace("{name}", name)));
  const row = element("div", "buy", "");
  row.append(element("span", "price", price), ask);
  card.append(element("h3", "", name), element("p", "about", about), row);
}

translatePage();
document.querySelectorAll("[data-product]").forEach(describeProduct);
document.querySelectorAll("[data-order]").forEach((button) => {
  button.addEventListener("click", () => openChat(texts.where.replace("{order}", button.dataset.order)));
});
document.querySelectorAll("[data-ask]").forEach((button) => button.addEventListener("click", () => openChat(button.dataset.ask)));
