"""The words that say how a clause is meant, in English and in Chinese. What they are used for is in `clauses`."""

from __future__ import annotations

import re

COMMA = ",\uff0c\u3001"
END = ".!?\u3002\uff01\uff1f;\uff1b\u2026"

_NEW_EN = (
    r"also|besides(?: that)?|another (?:thing|question)|one (?:more|other|last) (?:thing|question)|by the way|btw"
    r"|in addition|additionally|furthermore|moreover|apart from that|on top of that|secondly|second question|plus"
)
_ON_EN = r"and|then|n|as well as|but"
# Not where it is part of the question: 还有货吗, 另外收费.
_NEW_ZH = "另外(?![收付加买的算给])|还有(?!用|效|货|吗|没|多少|几(?!点)|库存|人)|顺便|对了|再就是|同时|此外|再问"
_ON_ZH = "然后|以及|并且|再(?=[帮查看把给问])"
_OPENING_EN = (
    r"(?:where(?:'?s| is| are)|when (?:do|does|is|will|can)|how (?:do|can|much|long|many)|what(?:'?s| is| are))"
)
_FILLING_EN = (
    r"ok(?:ay|ey)?|oh|ah|(?:hi|hello|hey)(?: there)?|(?:many )?thanks(?: a (?:lot|million|bunch|ton)| so much| again)?"
    r"|thank you(?: (?:so|very) much| a lot| again)?|great|alright|all right|well|so|yes|sure|please"
    r"|pls|sorry|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|just|too|as well"
    r"|i (?:also )?have (?:a|another|one more) question"
    r"|(?:(?:i(?:'ve| have)?(?: got)?|just|it'?s) )?(?:two|three|2|3|a few|some"
    r"|a couple(?: of)?) (?:quick )?(?:things|questions|qs|requests)"
    r"(?: for you| please| actually| today)?"
)
_FILLING_ZH = (
    "(?:我?(?:有|想|要)?(?:问|咨询)?(?:[两三几23])(?:个问题|件事|个事)(?:想?[问咨]询?一?下?)?)"
    "|告诉我|问一下|问下|还有一?个?问题|一个问题|好的|好吧|好|嗯|哦|那么|那|谢谢|请问|请|也|其次|首先"
)

PARTS = re.compile(
    "|".join((
        rf"(?<=[{END}])(?![{END}\s]|$)|(?<=[{END}])(?=\s+[^\s{END}])",
        rf"(?<=[{COMMA}])(?!\d\d\d(?!\d))",
        rf"(?<=[^\s{COMMA}{END}]\s)(?=(?:{_ON_EN}|plus|&)\s)",
        rf"(?<=\d\s)(?={_OPENING_EN}\b)",
        rf"(?<=[吗呢了啊吧么哦])(?={_NEW_ZH}|{_ON_ZH})",
        r"(?<=[\u3400-\u9fff])(?=\s[\u3400-\u9fff\d])",
    )),
    re.IGNORECASE,
)  # fmt: skip
"""Where a clause may begin."""
WITHIN = re.compile(r"[A-Za-z0-9@_/-][.!?,](?=[A-Za-z0-9_/-])")
"""Punctuation within an address, a link or a number."""

LEAD_EN = re.compile(rf"(?:[\s,.:;!&-]|(?:{_NEW_EN}|{_ON_EN}|{_FILLING_EN})(?![\w'-]))+", re.IGNORECASE)
LEAD_ZH = re.compile(rf"(?:[\s,:;.!\uff0c\u3001\u3002\uff1a\uff1b\uff01]|{_NEW_ZH}|{_ON_ZH}|{_FILLING_ZH})+")
GOES_ON = re.compile(rf"\W*(?:{_ON_EN})\b", re.IGNORECASE)
SOMETHING_NEW = re.compile(
    rf"[\s{COMMA}]*(?:(?:oh|ah|ok|and|哦),?\s*)*(?:{_NEW_EN}\b|{_NEW_ZH})"
    r"|\W*(?:and )?(?:i|we|please|you|can you|could you) (?:would |could |will )?also\b",
    re.IGNORECASE,
)

