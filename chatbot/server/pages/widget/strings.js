// What the widget says by itself, by language.

const STRINGS = {
  en: {
    title: "Chat with us", open: "Open chat", close: "Close chat", minimise: "Minimise chat", menu: "Menu",
    end: "End conversation", fresh: "New conversation", input: "Write a message …", inputLabel: "Your message",
    send: "Send", log: "Conversation", assistant: "Assistant", you: "You", support: "Our team",
    newMessages: "New messages", today: "Today", yesterday: "Yesterday",
    idle: "We usually answer at once", connecting: "Connecting …", online: "Online",
    offline: "Offline – reconnecting …", refused: "Chat is not available here", withYou: "{name} is with you",
    waiting: "Waiting for a colleague …", ended: "Conversation ended",
    welcomeTitle: "Hello! How can we help?",
    welcomeText: "Ask your question here. A person can take over at any time.",
    escalated: "We have asked a colleague to join. Your place in the queue is kept.",
    received: "Received. A colleague will read it and answer you here.",
    joined: "{name} joined the conversation", joinedUnnamed: "A colleague joined the conversation", leftToBot: "Our colleague has handed the chat back. The assistant is here again.", queueLeft: "You are no longer waiting for a colleague.",
    leftToQueue: "Another colleague will take over shortly.",
    closedVisitor: "You ended the conversation", closedAgent: "The conversation was ended by our team",
    closedBot: "The conversation has ended", forgotten: "Your earlier conversation is no longer available. We started a new one.",
    sending: "Sending", kept: "Delivered", failed: "Not sent", retry: "Try again", typing: "{name} is typing",
    surveyTitle: "How did we do?", surveyHint: "Your rating helps us to get better.",
    scores: ["Very bad", "Bad", "Okay", "Good", "Very good"], comment: "Anything you would like to add? (optional)",
    surveySend: "Send rating", surveyBusy: "Sending …", thanks: "Thank you for your rating!", over: "{n} characters too long",
    left: "{n} characters left", unread: "{n} unread messages", openLink: "opens in a new tab",
    errors: {
      too_long: "This message is too long.", too_fast: "That was a little fast. Please try again in a moment.",
      closed: "This conversation has already ended.", overloaded: "Many people are writing at the moment.",
      internal: "Something went wrong on our side.", bad_frame: "This message could not be read.",
    },
  },
  zh: {
    title: "在线客服", open: "打开聊天", close: "关闭聊天", minimise: "收起聊天", menu: "菜单",
    end: "结束对话", fresh: "新对话", input: "请输入消息…", inputLabel: "您的消息",
    send: "发送", log: "对话内容", assistant: "智能助手", you: "您", support: "客服同事",
    newMessages: "有新消息", today: "今天", yesterday: "昨天",
    idle: "通常即时回复", connecting: "正在连接…", online: "在线",
    offline: "连接已断开，正在重连…", refused: "此处无法使用聊天", withYou: "{name} 正在为您服务",
    waiting: "正在为您转接人工客服…", ended: "对话已结束",
    welcomeTitle: "您好！有什么可以帮您？",
    welcomeText: "有问题请直接问我，也可以随时转人工客服。",
    escalated: "已为您转接人工客服，请稍候，您的排队位置会一直保留。",
    received: "已收到，人工客服会在这里查看并回复您。",
    joined: "{name} 已加入对话", joinedUnnamed: "客服同事已加入对话", leftToBot: "人工客服已离开，智能助手继续为您服务。", queueLeft: "您已不再等待人工客服。",
    leftToQueue: "稍后将由另一位客服为您服务。",
    closedVisitor: "您已结束对话", closedAgent: "客服已结束本次对话",
    closedBot: "对话已结束", forgotten: "之前的对话已失效，已为您开始新的对话。",
    sending: "发送中", kept: "已送达", failed: "发送失败", retry: "重试", typing: "{name} 正在输入",
    surveyTitle: "请为本次服务打分", surveyHint: "您的评价会帮助我们做得更好。",
    scores: ["非常不满意", "不满意", "一般", "满意", "非常满意"], comment: "还有什么想告诉我们的吗？（选填）",
    surveySend: "提交评价", surveyBusy: "提交中…", thanks: "感谢您的评价！", over: "超出 {n} 个字",
    left: "还可输入 {n} 个字", unread: "{n} 条未读消息", openLink: "在新标签页打开",
    errors: {
      too_long: "消息太长了。", too_fast: "发送得太快了，请稍后再试。", closed: "本次对话已经结束。",
      overloaded: "当前咨询人数较多。", internal: "系统出了点问题。", bad_frame: "无法识别这条消息。",
    },
  },
};

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** The page's own locale, such as de-AT: the server is told it, whatever the widget itself can say. */
function pageLocale(...wishes) {
  for (const wish of wishes) {
    try {
      const [locale] = Intl.getCanonicalLocales((wish ?? "").trim().replace("_", "-") || []);
      if (locale && locale.length <= 35) return locale;
    } catch {
      // No name of a locale.
    }
  }
  return "en";
}

const chooseLocale = (page) => (page.toLowerCase().startsWith("zh") ? "zh" : "en");

/** The widget's texts with the page's own in their place: each of the same kind as the one that it replaces. */
function textsOf(locale, own) {
  const texts = { ...STRINGS[locale] };
  for (const [name, text] of Object.entries(own)) {
    const usual = texts[name];
    if (typeof usual === "string" && typeof text === "string") texts[name] = text;
    else if (Array.isArray(usual) && Array.isArray(text) && text.length === usual.length) texts[name] = text.map(String);
    else if (name === "errors" && text && typeof text === "object") texts.errors = { ...usual, ...text };
    else console.warn(`chat-widget: data-texts has no use for ${name}`);
  }
  return texts;
}
