// The console's words in English and Chinese.
import { fill, stored } from "./ui.js";

const STRINGS = {
  en: {
    desk: "Desk", signInTitle: "Welcome back", signInText: "Sign in to answer the customers of your shop.", name: "Name", password: "Password", code: "One-time code", codeNeeded: "Please enter the code of your authenticator app.", signIn: "Sign in", signOn: "Sign in with {name}", signOnPlain: "Sign in with your company account",
    signOnRefused: "You were not let in. Please ask whoever runs this desk.", signOnUnreachable: "The company’s sign-in can’t be reached. Please try again later.",
    signOut: "Sign out", save: "Save", cancel: "Cancel", nameHint: "Customers read “Our team” where you answer.", nameChoose: "Choose a name", nameLater: "Not now",
    nameTitle: "Your name for customers", nameText: "Customers read it above your answers. Leave it empty and they read “Our team”.", nameSaved: "Customers now read “{name}”.", nameRemoved: "Customers now read “Our team”.", nameRefused: "A name is one line of at most 60 characters.",
     wrong: "Name or password is wrong.", tooMany: "Too many attempts. Please wait a moment.", unreachable: "The server can’t be reached.", signedOut: "Please sign in again.",
    online: "Connected", connecting: "Connecting …", offline: "Reconnecting …", waiting: "Waiting", mine: "Mine", recent: "Recent", refresh: "Refresh the list",
    nobodyWaits: "Nobody is waiting.", nothingMine: "You have no open conversation.", nothingRecent: "No other conversations.", loading: "Loading …", conversations: "Conversations", choose: "Choose a conversation",
    chooseText: "Those who wait longest and matter most are at the top. Press ? for the keyboard shortcuts.", visitor: "Visitor {id}", back: "Back", details: "Details",
    claim: "Claim", toBot: "Release to bot", toQueue: "To queue", resolve: "Resolve", answer: "Answer", note: "Note", send: "Send",
    answerHint: "Answer the customer …", noteHint: "A note only your colleagues see …", ownerBot: "The bot is answering", ownerQueue: "Waits for a person", ownerMine: "You are answering",
    ownerOther: "{name} is answering", ownerClosed: "Closed", bot: "Bot", customer: "Customer", you: "You", noteBy: "Note by {name}", typing: "The customer is typing …",
    started: "Conversation started · {locale}", identified: "The website says this is {name}", customerId: "Customer id", customerName: "Name", customerEmail: "E-mail", proved: "Signed by the website.", escalated: "Escalated to a person", joined: "{name} took over", leftToBot: "{name} gave it back to the bot", leftToQueue: "{name} put it back into the queue", queueLeft: "The customer went back to the bot",
    asked: "The customer was asked for a rating", rated: "The customer’s rating: {score} of 5", judged: "{name} judged the escalation: {verdict}", closedBy: "Closed by {by}",
    by: { visitor: "the customer", agent: "an agent", bot: "the bot" }, sending: "Sending …", failed: "Not sent", retry: "Try again", newMessages: "New messages", log: "Conversation",
    satisfaction: "Satisfaction", satisfied: "likely to end satisfied", estimate: "estimated rating {score} of 5", realScore: "rated {score} of 5", noEstimate: "No estimate yet.",
    mood: "Mood", noMood: "No message with a mood yet.", moodCurve: "Mood over {n} messages, from {first} to {last}", moods: { happy: "Happy", neutral: "Neutral", unhappy: "Unhappy" },
    escalation: "Escalation", noEscalation: "The bot has not asked for a person.", wasItRight: "Was it right to ask for a person?", verdicts: { right: "Right", too_early: "Too early", too_late: "Too late" },
    decisions: "Decisions of the bot", noDecisions: "No decision yet.", priority: { normal: "Normal", high: "High", urgent: "Urgent" },
    intents: "Intent", entities: "Found in the text", reasons: "Reasons", slots: "Known so far", action: "Action", reply: "Reply", by_model: "written by the model", by_fallback: "prepared wording",
    refused: "The model’s own words were held back: {codes}", silent: "The bot said nothing.", failedAction: "failed: {error}",
    kinds: { reply: "Replied", ask: "Asked back", clarify: "Made sure", escalate: "Escalated", close: "Closed", silent: "Silent", returned: "Handed back to the bot" },
    codes: {
      asked: "Asked for a person", asked_for_human: "Asked for a person", offer_declined: "Declined the offer", intent_always: "Always for a person", intent_unhappy: "Unhappy about this topic",
      mood_sustained: "Unhappy for several messages", mood_fell: "Mood fell sharply", mood_falling: "Mood fell sharply", same_problem: "Same problem again", not_understood: "Not understood", action_failed: "Shop system failed",
      failure: "Technical failure", owned: "A person answers", outcome: "Answered with facts", intent: "Intent is clear", intent_clear: "Intent is clear", unsure: "Two meanings possible", slot_missing: "Detail is missing",
      slot_not_given: "Detail not given", slot_corrected: "Detail corrected", form_cancelled: "Request dropped", form_resumed: "Request taken up again", question_in_between: "Question in between", several_requests: "Several requests at once", denied: "Said not to want",
      same_request: "Same request", empty_message: "Empty message", not_confirmed: "Not confirmed", visitor: "Asked by the customer",
      asks_about_the_wait: "Asks about the wait", card_number: "Card number, not kept", foreign_language: "Another language", helped: "Was helped", not_helped: "Was not helped", off_topic: "Nothing of ours",
      no_details: "No details known", not_known: "Not known", left_queue: "Does not want to wait", offered_human: "Offered a person", option_by_entity: "Clear from what was named", option_by_place: "Chosen by its place in the list", another: "Means another one", not_needed: "Not needed", intent_by_entity: "Clear from what was named",
      part_only: "Only a part of the order", quoted: "Quoted from an article", waits: "Waiting for something", remedy: "Said how to put it right", slot_lacking: "Does not have the detail", guess_denied: "Meant another one", dropped_too: "Dropped as well",
      opens: "Asked what it is about", asked_before: "Asked for this before", only_asked: "Asked first, nothing done", offered: "Takes up what was offered", compared: "Compared products", nothing_to_compare: "Nothing to compare",
      asks_for_language: "Asked about languages", language_chosen: "Chose a language",
    },
    ownWords: { "accepted the offer": "accepted the offer", "what a colleague said": "what a colleague said", agent: "a colleague has taken over", queue: "waits in the queue" }, or: " or ", times: "{n} times", inARow: "{n} times in a row",
    refusals: { digit: "a number", money: "an amount", link: "a link", language: "the wrong language", missing_fact: "a missing fact", uncovered: "words that were not approved", contrary: "the opposite of the facts", promise: "a promise",
      another_act: "the answer to something else", repeated_reply: "said before", too_long: "too long", empty: "nothing written", model_error: "a failure of the model" },
    errors: {
      taken: "{by} was faster: the conversation is taken.", not_owner: "This conversation is not yours.", closed: "This conversation is closed.", not_found: "This conversation does not exist.",
      too_long: "The text is too long (at most 4,000 characters).", too_fast: "Too many messages in a short time. Please try again in a moment.", internal: "Something went wrong on the server.", bad_frame: "The server did not understand this.", lost: "The connection was lost. Please try again.",
    },
    shortcuts: "Keyboard shortcuts", shortcutsClose: "Close", keys: [["j / ↓", "next conversation"], ["k / ↑", "previous conversation"], ["Enter", "open it"], ["c", "claim it"], ["r", "write an answer"], ["Esc", "back"], ["?", "this help"]],
    claimed: "It’s yours now.", resolved: "Resolved.", released: "Released.", judgedToast: "Thank you, noted.", urgentAria: "priority: {p}", moodAria: "mood: {m}",
  },
  zh: {
    desk: "工作台", signInTitle: "欢迎回来", signInText: "登录后即可回复顾客。", name: "姓名", password: "密码", code: "动态验证码", codeNeeded: "请输入验证器应用中的动态验证码。", signIn: "登录", signOn: "使用{name}登录", signOnPlain: "使用公司账号登录",
    signOnRefused: "登录未获允许，请联系工作台管理员。", signOnUnreachable: "无法连接公司登录服务，请稍后再试。",
    signOut: "退出", save: "保存", cancel: "取消", nameHint: "您回复时，顾客看到的是“客服同事”。", nameChoose: "设置名字", nameLater: "以后再说",
    nameTitle: "顾客看到的名字", nameText: "显示在您的回复上方。留空时，顾客看到“客服同事”。", nameSaved: "顾客现在看到的是“{name}”。", nameRemoved: "顾客现在看到的是“客服同事”。", nameRefused: "名字只能有一行，最多 60 个字。",
     wrong: "姓名或密码不正确。", tooMany: "尝试次数过多，请稍后再试。", unreachable: "无法连接服务器。", signedOut: "请重新登录。",
    online: "已连接", connecting: "正在连接…", offline: "正在重连…", waiting: "等待中", mine: "我的对话", recent: "最近", refresh: "刷新列表",
    nobodyWaits: "暂时没有人等待。", nothingMine: "您没有进行中的对话。", nothingRecent: "没有其他对话。", loading: "正在加载…", conversations: "对话", choose: "请选择一个对话",
    chooseText: "最紧急、等待最久的排在最上面。按 ? 查看快捷键。", visitor: "访客 {id}", back: "返回", details: "详情",
    claim: "接入", toBot: "交还机器人", toQueue: "放回队列", resolve: "结束对话", answer: "回复", note: "备注", send: "发送",
    answerHint: "回复顾客…", noteHint: "仅同事可见的备注…", ownerBot: "机器人正在接待", ownerQueue: "等待人工", ownerMine: "由您接待",
    ownerOther: "{name} 正在接待", ownerClosed: "已结束", bot: "机器人", customer: "顾客", you: "我", noteBy: "{name} 的备注", typing: "顾客正在输入…",
    started: "对话开始 · {locale}", identified: "网站确认顾客身份：{name}", customerId: "顾客编号", customerName: "姓名", customerEmail: "邮箱", proved: "由网站签名确认。", escalated: "已转人工", joined: "{name} 已接入", leftToBot: "{name} 已交还给机器人", leftToQueue: "{name} 已放回队列", queueLeft: "顾客选择继续由机器人服务",
    asked: "已邀请顾客评价", rated: "顾客评分：{score} 分（满分 5 分）", judged: "{name} 对转人工的评价：{verdict}", closedBy: "对话由{by}结束",
    by: { visitor: "顾客", agent: "客服", bot: "机器人" }, sending: "发送中…", failed: "发送失败", retry: "重试", newMessages: "有新消息", log: "对话内容",
    satisfaction: "满意度", satisfied: "的可能满意结束", estimate: "预计评分 {score} / 5", realScore: "实际评分 {score} / 5", noEstimate: "暂无预测。",
    mood: "情绪", noMood: "暂无情绪数据。", moodCurve: "{n} 条消息的情绪，从 {first} 到 {last}", moods: { happy: "开心", neutral: "平静", unhappy: "不满" },
    escalation: "转人工", noEscalation: "机器人尚未请求人工。", wasItRight: "这次转人工合适吗？", verdicts: { right: "合适", too_early: "太早", too_late: "太晚" },
    decisions: "机器人的决策", noDecisions: "暂无决策。", priority: { normal: "普通", high: "较高", urgent: "紧急" },
    intents: "意图", entities: "识别到的信息", reasons: "原因", slots: "已知信息", action: "业务调用", reply: "回复", by_model: "由模型撰写", by_fallback: "预设话术",
    refused: "模型的措辞未被采用：{codes}", silent: "机器人没有回复。", failedAction: "失败：{error}",
    kinds: { reply: "已回答", ask: "追问", clarify: "确认", escalate: "转人工", close: "结束", silent: "未回复", returned: "已交还给机器人" },
    codes: {
      asked: "要求人工", asked_for_human: "要求人工", offer_declined: "谢绝转人工", intent_always: "必须人工处理", intent_unhappy: "对此事不满",
      mood_sustained: "持续不满", mood_fell: "情绪骤降", mood_falling: "情绪骤降", same_problem: "同一问题反复出现", not_understood: "没有理解", action_failed: "业务系统出错",
      failure: "技术故障", owned: "人工接待中", outcome: "已据实回答", intent: "意图明确", intent_clear: "意图明确", unsure: "有两种可能", slot_missing: "缺少信息",
      slot_not_given: "未提供信息", slot_corrected: "更正了信息", form_cancelled: "放弃请求", form_resumed: "继续之前的请求", question_in_between: "中途提问", several_requests: "一次提出多个请求", denied: "表示不需要",
      same_request: "相同请求", empty_message: "空消息", not_confirmed: "未确认", visitor: "顾客要求",
      asks_about_the_wait: "询问等待时间", card_number: "银行卡号（未保存）", foreign_language: "其他语言", helped: "问题已解决", not_helped: "问题没有解决", off_topic: "与本店无关",
      no_details: "没有相关资料", not_known: "没有相关信息", left_queue: "不想继续等待", offered_human: "建议转人工", option_by_entity: "根据所提内容判断", option_by_place: "按顺序选择", another: "指另一个", not_needed: "无需提供", intent_by_entity: "根据所提内容判断",
      part_only: "只涉及订单的一部分", quoted: "引用文章", waits: "久等未到", remedy: "说明想怎么解决", slot_lacking: "没有该信息", slot_filled: "已提供信息", guess_denied: "指的是另一个", dropped_too: "一并放弃",
      follow_up: "追问", no_farewell: "不是告别", not_meant_kindly: "反话", nothing_open: "没有进行中的请求", number_wrong: "号码有误", only_offer: "只有一种可能", option_accepted: "选了建议", option_declined: "没选建议",
      take_your_time: "请顾客慢慢找", taken_back: "收回请求", taken_up: "继续之前的请求", unhappy_with_something: "对某事不满", why_asked: "询问为何需要", details_of_another: "另一请求的信息",
      opens: "先问是什么事", asked_before: "之前已问过", only_asked: "先回答问题，没有办理", offered: "接受了建议", compared: "比较了商品", nothing_to_compare: "没有可比较的商品",
      asks_for_language: "询问可用语言", language_chosen: "选择了语言",
    },
    ownWords: { "accepted the offer": "接受了转人工的建议", "what a colleague said": "关于同事说过的话", agent: "同事已接入", queue: "正在排队" }, or: " 或 ", times: "{n} 次", inARow: "连续 {n} 次",
    refusals: { digit: "出现数字", money: "出现金额", link: "出现链接", language: "语言不符", missing_fact: "缺少必要信息", uncovered: "用了未经认可的词", contrary: "与事实相反", promise: "作了承诺",
      another_act: "答非所问", repeated_reply: "重复回复", too_long: "太长", empty: "没有内容", model_error: "模型出错" },
    errors: {
      taken: "{by} 抢先一步，对话已被接入。", not_owner: "这个对话不属于您。", closed: "对话已结束。", not_found: "对话不存在。",
      too_long: "内容太长（最多 4,000 字）。", too_fast: "操作太频繁，请稍后再试。", internal: "服务器出错。", bad_frame: "服务器无法识别。", lost: "连接已断开，请重试。",
    },
    shortcuts: "快捷键", shortcutsClose: "关闭", keys: [["j / ↓", "下一个对话"], ["k / ↑", "上一个对话"], ["Enter", "打开"], ["c", "接入"], ["r", "写回复"], ["Esc", "返回"], ["?", "快捷键"]],
    claimed: "已由您接入。", resolved: "对话已结束。", released: "已交还。", judgedToast: "已记录，谢谢。", urgentAria: "优先级：{p}", moodAria: "情绪：{m}",
  },
};