QUESTION_EN = re.compile(
    r"\W*(?:where'?s?|wheres|when'?s?|what'?s?|whats|how'?s?|which|who'?s?|whose|why|can|could|do|does|did|is|are|may"
    r"|might|will|would|should|have you|any|isn't|aren't|doesn't|don't you)(?![\w'])",
    re.IGNORECASE,
)
ORDER_EN = re.compile(
    r"\W*(?:tell|show|give|help|cancel|track|return|send|change|check|add|reset|delete|close|unsubscribe|stop|exchange"
    r"|swap|refund|update|remove|subscribe|report|book|connect|transfer|get|call|find|look|explain|order me|put|take"
    r"|make|issue|resend|erase|register|sign me|pls|please)\b",
    re.IGNORECASE,
)
WISH_EN = re.compile(
    r"\W*(?:(?:i|we) (?:also |really |just |would |want|wanna|need|wish|have to|must|'?d (?:also )?like"
    r"|would (?:also )?like|am looking|am trying)|i'd|i'll|i'm looking|we'd|let me|let us|let's|price of|status of)\b",
    re.IGNORECASE,
)
TELL_ME = re.compile(r"\W*(?:please |pls )?(?:tell|show|give|let) (?:me|us)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"\W*(?:when|if|once|after|before|while|unless|since) "
    r"(?:i|i'm|i've|you|we|it|my|our|your|the|a|they|somebody|nobody)\b"
    r"|.*(?:的话|如果|要是|之后|以后)\W*$|\W*(?:如果|要是)",
    re.IGNORECASE,
)
STATEMENT_EN = re.compile(
    r"\W*(?:i|i'm|i've|we|we've|my|our|he|she|it|it's|its|they|you|your|the|this|that|these|those|there|a|an|one|some"
    r"|somebody|someone|nobody|no one|nothing|both|ordered|bought|paid|sent|got|received|tried|waited|changed|because"
    r"|since|as|even|still|not|never|now|yesterday|today|last|two|three)\b",
    re.IGNORECASE,
)
STORY = re.compile(
    r"\W*(?:and |so )*(?:i|we)?(?:'ve| have| had)?\s?(?:just |already |recently |also )?"
    r"(?:ordered|bought|purchased|placed|like|love|live|moved|paid|sent)\b"
    r"|\W*(?:我|我们|他|她)?.{0,6}?[买订下][了的过]",
    re.IGNORECASE,
)
"""What was bought, or who one is."""
WHERE = re.compile(
    r"\W*(?:and |so |but )*(?:i'?m|i am|we'?re|we are|i live|we live|im living|i'?m living|i'?m based|based"
    r"|living|located) "
    r"(?:currently |now |based |living |located )*(?:in|from) "
    r"(?:the )?(?!(?:an?|my|your|our|need|trouble|contact|love|there|here|charge)\b)[a-z.]+(?: [a-z.]+){0,2}"
    "|(?:我|我们|本人)(?:现在|目前)?(?:人|住|家)?(?:在|住在|是).{2,8}(?:这边|这里|的)?",
    re.IGNORECASE,
)
"""Where one is, and no more."""
ASKS_ZH = re.compile(
    "[?\uff1f]|吗|呢|怎么|如何|多少|几|哪|什么|多[久大高长重宽]|能|可以|是否|有没有|请|帮|麻烦|要(?!是)|想|查"
    "|告诉|转人工|了解|发票"
    "|([\u4e00-\u9fff])不\\1|(?:取消|退货|退订|退(?=\\d)|换|改|注销|重置)(?![了的过掉])"
)
SURELY_ASKS_ZH = re.compile("[?\uff1f]|吗|怎么|多少|什么")
TELLS_ZH = re.compile(
    "^我?(?:不(?!知道|过|好意思|错|同|管|然|如|但)|没(?!错|关系|事|问题)|别(?!的|人|墅))|^(?:上次|之前|昨天|刚才|刚刚|前天|上周|当时)(?!.*(?:吗|怎|多|什么|哪))|怎么[这那]么"
    "|^(?:这|我|那|前后|加起来)*(?:都|已经|过去?了|等了)+(?:快|有|是|等了?|过去?|拖了?)*(?:多少|好几|好多|几十|十几|几|多)个?"
    "(?:天|日|周|星期|礼拜|月|小时|久)[了啦]"
)
REFERS = re.compile(r"\b(?:it|its|them|they|that|this|those|one|there)\b|它|[这那](?:个|些)", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:them|they|those|these)\b|[这那]些", re.IGNORECASE)

