"""English for the guard: words that state no fact, and words that state one, grouped by what they state.

A word in neither list may be used only where an authored wording of the same act uses it.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def _forms(verb: str) -> tuple[str, ...]:
    short = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return (verb, verb + "s", verb + "es", short + "ing", short + "ed", verb + verb[-1] + "ing", verb + verb[-1] + "ed")


VERBS = words("""
    see look check verify tell say give know mean understand ask need want try use choose select pick click
    tap read view enter type write put get make take show mention explain describe clarify repeat rephrase
    compare match search wait hope feel think guess believe remember forget help assist hear listen seem
    appear happen notice spell include contain follow list belong talk speak chat discuss share suggest let
    turn figure wonder matter apologise apologize regret appreciate thank welcome enjoy wish love like
    prefer manage review realise realize learn clear express bother trouble upset annoy frustrate disappoint
    worry concern confuse mistype state provide
""")
"""What every reply may do without stating a fact."""
_IRREGULAR = words("""
    saw seen told said gave given knew meant understood got gotten made took taken shown wrote written
    thought felt heard forgot forgotten spoke spoken chose chosen
""")
_OTHER = words("""
    a an the i me my mine myself you your yours yourself we us our ours it its itself this that these those
    they them their he she his her who whom whose which what when where why how there here and or but if
    then than so because as while whether though although since until till before after of to in on at by
    for from with within about around into onto out up down over under between through against towards
    toward per via instead like such same other another else own too also either rather quite very really
    truly just only even still yet already again almost ever now currently presently together back away well
    please kindly therefore however otherwise anyway besides meanwhile directly simply carefully personally
    maybe perhaps probably possibly especially mainly mostly unfortunately sadly gladly happily sincerely
    fully completely exactly properly correctly easily briefly once below above along among regarding
    concerning including according depending be am is are was were been being do does did doing have has had
    having can could may might shall should will would sorry apology apologies afraid thanks thankful
    grateful glad happy delighted pleased pleasure nice lovely kind great wonderful good better appreciated
    patience patient annoying annoyance annoyed frustrating frustrated frustration inconvenience
    inconvenient trouble worries worrying worried upsetting disappointing disappointed disappointment
    confusion confusing unclear hard difficult difficulty easy pleasant unpleasant unhappy angry anger
    tiresome tedious urgent important serious seriously stress stressful hello hi hey goodbye bye
    understandable understandably mistake mix worth nuisance hassle welcome eager curious interested
    interest unsure uncertain doubt feedback honest honestly unacceptable regrettable order orders number
    numbers parcel parcels package packages item items article articles product products delivery shipping
    page pages link links website site section menu field form box button screen system message messages
    question questions request requests word words conversation detail details information info problem
    problems issue issues matter matters thing things something anything everything way ways moment time
    times option options choice shop store customer customers news situation reason sort sentence right
    wrong correct incorrect different similar sure able everyone current following whole all any some every
    more less much further exact bit little short brief specific certain particular relevant necessary
    helpful useful convenient proper usual careful simple hmm oh okay ok ah alright ones during each
    remaining sounds sound indeed beyond elsewhere longer larger continue nearby quickest clearly obviously
    actually basically generally frankly accordingly thereby thus hence despite except unless overall rest
    side spot area role purpose aim goal advice hint hints tip tips guidance explanation description
    overview summary note remark comment comments wording term terms title titles heading header category
    categories type types version versions format attention focus effort chance opportunity experience
    impression feeling expectation expectations need needs wishes desire discomfort awkward unfortunate
    unlucky uncomfortable unexpected strange odd weird funny common general main basic additional various
    suitable appropriate aware familiar willing keen interesting beautiful pretty fantastic excellent super
    amazing brilliant cool warm warmly cordially heart hearts let lets letting tried trying handy smooth
    smoothly matching closely slowly calmly recognise recognize recognised recognized new quick email
    address account spelling typo inbox mailbox date dates correction telling topic subject step steps
    example mind wait help look hand top sign full
