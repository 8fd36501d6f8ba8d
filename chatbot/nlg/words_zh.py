"""Chinese for the guard: pieces that state no fact, and pieces that state one, grouped by what they state.

A piece in neither list may be used only where an authored wording of the same act has it.
"""

from __future__ import annotations

PLAIN = frozenset(
    # single characters that only join words
    "找 货 的 了 吗 呢 吧 啊 哦 呀 啦 嘛 哈 您 你 我 请 在 是 和 与 或 也 都 还 再 把 给 让 为 以 由 从 对 向 于 这 那 哪 个 些 很 "
    "并 而 且 但 若 如 则 等 及 其 它 他 她 们 就 先 后 里 上 下 中 会 能 可 要 想 来 去 说 看 查 问 用 点 帮 得 地 着 过 跟 "
    "吧 位 款 该 此 某 另 又 才 只 太 挺 真 需 应 "
    # who and what
    "我们 您的 我的 你们 它们 他们 这个 那个 这些 那些 这里 那里 这样 那样 这边 那边 哪个 哪些 哪里 什么 怎么 怎样 如何 为什么 是否 "
    "多少 几位 这件事 这件 此事 事情 事 问题 情况 原因 方面 地方 东西 内容 信息 消息 文字 意思 说法 方式 方法 办法 选项 选择 "
    "订单 订单号 号码 编号 商品 产品 物品 包裹 页面 网页 链接 系统 名称 客户 顾客 本店 我们店 店里 门店 详情 详细 具体 记录 "
    # courtesy and moods
    "您好 你好 欢迎 谢谢 感谢 多谢 非常 十分 特别 实在 真的 确实 有点 比较 抱歉 很抱歉 对不起 不好意思 道歉 致歉 歉意 见谅 谅解 "
    "理解 明白 体谅 知道 了解 心情 着急 担心 放心 失望 遗憾 可惜 麻烦 打扰 不便 困扰 烦恼 顾虑 疑虑 疑问 疑惑 不满 不快 愉快 开心 "
    "高兴 乐意 希望 期待 祝 祝您 再见 拜拜 不客气 没关系 没问题 没事 好的 好 好吗 好消息 可以吗 行吗 亲 辛苦 耐心 久等 让您 给您 "
    "为您 帮您 跟您 向您 带来 造成 添麻烦 添 别着急 别担心 请放心 您放心 请问 请您 麻烦您 请教 请稍等 稍等 "
    # what every reply does
    "告诉 告诉我 说明 介绍 解答 回答 咨询 询问 提供 填写 输入 核对 检查 确认 查询 查看 查一下 看看 看一下 看到 查找 寻找 点击 点这里 打开 "
    "选 进入 参考 参阅 阅读 帮忙 帮助 帮到 协助 服务 需要 想要 可以 能够 能否 可否 应该 建议 尝试 试试 试 再试 再试一次 "
    "重新 再次 一下 一遍 一起 一并 一般 一直 一样 一些 有些 有没有 是不是 要不要 能不能 可不可以 对不对 没错 换 换个 换一种 换一个 "
    "说一遍 再说一遍 简单 清楚 不太 不清楚 不明白 不太清楚 不太明白 没明白 没看懂 不懂 没听懂 弄错 输错 写错 正确 有误 对应 "
    "直接 自己 自行 本人 随时 现在 目前 当前 暂时 这次 此次 之前 之后 以后 以前 然后 接着 接下来 继续 的话 如果 如有 如需 要是 因为 "
    "所以 因此 不过 但是 可是 而且 并且 或者 还是 以及 关于 对于 其他 其它 别的 另外 另 更多 全部 所有 任何 每个 只要 只需 只是 "
    "即可 就可以 就行 就好 就能 都可以 也可以 还可以 可 从这里 在这里 请看 请在 请点 这里 有什么 什么可以 哪款 哪件 "
    "得到 使用 用的 用于 按照 根据 通过 关注 留意 注意 看出 提到 提醒 好像 似乎 可能 也许 大概 大约 左右 通常 或许 应当 "
    "这么 这么久 找了半天 配送 光临 欢迎光临 时候 还有 也有 都有 有 没有文字 更正 太 比如 类似 格式 样子 一个 一种 一点 一点点 有需要 有任何 有关 有关于 关 吧 呢 哟 嗯 喔 "
    "心里 体验 感受 感到 觉得 让 使 令 表示 致 深感 诚挚 真诚 由衷 万分 万分抱歉 深表歉意 十分抱歉".split()
)