BETWEEN = re.compile(
    rf"(?:[\s{COMMA}{END}&/+#:-]|\b(?:and|also|as well as|plus|then|for|the|my|our|orders?|number|please|too"
    r"|(?:what|how) about)\b"
    "|和|跟|与|以及|还有|及|订单|号|的|那|呢|这|两|三|个|也)*",
    re.IGNORECASE,
)
"""What may stand between the members of a list, and around one that stands alone."""
NOT_THAT = re.compile(
    r"\W*(?:(?:no|sorry|oops|wait|i mean|but)\W+)*not (?:the |my |for |number |order )*"
    "|\\W*(?:(?:不对?|抱歉|不好意思)\\W+)*(?:我说的)?不是(?:问|说|要)?(?:订单|单号)?",
    re.IGNORECASE,
)
RATHER = re.compile(
    r"[\s,;.-]*(?:(?:but|rather|it's|its|i mean|i meant|the|my|for|number|order)\s)*"
    "|[\\s,;.]*(?:而?是|我(?:说|要)的?是|我要|问的是|应该是)?(?:订单|单号)?",
    re.IGNORECASE,
)
"""What stands before the thing that is not meant, and between it and the one that is."""
COMPARES = re.compile(
    r"\b(?:or|which|compare\w*|difference|between|\w+er than|cheaper|bigger|better|match|together|combine\w*)\b"
    r"|哪个|哪款|比|配|区别|一起|还是",
    re.IGNORECASE,
)
LEFT_OUT_BEFORE = re.compile(
    r"(?:\b(?:outside(?: of)?|except(?: for)?|excluding|besides|beyond|other than|apart from|any\w* but)"
    r"(?:\s+(?:in|to|from|with|by|via|using|the|your|my))*|除了?)\s*$",
    re.IGNORECASE,
)
LEFT_OUT_BEHIND = re.compile(r"\s*(?:以外|之外|除外|excluded\b|aside\b)", re.IGNORECASE)
"""What stands around a thing that is named as the one not meant."""