""")
PLAIN = (_OTHER | _IRREGULAR | {form for verb in VERBS for form in _forms(verb)}) - words("list lists matched")

PLAIN_PHRASES = (
    "log in", "sign in", "should not have happened", "should not happen", "if it does not work", "here you go",
    "please allow", "go to", "start here", "take care and", "your day", "over there", "not forget", "not mind",
    "if it still does not work", "if that does not work", "a lovely day", "a nice day", "a great day",
    "a good day", "a wonderful day", "no longer than", "came to this", "come to this", "comes to this",
    "looking forward", "look forward", "bring in", "get in", "have one", "confirmation email", "which one",
    "that one", "this one", "the one", "the right one", "the other one", "another one", "right one",
    "one more time", "one more thing", "one moment", "the two", "as soon as", "no problem", "no worries",
    "do not worry", "no need to worry", "do not hesitate", "not sure", "why not", "if not", "whether or not",
    "no need", "not only", "does not help you much", "is not what you want", "was not clear", "was not right",
    "is not right", "is not clear", "did not get that", "did not quite get", "do not understand",
    "did not understand", "not quite", "one by one", "next to", "at last", "last time", "next time",
    "this time", "another time", "more time", "at this time", "some time", "went wrong", "go wrong",
    "gone wrong", "goes wrong", "you will find", "you can find", "please find", "comes in", "let go back",
    "feel free", "can be found", "you used for", "good time", "long time", "time to", "no idea", "or not",
    "who is free", "as soon as one is free",
    "good to know", "a lot at once", "lot at once", "much at once", "all at once", "everything at once",
)  # fmt: skip
"""Said together they state nothing, though a word among them alone might."""

CONCEPTS: dict[str, str] = {
    "shipped": (
        "ship shipped shipment dispatch dispatched|out for delivery|in transit|on the road|left our warehouse"
        "|left the warehouse|left us|has left|leave our warehouse|leave us|is with the carrier"
        "|with the carrier"
    ),
    "sent": "send sent sending mail mailed posted forward bringing|on its way|on the way|bring it|brings it",
    "delivered": "deliver delivered delivers delivering|handed over|hand over",
    "arrived": (
        "come came coming arrive arrived arrival reach reached receive received|is with you|be with you"
        "|get to you|got to you|be there"
    ),
    "cancelled": "cancel cancelled canceled cancellation cancelling stop stopped|called off|call off",
    "refunded": (
        "refund refunded reimburse reimbursed|money back|paid back|pay back|goes back|go back|going back"
        "|go back to you|back to you|put it back|back on your|back onto your|back into your"
        "|get back|gets back|sent back to you|returning|transfer transferred"
    ),
    "returned": (
        "return returned returns returning|send back|sent back|come back|send it back|bring it back|take back"
        "|send something back"
    ),
    "changed": (
        "change changed changing edit edited modify modified update updated adjust adjusted amend amended "
        "alter altered|correct the|correct your|correct it"
    ),
    "exchanged": "exchange exchanged swap swapped replace replaced replacement",
    "found": "find found located locate known unknown exist exists|come up|comes up",
    "reported": "report reported register registered registration record recorded note noted file filed|sign up",
    "subscribed": "subscribe subscribed unsubscribe unsubscribed subscription",
    "signed in": "login|logged in",
    "bought": "buy bought buying purchase purchased",
    "handed over": "hand handing pass passing passed transfer connect connecting forwarding",
    "reach us": "|send an email|send us an email|drop us a line|write to|contact us|contact {}|reach us|email us",
    "second hand": "|was used|is used|been used",
    "gained": "win won gain earn|you get|you will get|you receive|you will receive",
    "approved": (
        "approve approved approval grant granted confirm confirmed agree agreed permit permitted authorise "
        "authorised authorize authorized"
    ),
    "rejected": "reject rejected refuse refused decline declined deny denied",
    "in stock": "available availability|in stock|back in stock|on stock",
    "out of stock": "unavailable|not available|no longer available|not in stock|out of stock|sold out",
    "delayed": (
        "delay delayed|taking longer|longer than planned|longer than expected|running late|is late"
        "|behind schedule|takes longer"
    ),
    "too late": "|too late|too far along",
    "expired": (
        "expire expired expiry|not valid|no longer valid|can not be used|no longer be used|ran out|run out"
        "|has passed|have passed|has ended|is over|are over|past the|is past"
    ),
    "valid": "valid validity usable|can be used|can use it",
    "paid": "pay paid payment payments paying",
    "charged": "charge charged debit debited book booked",
    "lost": "lose lost disappear disappeared disappears vanish vanished stolen",
    "incomplete": "missing incomplete lack lacks",
    "damaged": "damage damaged broken broke defect defective faulty break",
    "processing": (
        "process processed processing prepare prepared preparing pack packed packing|in progress|working on"
        "|being handled"
    ),
    "possible": "possible|be able to|are able to|is able to",
    "impossible": "impossible",
    "free": "free waive waived gratis|for nothing|free of charge|at no cost|on us|on the house|no charge",
    "cost": "cost costs price prices fee fees",
    "soon": (
        "soon shortly quickly promptly urgently immediately instantly asap fast faster|right away"
        "|straight away|at once|as soon as possible|without delay|in no time|in a moment"
    ),
    "promise": (
        "definite inevitable promised promises guarantee guaranteed guarantees assure assured assurance "
        "definitely certainly swear surely|for sure|my word|rest assured|count on|no matter|as promised"
        "|take my word|make up for it|make it up to you|make up for this|make up for that"
    ),
    "ensured": "|make sure|makes sure",
    "no": "|you are not right|you are wrong",
    "rude": "|get lost",
    "gone through": "|went through|go through|gone through|goes through",
    "placed": "|with a gift|make it again|was placed|were placed|has been placed",
    "yes": "yes yep yeah|of course|you are right|that is right|that is correct|that is true|it is true|i agree",
    "taken care of": (
        "handle handled handling solve solved resolve resolved fix fixed settle settled|take care|takes care"
        "|taken care|deal with|deals with|see to|look after|sort out|sorted out|sorted|sort this out"
    ),
    "in touch": "contact contacted|get in touch|in touch|reach out",
    "phoned": "call called phone ring telephone|call us|call {}|call you|give us a call",
    "answered": "answer answered reply replied respond responded|get back to|hear from|come back to you",
    "a human": (
        "colleague colleagues human humans person persons agent staff employee team somebody someone anybody "
        "anyone operator"
    ),
    "obeying": "|system says|as you said|as you ordered|as you say",
    "kept by you": "|keep the item|keep it|keep your|keep what",
    "identity": (
        "|i am human|as a human|as a person|i am a human|i am a person|i am a real|i am a man|i am a woman|my name is"
    ),
    "opened": "open opened opening opens unlock unlocked",
    "closed": "close closed closing closes shut",
    "account closed": (
        "|account is closed|account was closed|account has been closed|account closed|close your account"
        "|closed your account|closing your account"
    ),
    "picked up": (
        "pickup|pick up|picks up|picked up|be collected|was collected|is collected|collect your|collect it"
        "|collect the|collect an|collect my|collecting your"
    ),
    "only so": "|only by|only via|only with|only for members|only in",
    "neither": "|neither of|neither one|none of",
    "there soon": "|there in no time|there soon|there shortly|there right away|there in a moment|there quickly",
    "one use": "|only once|just once|once only|only one time",
    "account opened": "|opened a new account|opened an account|open a new account for you|opened your account",
    "told others": "|told the|told our|told my",
    "surprise": "surprise surprises surprised surprising",
    "dismissive": "|shut up|shut your|shut it",
    "deleted": "delete deleted deletion deleting erase erased remove removed",
    "locked": "lock locked block blocked suspended disabled frozen|on hold",
    "done": "done finished completed complete ready accomplished|all set|all done|has been made|was made|is made",
    "working": "work works worked working function functions functioning succeed succeeded successful",
    "held": "hold holds held",
    "saved": "save saved store stored",
    "kept": "keep keeps kept keeping",
    "twice": "twice double doubled duplicate",
    "any time": "|at any time|any time|whenever|around the clock|always",
    "expected": "expect expected expects plan planned due scheduled estimated",
    "started": "start started starting begin begun began continue continued",
    "ended": "end ended ending finish finishes",
    "dropped": "drop dropped leave",
    "enough": "enough",
    "now": "|right now|at the moment|for the moment|at present",
    "link sent": "reset",
    "asks for password": "|with your password|with your card|your card number|your password and",
    "password": "password passwords pin passcode",
    "later": "later afterwards",
    "one": "|one|single|a single",
    "usually": "usually normally generally typically often",
}
"""What is stated -> its words, then `|` and its phrases. All forms but the plural; one authored covers the others."""

ALSO: dict[str, tuple[frozenset[str], ...]] = {
    "sent": (frozenset(("shipped",)), frozenset(("refunded",))),
    "gained": (frozenset(("arrived", "refunded")),),
    "returned": (frozenset(("refunded",)),),
    "refunded": (frozenset(("returned", "charged")),),
    "reach us": (frozenset(("phoned",)),),
    "arrived": (frozenset(("delivered",)),),
    "delivered": (
        frozenset(("arrived", "expected")),
        frozenset(("arrived", "shipped")),
        frozenset(("arrived", "sent")),
    ),
}
"""What is stated -> what else covers it, where an author states all of it."""

HAPPENED_ALSO = {
    "sent": ("shipped", "refunded"), "delivered": ("arrived",), "arrived": ("delivered",),
    "refunded": ("returned",),
}  # fmt: skip
"""The same for what has happened."""

STATES = words("""
    approved arrived cancelled changed charged closed damaged deleted delivered done exchanged expired found
    kept locked lost opened paid phoned processing refunded rejected reported returned sent shipped
    subscribed
