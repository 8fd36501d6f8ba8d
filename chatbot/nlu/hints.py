"""What the words of a message say, whatever it is about: `Hint`. English and Chinese; knows no model, no content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..domain.understanding import Entity, Hint
from . import (
    answers,
    choices,
    clauses,
    doubts,
    foreign,
    openings,
    outbursts,
    pleading,
    remedies,
    replying,
    superlatives,
    withdrawals,
)
from .text import HAN

SHORT, SHORT_ZH = 60, 14
"""Characters; a longer message says more than that something is missing or still broken."""

DROPPED = 2
"""Words behind "forget it" that still ask for nothing else."""

_TENTATIVE_EN = re.compile(
    r"\b(?:can|could|may|might) (?:i|we|one|somebody|someone|it|this|that|these|those|they|my|the|orders?)\b"
    r"|\b(?:am|are) (?:i|we) (?:still |even )?(?:able|allowed|entitled)\b|\bdo i have the right\b"
    r"|\bis (?:it|this|that) (?:still |even )?(?:possible|ok(?:ay)?|allowed|an option|too late)\b"
    r"|\bwould (?:it be|that be) (?:still )?(?:possible|ok(?:ay)?)\b|\b(?:returnable|refundable|eligible)\b"
    r"|\bdo you (?:still )?(?:accept|allow|take)\b|\bwhat (?:if|happens)\b|\bcan \S*\d|\d can be\b"
    r"|\bhow (?:do|can|would|could|should) (?:i|we|one)\b|\bhow to\b|\bhow (?:does|would) (?:\w+ ){0,2}?work\b",
    re.IGNORECASE,
)
_TENTATIVE_ZH = re.compile(
    "(?:能|可以|可)(?:不能|不可以|不|否)?[^,.!\uff0c\u3002\uff01]{0,14}(?:吗|么|不|嘛|[?\uff1f])"
    "|能不能|可不可以|能否|可否|是否(?:能|可以)|得了吗|行不行|(?:还)?来得及|符合.{0,8}条件"
    "|(?:怎么|怎样|如何|咋)(?:才能|可以|去|办理?|申请|操作|弄|退|换|寄|取消|样)"
)
_ASKS_HOW = re.compile(
    r"\bhow (?:(?!can|could|would|will|are|did)[\w']+ ){1,5}?(?:works?|goes|is done|are done|is handled|functions)\b"
    r"|\b(?:if|whether) (?:i|we|it|this|that|one|they|\S*\d\S*) (?:can|could|may|might|am|is|are)\b"
    r"|\b(?:steps?|process|procedure|what do i (?:have|need) to do|what (?:must|should|would) i do)\b"
    r"|\b(?:explain|describe|walk me through|tell me (?:more )?about|know (?:more )?about|information (?:on|about)"
    r"|info (?:on|about)|question about)\b"
    r"|\b(?:thinking (?:about|of)|considering|wonder(?:ing)?)\b|\b(?:i|we) (?:might|may)\b"
    "|流程|步骤|手续|程序|怎么个|(?:怎么|如何|咋)(?:个?走|样|处理|算|搞|做|回事|进行)|(?:了解|咨询|打听|想问|请教|介绍|说明|讲)"
    "|(?:在|再|先)?考虑|犹豫|要(?:准备|提供|注意)(?:什么|啥|哪些)",
    re.IGNORECASE,
)
"""Who asks how something is done, or thinks about it, does not order it."""
_ASKS_US_ZH = re.compile("(?:帮|给|替)我|麻烦|(?<!申)请[^问]")

_FRAME = re.compile(
    r"\b(?:(?:can|could|may|might) (?:i|we)|(?:am|are) (?:i|we) (?:\w+ )?(?:able|allowed|entitled) to"
    r"|is it (?:\w+ )?(?:possible|ok(?:ay)?|allowed|too late) to|would it be (?:possible|ok(?:ay)?) to|still"
    r"|please)\b"
    "|还?(?:能不能|可不可以|能否|可否|是否(?:能|可以)|可以|能)|吗|么|[?\uff1f]",
    re.IGNORECASE,
)
_HOW_LONG_YET = re.compile(
    r"\bhow (?:much|many) (?:\w+ )?(?:longer|more)\b|\b(?:days|time) (?:left|to go)\b|\bhow long (?:now|still|yet)\b"
    "|还[要得需剩有](?:要|等)?(?:几天|多久|多少天|多长时间|几日|多少时间)|(?:几天|多久)(?:才)?能?到",
    re.IGNORECASE,
)
_THING_EN = (
    r"(?:it|one|that|them|any|anything|(?:\w+ ){0,3}?(?:number|no|code|id|e-?mail|mail|address"
    r"|confirmation|receipt|invoice"
    r"|card|paper(?:s|work)?|slip))"
)
_LACKS = re.compile(
    rf"\b(?:don'?t|do not|didn'?t|did not|never|no longer|haven'?t|have not)(?: \w+)?? (?:have|got|get"
    rf"|gotten|know|find|see"
    rf"|remember|recall|receive|received|keep|kept)\b(?: {_THING_EN})?(?: any ?more| here| now| right now"
    rf"| (?:on|with) me"
    rf"| (?:at|to) hand| handy| either)*\W*$"
    rf"|\b(?:can'?t|cannot|can not|couldn'?t|unable to)(?: \w+)?? (?:find|see|locate|remember|recall|access|open|get)"
    rf"(?: {_THING_EN})?(?: any ?more| anywhere| now| here)?\W*$"
    rf"|\b(?:lost|forgot(?:ten)?|deleted|misplaced|threw away|without)(?: {_THING_EN})\W*$|\bi (?:forgot|forget)\W*$"
    r"|\b(?:no|not a|not the (?:foggiest|faintest)|haven'?t a) (?:idea"
    r"|clue|number|code|order number|e-?mail|confirmation"
    r"(?: e-?mail)?)\b|^\W*(?:dunno|idk|not sure|what number|which number|don'?t have)\W*$"
    r"|\b(?:don'?t|do not|won'?t|will not|rather not|prefer not to|not going to)(?: \w+)?(?: to)?"
    r" (?:give|share|tell|say|send|disclose)\b(?! up)"
    r"|\b(?:e-?mail|mail|confirmation|number)(?: \w+)? (?:never"
    r"|didn'?t|hasn'?t|has not) (?:come|came|arrived?|reached?)\b"
    "|(?:没有?|找不[到着]|查不到|看不到|不记得|忘了?|忘记|丢了|不知道"
    "|不清楚|弄丢|记不住|记不得|想不起来|没收到|收不到|删了|没存|没保存)"
    "(?:我的|这个|那个|什么|是|了|过|到|任何|确认|下单|的)*"
    "(?:订单|单|号码?|编号|邮件|邮箱|短信|码|信息|它|多少|哪个|了|呢|啊|呀|诶|吧|啦|怎么办|咋办"
    "|[,.!?\\s\uff0c\u3002\uff01\uff1f])*+$"
    "|(?:不想|不愿意?|不方便|不会|不打算)(?:把.{0,6})?(?:给|说|提供|透露|告诉|填|留)"
    "|(?:单号|订单号|号码?|邮件|邮箱|码)(?:我|都|也|早|早就"
    "|已经)*(?:没有?|找不[到着]|不记得|忘|丢|不知道|不清楚|记不|想不起|删)",
    re.IGNORECASE,
)

_WHY = re.compile(
    r"^\W*(?:(?:but|and|sorry|hm+|wait|ok|uh|um)\W+)*(?:why|what for|how come)\W*$"
    r"|\bwhy (?:do|would|are|is|should|must|have|on earth do) (?:you|i|we|that|this|it)\b.{0,12}?"
    r"\b(?:need|want|ask|asking|give|tell|necessary|required|have to|for)\b"
    r"|\bwhat (?:do|would|are|is|should) (?:you|i|we|that|this|it)\b.{0,30}? for\W*$"
    r"|\bwhat(?:'s| is) (?:it|that|this|my \S+) (?:needed )?for\b"
    r"|\bwhy my \S+\W*$"
    "|^(?:为什么|为啥|干嘛|干吗|凭什么|什么意思)[啊呀呢?\uff1f!\uff01\\s]*$"
    "|(?:为什么|为啥|干嘛|凭什么)(?:还|一定|非|总是)?(?:要|得|需要|问|让我|必须)(?!.*(?:等|这么久))"
    "|要.{1,8}(?:干嘛|干什么|干啥|做什么|有什么用|什么用)",
    re.IGNORECASE,
)
_PERSISTS = re.compile(
    r"^\W*(?:(?:no|nope|sorry|hm+|well|but|and|ok|yes|i|we|it|that|this|the link|the page"
    r"|tried (?:it|that|this)(?: again| already)?|did (?:it|that)(?: already)?|done that)\W+)*"
    r"(?:still (?:not|no|nothing|the same|doesn'?t|does not|isn'?t|can'?t|cannot|won'?t|didn'?t|broken"
    r"|stuck|failing|fails|an error|have)\b"
    r"|(?:doesn'?t|does not|didn'?t|did not|isn'?t|not|won'?t) (?:work(?:ing|ed)?|help(?:ing|ed)?|solve[ds]?)"
    r"(?: either| at all| for me| still)*\W*$"
    r"|(?:same|no) (?:problem|error|issue|thing|result|luck|change|difference|message|use|good)\b"
    r"|(?:already |have |i've )*(?:tried|did|done) (?:that|this|it|all that|everything)\b"
    r"|(?:already |have |i've )*(?:checked|looked in(?:to)?) (?:(?:the|my|both|all) )*(?:spam|junk|inbox|e?-?mails?)\b"
    r"|(?:i |we )?(?:never|didn'?t|did not|haven'?t|have not) cancel+(?:ed)?(?: (?:it|that|this|anything"
    r"|(?:my|the|this|that) order))?\W*$"
    r"|(?:that |it )?was(?:n'?t| not) me\b"
    r"|(?:nothing (?:works|helps|helped|changed|happens|happened))\b|to no avail)"
    "|^(?:我|试了|试过了?|可是|但是?|这|那|它|好像|按你说的做了|也|,|\uff0c|\\s)*"
    "(?:还是|仍然|依然|依旧|照样|又|也)?(?:不行|不可以|不管用|没用|没有用|不好使|不能用|用不了|一样|老样子|没解决"
    "|没有解决|解决不了|没变化|没反应|失败|报错|出错|改不了|点不了|填不了|弄不了|操作不了|提交不了|登不上|登录不了|进不去|打不开)"
    "(?:了|啊|呀|呢|的|吧|,|\uff0c|。|!|\uff01|\\s)*$"
    "|^(?:已经|都|我)*试过了"
    "|^(?:我|都|也|可是|但是?|[,\uff0c\\s])*(?:查|看|翻|找)?(?:了|过)?(?:垃圾箱|垃圾邮件箱?|垃圾邮箱|收件箱|邮箱|广告邮件)里?(?:也|都|还是|里|,|\uff0c|\\s)*"
    "(?:没有|没|看不到|找不到)(?:看到|找到|收到)?(?:[啊呀呢的了诶,.!\\s\uff0c\u3002\uff01])*$",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\W*(?:(?:but|and|it'?s|its|it has|that'?s|this has|has|have|been|over|more than|almost|nearly|already|now"
    r"|for|like|i'?ve|waiting|waited)\W+)*(?:been|already|now|over|more than|waiting|waited)\W+(?:(?:for|over|more than"
    r"|already|like|almost)\W+)*"
    r"(?:an?|one|two|three|four|five|six|several|\d{1,2}) (?:hours?|days?|weeks?|months?)(?: (?:already|now"
    r"|and counting|today))*\W*"
    r"|\W*(?:an?|one|two|three|four|five|six|several|\d{1,2}) (?:whole |full )?(?:days?|weeks?|months?)"
    r"(?: (?:already|now|late|and counting))*\W*!\W*"
    "|(?:可是|但是?|这|这都|都|已经|就|快|过了?|过去|等了?|有"
    "|[,\uff0c\\s])*[一二两三四五六七八九十半几\\d]{1,3}个?多?(?:天|周|星期|礼拜|月|小时|钟头)多?"
    "(?:过去)?(?:了|啦)(?:啊|呀|吧|还没[^,\uff0c]{0,4}|没动静|[,.!?~\uff0c\u3002\uff01\uff1f\\s])*",
    re.IGNORECASE,
)
"""How long something has lasted already, and nothing else."""
_STILL = re.compile(
    r"\bstill\b|\bagain\b|\bsame\b|\btried\b|\bchecked\b|\blooked\b|\bcancel+(?:ed)?\W*|\bwas(?:n'?t"
    r"| not) me\b|\bhelp|\bdone\b|\bdid\b|nothing|avail|luck|either|\b(?:it|that"
    r"|this) (?:doesn'?t|does not|didn'?t|did not) work|还是|仍|依|照样|又|试|没用|没解决|不管用|老样子|箱"
    r"|[改点填弄作交]不了",
    re.IGNORECASE,
)

_QUEUE = re.compile(
    r"\bhow (?:much )?long(?:er)?\b(?!.*\b(?:deliver|parcel|order|refund|warranty|shipping)\w*)"
    r"|\b(?:any ?(?:one|body)|some ?(?:one|body)|you)(?: still)? (?:there"
    r"|here|coming|around|available|free|online|answering)\b"
    r"|\bis (?:there )?(?:any|some) ?(?:one|body|human|agent|person|colleague)\b"
    r"|^\W*(?:hello|hi|hey|anyone|anybody|ping)\W*\?*$"
    r"|\b(?:when|how soon) (?:will|does|is|do|can) (?:some|any|the|a"
    r"|your|i).*(?:one|body|agent|human|colleague|person|answer|come)"
    r"|\bstill (?:waiting|there|here)\b|\bwhat(?:'s| is) (?:happening|going on|taking)\b|\b(?:queue|in line"
    r"|next in)\b"
    r"|\bwhere(?:'s| is) (?:the|my|your) (?:agent|human|colleague|person)\b"
    r"|\bam i (?:still )?(?:waiting|next|connected)\b"
    "|(?:还[要得有]|要|得|需要|大概)?(?:等|排).{0,4}(?:多久|多长|几分钟|多少人|什么时候|到什么)"
    "|^(?:还?[要得]?)?(?:多久|多长时间|多少分钟|几分钟)"
    "|有(?:没有)?人(?:吗|么|在|没|[?\uff1f])|(?:人|客服|同事|人工)(?:呢|在哪|在吗|来了吗|什么时候|怎么还|还没|多久"
    "|还要)|^(?:还)?在(?:吗|不在|么)|^(?:喂|你好|您好|哈喽)[?\uff1f!\uff01\\s]*$"
    "|怎么(?:还)?没人|没人(?:吗|理|回|在|接)|还没(?:人|轮到|接通|转)|排队|排到|轮到我|接通了",
    re.IGNORECASE,
)

_NAMES = re.compile(
    r"(?:[\s,.:;!'#=()-]|\b(?:it|it'?s|its|is|this|that|that'?s|the"
    r"|my|our|mine|number|no|nr|num|orders?|id|code|voucher|e-?mail"
    r"|mail|address|s|here|here'?s|there|you|go|are|ok|okay|yes|sure"
    r"|so|well|um|uh|oh|ah|hi|hello|hey|please|thanks|thank|cheers"
    r"|i (?:already )?(?:told|said|gave|wrote|sent)(?: (?:you|it|that|this|already|before|twice))*"
    r"|i|think|believe|guess|sorry|should|be|was|would|and|found"
    r"|got|reads|says|just|then|one|of|for|have|with|under|used|to"
    r"|order with|maybe|probably|try|use|sent|wait|let me see|(?:can )?reach me (?:at|under|on|via|by))\b"
    "|[\uff0c\u3002\uff1a\uff01]|是|的|我|您|你|给|您好|你好|订单|单|号码|号|码|邮箱|邮件|地址|为|应该|就|这个|那个"
    "|这|那|另外?一?个|呢|吧|哦|嗯|啊|好|在|里|找到了|谢谢|想问问?|问问?|想?了解|咨询|打听|亲|下|请|看|一下|下单|用|不好意思|抱歉)*+",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"(?:\bi mean|\bi meant|\bmeant|\bmake (?:that|it)|\brather|\bit should be|\bshould have been"
    r"|\bcorrect(?:ion)?(?: one| number)?(?: is)?"
    r"|\b(?:that'?s|that was|sorry|oops|oh|gave you|typed|wrote)(?: \w+){0,3}?,? wrong (?:one|number|order|code"
    r"|e-?mail|mail|address))[\s,:.;-]*(?:(?:the|order|number|it'?s|its|is|to|use|one|sorry|but|no)[\s,:]+)*$"
    "|(?:我说的?是|我是说|我指的?是|应该是|改成|换成|搞错了?|弄错了?|说错了?|写错了?|打错了?|给错了?"
    "|更正)[^\u3400-\u9fff\\w]*(?:是|订单|单号|号|\\s)*$",
    re.IGNORECASE,
)

_PART = re.compile(
    r"\b(?:just|only) (?:(?:cancel|return|send back|remove) )?(?:the|one|a|an|two|three|my|\d{1,2}|this|that"
    r"|some|part of)"
    r"(?: of (?:the|my|them|these|those))? (?!(?:\w+ )?(?:orders?|parcels?|whole|question|moment|minute|thing"
    r"|number|one|second|sec|tick|bit|few|while|purchase|package|luck|delivery|shipment)\b)\w"
    r"|\b(?:just|only) (?:one|two|three|some|half|part) of (?:it|them)\b"
    r"|\bkeep(?:ing)? (?:the|my|one|two|some|all|\d{1,2}) (?!order)\w+|\b(?:but not|all but|everything but"
    r"|except(?: for)?|apart from) (?:the|my|one)\b"
    r"|\b(?:one|two|three|some|half|part) of (?:the|my|these|those) (?!orders)\w+"
    r"|\bnot (?:the )?(?:whole|entire) (?:order|thing)|\bnot (?:everything|all of it|all of them)\b"
    r"|\bcancel (?:one|two|three|[1-9]) (?!orders?\b)[a-z]+|\bpartial(?:ly)?\b"
    "|[只仅](?:想|要|需要|是|帮我|给我)*(?:取消|退掉?|退回)(?!货|款|订单|\\d|这个?[订一]?单|整"
    "|[\\s,.!?\uff0c\u3002\uff01\uff1f谢吧了就]|$)"
    "|(?:取消|退掉?|退回)[^,.\uff0c\u3002]{0,9}?(?:[一两三]|(?<![0-9])[1-9])[个把件盏张条块只](?!订?单)"
    "|其中(?!一个订单)|一部分|部分(?:退|取消|商品)"
    "|(?:其他|其它|其余|别的|剩下)的?(?:都|还|我)*(?:不退|留|保留|要(?!退)|不变|不动|不取消)|(?:留下|留着"
    "|保留)(?!订单)|不是(?:全部|整单)|不要(?:全部?|整单)(?:退|取消)",
    re.IGNORECASE,
)
_SENT = "(?:e-?mail|mail|link|message)"
_NOT_COME = re.compile(
    r"\W*(?:(?:but|and|sorry|hm+|well|ok|no|hello|hi|hey)\W+)*"
    rf"(?:(?:it|that|this|the {_SENT})(?: still| just)? (?:didn'?t|did not|hasn'?t|has not|never|doesn'?t"
    r"|isn'?t)(?: yet)? (?:arrived?|come|came|here|coming|there|received|shown? up|turned up|in my inbox)"
    rf"|(?:still )?(?:nothing|no (?:such )?{_SENT})(?: (?:has |is |ever )?(?:arrived?|came|come|here|there"
    rf"|received|coming))?"
    r"|(?:i|we) (?:still )?(?:haven'?t|have not|didn'?t|did not|never|don'?t)(?: (?:got|get|gotten|received?"
    r"|see|seen))"
    rf" (?:it|anything|any {_SENT}|the {_SENT})|(?:i|we) (?:still )?(?:got|received|see) (?:nothing|no {_SENT}))"
    r"(?: (?:yet|so far|at all|there|in my inbox|in (?:the )?spam(?: folder)?|either|though|here))*\W*"
    "|(?:可是|但是?|我|还是?|一直|都|根本|到现在|[,\uff0c\\s])*(?:没有?|未)(?:收到|到|来|看到|见到?)(?:任何|什么)?"
    "(?:邮件|链接|信|短信|东西)?(?:啊|呀|呢|哦|诶|怎么办)?\\W*"
    "|(?:可是|但是?|我|还是?|一直|都|[,\uff0c\\s])*(?:收不到|邮件?(?:还|一直|都)*没有?(?:收到|到|来))"
    "(?:任何|什么)?(?:邮件|链接|信)?(?:啊|呀|呢|哦|怎么办)?\\W*",
    re.IGNORECASE,
)
_OURS = (
    "(?:colleagues?|agents?|humans?|persons?|staff|support|lad(?:y|ies)|guys?|m[ae]n|wom[ae]n|rep(?:resentative)?s?)"
)
_REPORTS = re.compile(
    rf"\b(?:{_OURS}|he|she|they|somebody|someone|the last one)(?: (?:there|here|earlier|before|just|already|also|had"
    rf"|has))*"
    r" (?:said|says|told|promised|promises|wrote|assured|confirmed|agreed|offered|was (?:going|supposed) to"
    r"|wanted to|gave me)\b"
    r"|\b[A-Z][a-z]+ (?:said|told me|promised|wrote|assured|confirmed|agreed|offered|was (?:going|supposed) to)\b"
    r"|\b(?:was|were|been|got) (?:told|promised|assured|offered)\b"
    "|(?:同事|客服|人工|专员|小姐姐|小哥|[他她]|刚才那位|那位|[A-Za-z]{2,12})(?:们|刚才|刚刚|之前|上次|都|也|已经"
    "|跟我|和我|对我|给我)*"
    "(?:说(?!明)|答应|承诺|告诉|保证|讲过?|同意)|(?:说好|答应|承诺)(?:了|过|好)?(?:的|要|给|会)",
)
_WAITS = re.compile(
    r"\b(?:been waiting|waiting (?:for|since)|waited)\b|\b(?:has|have|is|are)(?:n'?t| not)(?: yet| still)?"
    r" (?:arrived|come|here|got here|been delivered|turned up|shown up)\b|\bstill (?:not|no|nothing|waiting)\b"
    r"|\bnot (?:here|arrived|come) yet\b"
    r"|\bshould have (?:been here|arrived|come|been delivered)\b|\bnever (?:arrived|came|showed up|turned up)\b"
    r"|\b(?:parcel|package|order|delivery|shipment)(?:'s| is| was|s are)"
    r"(?: (?:so|very|really|way|still|again|running|\w+ (?:days?|weeks?)))* (?:late|overdue)\b"
    "|等了|等到现在|还没有?(?:到|收到|来|送|发)|没(?:收到|到货|送到|到(?=[了啊呀呢,.!?\uff0c\u3002\uff01\uff1f\\s]|$))|迟迟|一直没|没有?(?:消息|动静|音讯|下文)|怎么还[不没]|到现在[都还]没"
    "|早[就该]+到",
    re.IGNORECASE,
)
_CARD = re.compile("\u2022{4} ?\\d{4}(?!\\d)")
"""What the server leaves of the number of a bank card."""
_ASKS = re.compile("(?:[?\uff1f呢吗么]|到?哪[儿里]?了?|在哪里?|到没|了没|了没有)[\\s~\uff5e]*$")
_DROPS = re.compile(
    r"\W*(?:(?:ok(?:ay)?|no|oh|ah|sorry|well|then|actually|please|hm+)\W+)*"
    r"(?:never ?mind|nvm|forget|skip|drop|leave|scrap|don'?t bother|no need|not necessary|not needed|no longer needed"
    r"|you don'?t (?:have|need) to|(?:i )?don'?t (?:want|need) (?:to|that|it)|don'?t (?:register|report|file|open"
    r"|start))\b.{0,30}"
    "|(?:那|好的?|嗯|哦|不好意思|抱歉|先|就|还是|[,\uff0c\\s])*(?:不用|不必|无需|不需要|别|不想?|先不|不要)(?:再"
    "|给我|帮我|麻烦)*"
    "(?:登记|办理?|报|报损|退货?|换货?|查|弄|处理|取消|申请|麻烦|管)?(?:了|啦)?[吧啊哈]?|(?:那)?算了[吧啊]?",
    re.IGNORECASE,
)
"""A clause by which what is being done is given up."""
_QUESTION = re.compile(r"\?$|(?:吗|[^什怎要]么|[^\W不说就偏绝还先也都才我并从然么]不|(?:了|有.{0,7})没)\W*$")
"""How a message ends that is a question, and no yes or no."""
_DISPLEASED = re.compile(
    r"!|\uff01|\?\?|\b(?:still|yet|again|why|late|never|not|\w+n't|no|wrong|bad|broken|lost|finally|hell"
    r"|fuck\w*|damn|wtf|ever)\b"
    "|怎么|还[没不是在]|又|都|几[天次]|多久|到底|什么(?!时候)|凭|太|搞|死|垃圾|骗|烂|差|坏|破|丢|没(?!有?$"
    "|[?\uff1f])|不|才|有病|傻|瞎"
    "|滚|操|妈|靠|脸|良心|人呢|服|管",
    re.IGNORECASE,
)


def find(text: str, named: Sequence[Entity], rest: str) -> tuple[Hint, ...]:
    """Every hint of a text that names things, `rest` being the text without them."""
    short = len(text) <= SHORT
    found: dict[Hint, bool] = {
        "tentative": asks_whether(text) or asks_how(text),
        "withdraws": any(withdrawals.withdrawn(clause.bare) is not None for clause in clauses.split(text)),
        "keeps": withdrawals.keeps(text),
        "lacks": short
        and not named
        and bool(_LACKS.search(text))
        and not (replying.seeks(text) or _QUESTION.search(text)),
        "persists": short
        and (
            bool(_LASTS.fullmatch(text))
            or (not named and bool(_PERSISTS.search(text) and _STILL.search(text)))
            or doubts.of_the_answer(text)
        ),
        "queue": short and not named and bool(_QUEUE.search(text)),
        "mocks": outbursts.sneers(text) or outbursts.mocks(text),
        "why": short and not named and (bool(_WHY.search(text)) or replying.doubts_need(text)),
        "claims": pleading.claims(text),
        "pleads": pleading.pleads(text),
        "remedy": remedies.wanted(text),
        "card": bool(_CARD.search(text)),
        "part": means_a_part(text),
        "not_come": short and not named and bool(_NOT_COME.fullmatch(text)),
        "drops": drops(text),
        "question": bool(_QUESTION.search(text)),
        "waits": bool(_WAITS.search(text)),
        "reports": bool(_REPORTS.search(text)),
        "other_language": foreign.asks_for_another(text),
        "opens": openings.opens(text),
        "interjects": openings.interjects(text) or (not named and openings.settled(text)),
        "misread": openings.misread(text),
        "asked_before": openings.asked_before(text),
        "pauses": replying.pauses(text),
        "asks_back": replying.asks_back(text),
        "describes": replying.describes(text),
        "refuses": short and not named and replying.refuses(text),
        "unsure_which": short and not named and replying.unsure_which(text),
        "cheapest": superlatives.cheapest(text),
        "switches": foreign.switches(text),
        "dearest": superlatives.dearest(text),
        "another": short and not named and choices.another(text),
        "wonders": short and not named and replying.wonders(text),
        "after_all": answers.after_all(text),
        "refers": short and not named and clauses.says_it(text),
        "names": bool(named) and bool(_NAMES.fullmatch(rest)) and not text.endswith("?"),
    }
    place = choices.chosen(text)
    return (*(hint for hint, is_there in found.items() if is_there), *([place] if place else ()))


def drops(text: str) -> bool:
    """Whether it first gives up what is being done, and then says something else: "forget it, when do you open?"."""
    first, *others = clauses.split(text) or (None,)
    if first is None or not any(clause.asks or clause.words > DROPPED for clause in others):
        return False
    return bool(_DROPS.fullmatch(first.text.strip(" ,.!;\uff0c\u3002\uff01\uff1b")))


def deed(text: str) -> str:
    """What a question whether something can be done is about: "return 10237" of "can I return 10237?"."""
    return _FRAME.sub(" ", text).strip(" ?\uff1f,.") or text


def how_long_yet(text: str) -> bool:
    """Whether it asks how long something goes on that runs already: "how many more days?"."""
    return len(text) <= SHORT and bool(_HOW_LONG_YET.search(text))


def asks_whether(text: str) -> bool:
    """Whether it asks if something can be done: "can I return it?". "Can you return it?" asks to do it."""
    if HAN.search(text) and _TENTATIVE_ZH.search(text):
        return not _ASKS_US_ZH.search(text)
    return bool(_TENTATIVE_EN.search(text))


def asks_how(text: str) -> bool:
    """Whether it asks how something is done, or only thinks about it: "could you tell me how returning it works"."""
    return bool(_ASKS_HOW.search(text))


def means_a_part(text: str) -> bool:
    """Whether it means a part of an order."""
    return bool(_PART.search(text))


def one_of_them(text: str) -> str:
    """What stands in a text for any one thing of an order."""
    return "一件" if HAN.search(text) else "one item"


def only_asks(text: str) -> bool:
    """Whether it is a short question without a word of displeasure: 我的快递呢."""
    if _QUESTION.search(text):
        text = text.rstrip("?\uff1f\u4e0d\u6ca1 ") + "?"
    return (
        len(text) <= (SHORT_ZH if HAN.search(text) else SHORT)
        and bool(_ASKS.search(text))
        and not _DISPLEASED.search(text)
    )


def means(text: str, named: Sequence[Entity]) -> bool:
    """Whether something is named to put right what was said: "oh no, I mean 20519"."""
    return any(_MEANS.search(text[: entity.start]) for entity in named)