_PERSON_EN = r"(?:human|agent|colleague|person|people|representative|operator|manager|advisor|staff)"
_PERSON_ZH = "(?:人工|客服|真人|同事|坐席)"
_DO_NOT_ZH = "(?<![分特区级性个告类差离辨识鉴派作送阔])别(?!的|人|处|墅|致|扭|名|样|开生面)"
"""Not the second half of a word: 分别, 特别."""
_NO_ECHO_ZH = "(?<![要用需必想])"
"""In 用不用 nothing is denied."""
DENIAL = re.compile(
    r"(?:^(?:(?:please|pls|just|but|so|and|no|also|wait|actually|oh|sorry|hm+|well|stop)\W+)*(?:do not|don't|dont"
    r"|never)|\b(?:i|we)(?:'d| would|d)? (?:really )?rather not"
    rf"|^(?:(?:please|pls|just|but|so|and|no)\W+)*(?:no|not a|without a)(?= (?:\w+ ){{0,2}}{_PERSON_EN}s?"
    r"(?: (?:please|pls|thanks|thank you|needed|required|necessary))*\W*$)"
    r"|\b(?:i|we) (?:(?:will|would) (?:not|never)|won't|wont|wouldn't)(?: be)?(?= (?:su[ei]|call|contact|report|go|take"
    r"|complain|talk|speak|escalat))"
    r"|\b(?:i|we|you|there(?:'s| is)) (?:really |actually )?(?:do not|don't|dont|did not|didn't|never|no) "
    r"(?P<wish>need|want|wish|ask|asked|wanted|said|meant?|plan|intend|order(?:ed)?|request(?:ed)?)(?: you)?"
    r"(?: to| for| that)*"
    r"(?: (?:you|i|we) (?:should|want to|wanted to|to))?"
    r"|(?:\bam|'m|\bim|'re|\bare) not (?:going|asking|trying|planning|here|about)(?: you)? (?:to|for)"
    r"|^(?:(?:please|there(?:'s| is)|but|so)\W+)*no need (?:for|to)"
    rf"|^(?:(?:please|just|ok(?:ay)?|oh|no|actually|well|then|so)\W+)*"
    r"(?:forget|never ?mind|nvm|skip|scrap|drop|leave out|screw)"
    rf"(?: about| waiting for| the idea of)?(?= (?:\w+ ){{0,3}}?{_PERSON_EN}s?\b))\s+"
    rf"|(?:{_NO_ECHO_ZH}(?:不用|不需要?|不必|不要|不想要?)|无需|{_DO_NOT_ZH}|勿|不是[要想]|没有?[说想]?要|没有?说"
    r"|没有?(?:申请|要求|订购?)"
    rf"|不(?=想?[找转叫接请换等]转?{_PERSON_ZH})|(?:不会|[不没]有?(?:打算|准备|想)过?)(?=.{{0,6}}(?:起诉|告你"
    rf"|投诉|法院|律师|报警|官司)))(?:再|给我|帮我|把|去|要|过)*",
    re.IGNORECASE,
)
NO_LONGER = re.compile(r"\b(?:any ?more|any longer|no longer|now|yet)\b|了\W*$|再", re.IGNORECASE)
"""Says that something was wanted before: what is to be stopped is a request."""
DENIED = re.compile(
    r"(?:cancel|delet|clos|eras|return|refund|remov|transfer|connect|forward|hand|pass|get|call|bring|involv"
    r"|escalat|sue|su|go(?:ing)? to (?:court|the police|a lawyer)|wait(?:ing)? for"
    r"|talk|speak|chat|contact|report|have|send)\w*\b|(?:somebody|someone|anyone|anybody|support|police)\b"
    r"|take (?:legal|you|this)\b"
    rf"|(?:\w+ ){{0,3}}?{_PERSON_EN}s?\b"
    rf"|(?:转|找|叫|接|请|换|跟|和|联系|等)*.{{0,2}}{_PERSON_ZH}"
    r"|.{0,8}(?:起诉|告你|官司|投诉|法院|律师|报警|取消|注销|撤销|撤单|删除|关闭)",
    re.IGNORECASE,
)
"""How what is denied begins: with a deed or with a person."""
NO_DENIAL = re.compile(
    r"\b(?:don't|do not|dont|can't|couldn't|why|why not|won't) you\b|\bwhy\b|\?"
    r"|\b(?:(?:ro)?bots?|machines?|computers?|ai|only|unless|if|until|but|another|(?:to|with) (?:you|this|it))\b"
    r"|为什么|怎么|不能|能不|可不|要不要|是不是|机器|自动|智能|吗|呢|除非|如果|的话|了\w|[工服人]我?们?就(?!好|行"
    r"|可以)",
    re.IGNORECASE,
)
"""What makes a question or a condition of it, or says that it is the bot that is not wanted."""
SAID_BEFORE = re.compile(
    r"\W*i (?:already |just )?(?:said|told you)(?: that)?,? (?P<no>no )?"
    r"|我?(?:都|已经|早就|刚才|刚)*(?:跟[你您])?说[了过]我?|算了吧?[,\s]*(?=.)",
    re.IGNORECASE,
)
"""Words in front of what is denied once more, or given up."""
NOTHING = re.compile(
    r"(?:please |just )?(?P<deed>[a-z]+) (?:nothing|none of (?:them|it|those)|neither)\b", re.IGNORECASE
)
PREFERS_BOT = re.compile(
    r"\b(?:rather|prefer|back to|continue|stay|go on|fine) .*\b(?:(?:chat)?bot|robot|assistant)\b"
    r"|\b(?:(?:chat)?bot|robot|assistant) (?:again|instead|can |will |is (?:fine|enough|ok))"
    "|(?:还是|继续|改|换回|回到|转回|让).{0,5}(?:机器人|智能客服|助手)|(?:还是|继续|那就?|好吧)你(?:来|帮|查)",
    re.IGNORECASE,
)
NOT_THE_BOT = re.compile(
    rf"\b(?:not|no|never|can't|cannot|\w+n't|hate|stupid|useless)\b|\?|\b{_PERSON_EN}s?\b|[不没]|(?<![分特区级个性类])别"
    rf"|{_PERSON_ZH}(?!机)|吗",
    re.IGNORECASE,
)
"""Who says so does not ask for the bot."""
ALSO = re.compile(r"\b(?:too|also|as well|another|and|plus)\b|也|另外|还有|一起|一并|顺便|再", re.IGNORECASE)
"""Says that what it stands with comes on top of something else."""