""")
"""Of these it matters whether they have happened or may happen."""
HAPPENED = words("""
    accomplished adjusted agreed altered amended approved arrived authorised authorized blocked booked broke
    broken called canceled cancelled changed charged closed complete completed confirmed damaged debited
    declined deleted delivered denied disabled disappeared dispatched done edited ended erased exchanged
    expired filed finished forwarded found frozen granted handed kept left located locked logged lost made
    mailed modified noted opened packed paid passed permitted phoned posted prepared processed reached ready
    received recorded refunded refused registered reimbursed rejected removed replaced reported returned
    saved sent shipped shut stolen stopped stored subscribed suspended swapped transferred unlocked
    unsubscribed updated vanished
""")
NEGATIVE = words("cannot hardly neither never no nobody none nor not nothing unable without")
MODALS = words("can could may might must please shall should will would")
AUXILIARIES = words("are be been being gets got had has have is was were")
BREAKS = words("although and as because but if once so that though until when which while who")
"""Behind these a new clause begins, which an earlier "not" does not deny."""
COMMITS = words("be explain have help let like need understand use")
"""What "I will" may go before without an author having promised it."""
LOOKS = words("check find look search see")
"""Of these, one that an author promises covers the others."""
DENIED = words("hesitate hope know mean meant mind quite seem sure understand understood want wish worry")
"""A "not" before these denies no fact."""
ACTS = words("""
    chose chosen clicked entered forgot forgotten gave given got gotten listed made mistyped ordered picked put selected
    spelled took taken typed used written wrote