CONCEPTS: dict[str, str] = {
    "shipped": "发货 发出 寄出 寄走 出库 在路上 在途中 运输途中 途中 承运 交给快递 已寄 发走 发送 发往 发到 寄往 配送中",
    "arrived": "送达 送到 到达 签收 收到 收货 到货 已到 到了 抵达 派送 取到 送上门",
    "cancelled": "取消 撤销 作废 终止",
    "refunded": "退款 退还 退回 退给 返还 到账 入账 退钱",
    "returned": "退货 寄回 退换 退掉 送回",
    "changed": "修改 更改 改动 变动 调整 更正 改成 换成 改用 更新 变更 改",
    "exchanged": "换货 调换 更换 补发",
    "found": "查到 找到 查得到 找得到 没找到 查不到 找不到 搜到",
    "reported": "登记 上报 记录在案 受理 报案 备案 记下 入库",
    "approved": "批准 通过 同意 允许 审核通过 核准 授权",
    "rejected": "拒绝 驳回 被拒 退件",
    "in stock": "有货 现货 可售 有库存 库存充足",
    "out of stock": "缺货 售罄 无货 断货 没货 脱销",
    "delayed": "延误 延迟 推迟 晚到 迟到 耽搁",
    "too late": "来不及 太迟 太晚 晚了",
    "in time": "来得及",
    "expired": "过期 到期 失效 已过 结束 过了期限 超过",
    "valid": "有效 可用 能用 有效期",
    "paid": "付款 支付 缴费 付清 付 付钱",
    "charged": "扣款 扣费 收费 多扣 多收 扣",
    "lost": "丢失 遗失 丢件 丢了 漏发 少发 少件 少了 漏",
    "damaged": "破损 损坏 坏了 破了 故障",
    "processing": "处理 办理 备货 打包 准备 安排 跟进 正在处理 处理中 审核",
    "possible": "支持 可行",
    "free": "免费 包邮 免运费 免了 免 赠送 白送",
    "cost": "价格 售价 费用 运费 配送费 收取 金额",
    "soon": "马上 立即 立刻 尽快 很快 即将 即刻 随即 尽早 及时 紧急 稍后 就到",
    "promise": "保证 承诺 一定 肯定 必定 绝对 担保 确保 发誓 包在我身上",
    "yes": "对的 是的 没错的 您说得对 当然 确有 属实",
    "taken care of": "解决 搞定 办好 弄好 办妥 负责",
    "in touch": "联系 回复 答复 回电 致电 打电话 电话 通知 来电",
    "identity": "真人 人类 本人是 我叫",
    "praise": "的肯定",
    "failed": "不顺利 没有成功 未成功 不成功 失败",
    "a human": "同事 人工 客服 专人 人员 团队 工作人员",
    "opened": "开通 开好 开启 打开了 营业 开放 开门",
    "closed": "关闭 关门 打烊 停业",
    "deleted": "删除 清除 注销 销户",
    "locked": "锁定 冻结 封禁 停用",
    "done": "完成 成功 好了 完毕 妥当",
    "kept": "保存 保留 保管 留存",
    "twice": "重复 双倍 两次",
    "expected": "预计 计划 预期 预定 估计",
    "now": "正在",
    "day": "天内 个工作日 工作日",
    "password": "密码 验证码 卡号",
    "single": "一笔 只有一笔 单笔",
    "handed over": "转接 转给 转交 转到 接手",
    "wrong sent": "发错 错发",
    "sign in": "登录 登陆",
}
"""What is stated -> its pieces; one authored covers the others."""

STATES = frozenset(
    "shipped arrived cancelled refunded returned changed exchanged reported approved rejected paid charged deleted locked "
    "done".split()
)
"""Of these it matters whether they have happened or may happen."""

NEGATIVE = ("没有", "还没", "尚未", "没办法", "没法", "无法", "不能", "不会", "不再", "不用", "无需", "不需", "不要", "不是", "不", "没", "未", "无", "勿", "别")
HAPPENED_BEFORE = ("已经", "已", "刚刚", "早就")
HAPPENED_AFTER = ("了", "完", "成功", "过", "好了")

SECRETS = frozenset(("密码", "验证码", "卡号"))
ASKS = ("告诉我", "提供", "发给我", "给我", "发来", "是多少", "是什么", "输入", "念")
"""Around a secret, these ask for it."""

CLASSES = {
    "number": "一二三四五六七八九十百千万亿两半几双倍零壹贰叁肆伍陆柒捌玖拾佰仟第每",
    "date": "天日周月年号时分秒早午晚夜晨昨明今春夏秋冬",
    "money": "元块毛币钱折券",
    "promise": "保证承诺肯定必定",
    "insult": "蠢傻笨滚骗废",
}
"""Characters that name what is refused, for whoever reads the log."""