FAREWELL = re.compile(
    r"\b(?:good ?-?bye|(?:bye[ -]?)+|cya|see (?:you|ya)(?: (?:later|soon|around|then|next time))?|take care|farewell"
    r"|so long|cheerio|good ?night|ttyl|talk (?:to you )?later"
    r"|(?:have|enjoy) (?:a |the rest of )?(?:(?:nice|good|great|lovely|wonderful|pleasant) )?(?:your )?"
    r"(?:day|one|evening|weekend|night|time|afternoon))"
    r"(?: (?:then|now|for now|everyone|all|guys|bot|and thanks|and thank you|thanks|thank you|too))*\W*$"
    "|(?:再见|拜拜|拜了?个?拜|拜[啦了]|回见|回头见|下次见|改天见|晚安|先撤了|先走了|撤了|告辞|88+|886)"
    "(?:了|啦|吧|哦|咯|哈|呀)*[~\\s,.!\uff0c\u3002\uff01\uff5e]*$",
    re.IGNORECASE,
)
"""How a message takes leave at its end."""
REGRETS = re.compile(
    r"\W*(?:(?:oh|ok(?:ay)?|well|hm+|no worries|what|that'?s|a|such|real|bit of a|too|then|never ?mind|anyway|thanks"
    r"|thank you)\W+)*"
    rf"(?:shame|pity|bad|disappointing|oh well)\W+(?:(?:ok(?:ay)?|well|then|thanks|thank you|anyway"
    rf"|though)\W+)*(?:{FAREWELL.pattern})",
    re.IGNORECASE,
)
"""A mild regret and a farewell."""
COURTESY = re.compile(
    r"\b(?:excuse me|(?:i )?beg (?:your )?pardon|pardon (?:me|the question)|forgive (?:me|my asking)"
    r"|(?:i'm |i am |so |very )*sorry (?:to|for|if i'm) (?:bother|troubl|disturb|interrupt|ask|bug)\w*(?: you)?"
    r"|(?:(?:might|may|could|can) i )?(?:bother|trouble) you for|if it(?:'s| is) (?:not too much|no) trouble)\b"
    r"(?: (?:again|once more|with this))*"
    "|(?:(?:很|非常|实在)?(?:不好意思|抱歉|对不起))?(?:又|再|再次)?[来要]?(?:(?:打扰|叨扰)[你您]?们?"
    "|麻烦[你您]们?)(?:一下|了|下)?"
    "|(?:不好意思|抱歉|对不起)(?=[,\\s]*(?:又来)?(?:打扰|请问|想?问|再问|我想|想|方便|能|可以))|(?:又来|再次)打扰"
    "|劳驾|劳烦",
    re.IGNORECASE,
)
"""Asking to be excused for the question itself."""
COMPLAINS_OF_WAITING = re.compile(r"\bwait|\bhurry|快点|多久", re.IGNORECASE)
"""Who only complains of the wait still waits."""
STOPS_WAITING = re.compile(
    r"\W*(?:(?:ok|okay|well|sorry|then|no|wait|actually|oh|please)\W+)*"
    r"(?:(?:do(?:n'?t| not)|stop) (?:transfer|connect|forward|hand|pass|put)\w* (?:me|us|this|it)"
    r"(?: (?:over|on|through|to (?:any(?:one|body)|a \w+)))*"
    r"|(?:i(?:'?m| am|'?ll)? )?(?:not (?:going to )?wait(?:ing)?|won'?t wait|do(?:n'?t| not) want to wait"
    r"|can'?t wait)(?: here)?)(?: (?:any ?more|any longer|for (?:a|the) (?:human|agent|person)))*\W*"
    r"|\W*(?:(?:算了|那)\W*)?我?就?不(?:想)?再?等(?:人工|客服|你们)?了\W*",
    re.IGNORECASE,
)
WEATHER = re.compile(
    r"\b(?:weather|rain(?:s|y|ing)?|snow(?:s|y|ing)?|sunshine|sunny|storms?|heat ?wave)\b"
    r"|天气|下雨|下雪|太阳|阳光|雾霾|这雨",
    re.IGNORECASE,
)
OF_THE_SHOP = re.compile(
    r"\b(?:you|your|yours|orders?|parcels?|packages?|deliver\w*|drivers?|couriers?|shop|store|service|website|bot"
    r"|refund\w*)\b"
    "|你们|您|订单|包裹|快递|送|服务|客服|货|店|退款|机器人",
    re.IGNORECASE,
)