let language = stored("desk:language") ?? ((navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en");
if (!STRINGS[language]) language = "en";

export const currentLanguage = () => language;

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  stored("desk:language", language);
}

export function t(key, values) {
  const text = key.split(".").reduce((part, name) => part?.[name], STRINGS[language]);
  return values && typeof text === "string" ? fill(text, values) : text;
}

const plain = (code) => {
  const words = String(code).replace(/[_.]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const own = (part, name) => (Object.hasOwn(STRINGS[language][part], name) ? STRINGS[language][part][name] : null);

export const codeName = (code) => own("codes", code) ?? plain(code);
export const refusalName = (code) => own("refusals", String(code).split(":")[0]) ?? plain(code);

/** What a reason tells beside its code, as far as it is words of the program's own. */
export function detailOf(text) {
  const counted = String(text).replace(/(\d+) times in a row$/, (_, n) => t("inARow", { n })).replace(/(\d+) times$/, (_, n) => t("times", { n }));
  return own("ownWords", counted) ?? counted;
}

export const readable = plain;

export function clock(at) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const today = date.toDateString() === new Date().toDateString();
  const options = today ? { hour: "numeric", minute: "2-digit" } : { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en", options).format(date);
}

export function moodLabel(strength) {
  if (strength <= -0.25) return "unhappy";
  return strength >= 0.25 ? "happy" : "neutral";
}