""")
"""What "you" are not told to have done where no author says so; what was said, felt or tried accuses nobody."""
BEFORE_ACTS = words("already also did had has have just never not once only simply")
AFTER_CAUSES = words("after although because since though while")
TELLING = words("hardly neither never nobody none nor without")
POSSIBLE = words("can could may must shall will would")
"""These words of denial, and a "not" behind those, always deny a fact."""
UNITS = words("day days hour hours minute minutes month months second seconds week weeks year years")
BEFORE_UNITS = words("business following opening our these working {}")
"""A unit counts as the fact's before it; other words before it are an amount of their own."""
SECRETS = words("account address birthday card code email iban passcode passport password pin signature")
ASKS = words("enter need provide read share what which")
ASKS_ME = words("give send show tell")
"""Before a secret these ask for it, the second kind with "me" or "us" behind."""

CLASSES = {
    "number": """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
        thousand million dozen couple half halves quarter third thirds fourth fifth sixth seventh eighth
        ninth tenth first second last twice triple single several few many percent zero
    """,
    "date": """
        monday tuesday wednesday thursday friday saturday sunday mondays sundays january february march
        april june july august september october november december today tomorrow yesterday tonight week
        weeks weekend day days month months year years hour hours minute minutes fortnight noon midnight
        morning afternoon evening overnight christmas easter spring summer autumn winter
    """,
    "money": """
        euro euros dollar dollars pound pounds buck bucks cent cents discount rebate coupon cashback
    """,
    "promise": """
        definite inevitable promised promises guarantee guaranteed guarantees assure assured assurance
        definitely certainly swear surely compensate compensation
    """,
    "insult": """
        idiot stupid dumb fool moron liar loser damn silly ridiculous
    """,
}
"""Names for what is refused, for whoever reads the log."""

TIMES = words(CLASSES["date"]) | words("holiday holidays season seasons vacation then opening closing")
"""What can be meant by a time: before or behind one of them is another fact."""
SIDES = {
    "after": "after",
    "since": "after",
    "before": "before",
    "until": "before",
    "till": "before",
    "by": "before",
    "from": "from",
}
"""On which side of a time something is."""