ATTENTION = re.compile(
    r"\W*(?:(?:hi|hello|hey|hallo|sorry|excuse me|good (?:morning|day|evening|afternoon))\W+)*"
    r"(?:(?:do|would|have) (?:you|u) (?:have |got )?|(?:have you )?got |can i (?:have|get|borrow|steal) |are you )"
    r"(?:a |some |any |your )?(?:quick |little |bit of )?(?:time|minutes?|moment|mins?|secs?|seconds?|attention|busy)"
    r"(?: for (?:me|a (?:quick )?question))?\W*"
    r"|\W*(?:(?:hi|hello|hey)\W+)*(?:are |r |is )?(?:you|u|any ?one|any ?body|some ?one"
    r"|some ?body) (?:still )?(?:there|here"
    r"|around|home|awake)\W*"
    r"|(?:你好|您好|在吗|请问|亲|客服|现在|[,\uff0c\s])*(?:有空|有时间|忙|方便|在忙|忙不忙|有没有空|有没有时间"
    r"|得空|有(?:没有)?人(?:在(?:线)?)?(?=[吗么呢啊呀不没?\uff1f]))(?:吗|么|呢|嘛|啊|呀|不|没|[?\uff1f!\uff01\s])*",
    re.IGNORECASE,
)
"""Whether somebody listens, asked before the question."""
CANCELLED_FOR_ME = re.compile(
    r"\b(?:got|was|been|is|were|gets?|getting) (?:just |suddenly |automatically |already )?cancel+ed\b"
    r"|\b(?:you|they|u|somebody|someone|who|system)(?: guys| people| just| have|'ve)* cancel+ed (?:my|the|our"
    r"|it)\b|\bwhy (?:\w+ ){1,4}cancel+ed\b"
    "|被(?:你们|系统|自动|商家|平台|店家|莫名其妙|无缘无故)*地?取消|(?:系统|你们|商家|店家|自动|谁)(?:怎么|为什么"
    "|为啥|就|又|给我?|把.{0,8}|自动)*取消(?:了|掉了)|(?:怎么|为什么|为啥)(?:就|会|又|突然|给我)*取消了",
    re.IGNORECASE,
)
"""That others cancelled, which is no wish to."""
_NO_TIME = r"(?! (?:days?|weeks?|months?|hours?|minutes?|years?|euros?|e-?mails?))"
_COUNT_EN = rf"(?:one|two|three|four|five|six|half|\d{{1,2}})\b{_NO_TIME}"
_PIECE_EN = (
    r"(?:something|anything|one of (?:the|my|them|these|those)|one(?= *(?:$|[?.,!]|please|from|of))"
    r"|(?:one|two|three|\d{1,2}) (?!of\b|accounts?\b|orders?\b)\w+"
    r"|(?:an?|some|the|another) (?!whole|entire|complete|full)(?:\w+ )?(?:items?|things?|articles?|products?|pieces?))"
)
TAKES_OUT = re.compile(
    rf"\b(?:remove|delete|drop|leave out|take (?:off|out|away)|get rid of|take(?=.*\b(?:off|out)\b))"
    rf"(?: just| only| again)? {_PIECE_EN}"
    rf"|\b(?:ordered|bought)\b.{{0,40}}\b(?:only|just) (?:need|want) {_COUNT_EN}"
    "|(?:删[掉除去了]?|去[掉除]|拿[掉走]|减[掉去少]?|划掉)了?(?:其中|里面)?的?(?:[一二两三几半]|\\d{1,2}|多余的?)"
    "[个件把样款盏张条只项](?!账|号|地址|订单|记录)",
    re.IGNORECASE,
)
"""A piece of an order is to go."""
_CAME_EN = r"(?:came|arrived|turned up|delivered|in the (?:box|parcel|package|carton))"
_GOT_EN = r"(?:got|received|get|sent|delivered|contained|had)"
CAME_SHORT = re.compile(
    rf"\bonly {_GOT_EN} {_COUNT_EN}|\b{_GOT_EN} (?:me |us )?only {_COUNT_EN}|\bcame with only {_COUNT_EN}"
    rf"|\b(?:just|only) {_COUNT_EN}[^,.?!]*\b{_CAME_EN}\b"
    "|(?:只|仅|才|就)(?:给我?)?(?:收到|收了|到了?|来了?|发了?|送了?|给了?|寄了?|装了)(?:其中)?(?:[一二两三四五六半]|\\d{1,2})"
    "[个件把样款盏张条只项箱包](?!月|小时|星期|多)",
    re.IGNORECASE,
)
"""Less came than was ordered."""
_SHOWN_EN = (
    r"(?:(?:the |its |your )?(?:price|amount|total|cost|sum) (?:\w+ ){0,3}(?:shown|listed|advertised|displayed|stated"
    r"|quoted|on|at)|what (?:\w+ ){0,3}(?:shown|listed|advertised|showed|says|said|saw)"
    r"|(?:shown|listed|advertised|displayed|quoted)"
    r"|(?:the|your) (?:price tag|(?:web ?)?site|page|product page|checkout))"
)
OVERCHARGED = re.compile(
    r"\b(?:charged?|billed?|took|debited|paid|pay|deducted|price|amount|total|sum)\b[^.?!]{0,40}\b(?:more|higher|different|not"
    rf"|other)\b[^.?!]{0, 30}?\b(?:than|from|to|as|match\w*)?\b ?{_SHOWN_EN}"
    r"|\b(?:charged?|billed?|debited|took)\b[^.?!]{0,30}\b(?:wrong|incorrect|higher|different) (?:price|amount|sum)\b"
    "|(?:多收|多扣|收|付|扣)[^,.?!\uff0c\u3002\uff1f]{0,10}[,\uff0c\\s]*[^,.?!\uff0c\u3002\uff1f]{0,4}(?:比|跟|和|与)[^,.?!\uff0c\u3002\uff1f]{0,4}"
    "(?:页面|标|显示|网[上页站]|商品页|下单|结算|写|看到|标价|原价|展示)[^,.?!\uff0c\u3002\uff1f]{0,8}(?:贵|高|多|不一样|不符|不一致|对不上|不同)"
    "|(?:扣款|收费|付款|扣|收|付)的?(?:金额|价格|钱)[^,.?!\uff0c\u3002\uff1f]{0,8}(?:不对|不符|不一致|对不上|不一样)",
    re.IGNORECASE,
)
CHARGED_OTHERWISE = re.compile(
    r"\b(?:twice|double|two times|2 times|2x|shipping|postage|delivery|elsewhere|other (?:shops?|stores?)|amazon"
    r"|wayfair|ikea|competitors?|currency|voucher|code|discount|refund\w*)\b"
    "|两[次遍笔]|二次|重复|运费|邮费|配送费|别家|别人家|京东|淘宝|优惠码|折扣|退款",
    re.IGNORECASE,
)
"""Money that was taken too much in another way, or by others."""
_USED_EN = r"(?:old|used|second-?hand|previous|unwanted|worn|former)"
OLD_THINGS = re.compile(
    rf"\b(?:do|can|could|will|would|does) (?:you|u|your \w+|the \w+|i|we)(?: guys| also| still)*"
    rf" (?:take(?: in| away| with you)?|accept|buy(?: back)?|collect|pick up|recycle|dispose of|remove|haul away"
    rf"|get rid of|trade in|sell(?: you)?|donate|bring(?: you| back)?) (?:(?:me|my|our|the|any|an?) )*{_USED_EN}"
    r" (?!(?:order|address|customers?|vouchers?|codes?|gift|account|clients?)\b)\w+"
    r"|\btrade[- ]ins?\b(?! (?:my|the|this|for|terms))"
    rf"|\b(?:recycling|disposal|removal|collection|pick-?up) (?:of|for) (?:(?:my|our|the|any) )*{_USED_EN}\b"
    "|(?:旧|二手|用过|不要)的?(?:沙发|家具|桌|椅|灯|床|柜|架|地毯|风扇|东西|货|物)[^,.\uff0c\u3002]{0,8}(?:收(?!到|货)|回收|处理|[拉搬带运]走|能[拉搬]|换新|折价|抵)"
    "|(?:把|将)(?:旧|老|不要)的?[^,.\uff0c\u3002]{0,5}(?:[拉搬带运收]走|处理掉?|扔掉?)"
    "|(?:回收|处理|拉走|搬走|收购?)(?:掉|一下)?(?:我的?|我家|家里)?的?(?:旧|二手|用过)的?|以旧换新",
    re.IGNORECASE,
)
"""Whether we take what a customer has no use for any more."""
OF_MONEY = re.compile(
    r"\b(?:charg\w+|pa(?:y|id|ying|yments?)|bill\w*|debit\w*|took|taken|money|card|account|bank|statement|refund\w*)\b|[\u94b1\u6b3e\u4ed8\u6263\u8d39\u6536\u5237]|\u91cd\u590d",
    re.IGNORECASE,
)
OF_REFUNDS = re.compile(r"\brefund|\bback\b|\breturn|\breimburs|[\u9000]|\u8fd4\u8fd8", re.IGNORECASE)
OF_ORDERS = re.compile(r"\btwice\b|\bduplicate|\borders\b|两单|重复|下了[两二2]|下重", re.IGNORECASE)
"""That one of several orders is meant, and no piece of one."""
OWN_DATA = re.compile(
    r"\b(?:accounts?|data|profiles?|information|details|cards?|photos?|pictures?|address(?:es)?|e-?mails?|reviews?|comments?"
    r"|history|cookies|gdpr|privacy|numbers?|names?|everything about)\b"
    "|账[户号]|帐[户号]|资料|信息|数据|记录|隐私|评[论价]|地址|银行卡|照片|手机|邮箱|注册",
    re.IGNORECASE,
)
NOT_THERE = re.compile(
    r"\b(?:has|have|is|are)(?:n'?t| not)(?: yet| still)? (?:arrived|got here|been delivered|turned up|shown up)\b"
    r"|\b(?:never|not) (?:arrived|turned up|showed up)\b(?!.*\b(?:warranty|guarantee|repair\w*|replace\w*"
    r"|spare|claim)\b)",
    re.IGNORECASE,
)
MAY_HARM = re.compile(
    r"\W*(?:(?:hi|hello|hey|please|quick question|so|and|but|also)\W+)*"
    r"(?:is|are|isn't|aren't|can|could|would|might|may|will|does|do|how|what if)\b.*"
    r"\b(?:dangerous|harmful|toxic|poisonous|unsafe|hazardous|risky?|safe|flammable|harm|hurt|burn|burns|injure|explode"
    r"|catch fire|set fire|on fire|(?:fall|tip) over|poison|electrocute|shock|allerg(?:y|ies|ic|ens?)|irritat\w*"
    r"|asthma\w*|overheat|gets? (?:very |too |really )?hot)\b"
    "|.*(?:安全|危险|有毒|有害|无毒|无害|有事[没吗么不]|要[紧緊][吗么不]|有没有事|易燃|风险|(?:会|易|容易|导致|引起|防).{0,4}过敏|过敏.{0,8}(?:能用|可以用"
    "|适合|用吗)|会不会.{0,8}(?:烫|伤|烧|炸|爆|着火|起火|触电|倒|毒)"
    "|会.{0,8}(?:烫伤|发[烫热]|烫手|伤到|爆炸|着火|起火|触电|中毒).{0,3}吗).*",
    re.IGNORECASE,
)
"""A question whether something could do harm."""
HARMED = re.compile(
    r"\b(?:hand|finger|arm|face|eye|skin|leg|foot|feet|throat|hair|mouth)s?\b|swallow|\bate\b|eaten|drank|drunk"
    r"|inhal|chok|burn(?:ed|t|ing)|(?<!\bget )(?<!\bgets )(?<!very )(?<!too )(?<!really )\bhot\b|smell|smok|spark|melt"
    r"|leak|\bbroke|crack|fray|damag|expos|loose|cry|cries|bleed|blood|\bfell\b|explod(?:ed|ing)|\bsick\b"
    r"|vomit|hospital|doctor|ambulance|emergency|accident|injur(?:y|ies|ed)|wound|hurts|\bhelp\b|urgent|\bnow\b|already"
    r"|yesterday|today|\b(?:has|have|had|got|was|were|did|because|after|when|since|i'm|just|my \w+ is)\b"
    "|了|被|过(?!敏)|刚|正在|着(?!火)|冒|烟|味|漏|裸|断|裂|坏|哭|流血|送医|医院|救|怎么办|已经|昨|今",
    re.IGNORECASE,
)
"""What tells that something has happened, so that the question is none for later."""
