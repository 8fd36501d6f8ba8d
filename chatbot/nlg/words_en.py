"""English for the guard: words that state no fact, and words that state one, grouped by what they state.

A word in neither list may be used only where an authored wording of the same act uses it.
"""

from __future__ import annotations

PLAIN = frozenset(
    # articles, pronouns, prepositions, conjunctions
    "a an the i me my mine myself you your yours yourself we us our ours it its itself this that these those they them "
    "their he she who whom whose which what when where why how there here and or but if then than so because as while "
    "whether though although since until till before after once of to in on at by for from with within about around "
    "into onto out up down over under between through against towards per via instead like such same other another "
    "else own both per too also either rather quite very really truly just only even still yet already again almost "
    "ever now currently presently together back away well please kindly "
    # helping verbs
    "be am is are was were been being do does did doing have has had having can could may might shall should will "
    "would let "
    # what every reply does
    "telling correction shipping see saw seen look looked looking check checked checking tell told say said give gave given know knew mean meant "
    "understand understood ask asked asking need needed want wanted try tried trying use using choose chosen "
    "choosing select selected pick click read reading view enter entering type write wrote written writing put get "
    "got getting make making take taken taking show shown shows mention explain explained describe described repeat "
    "rephrase compare compared search searching searched wait waiting waited hope hoped feel feeling think thought "
    "guess help helps helped helping hear seem seems look looks happen happened notice noticed spell include "
    "including contain follow following list listed "
    # courtesy and moods
    "sorry apologise apologize apologies apology regret unfortunately sadly afraid thank thanks welcome gladly glad "
    "happy pleased pleasure nice lovely kind great wonderful good better appreciate appreciated patience patient "
    "annoying annoyance annoyed frustrating frustrated frustration inconvenience inconvenient trouble bother bothering "
    "worry worries worrying worried concern concerns upset upsetting disappointing disappointed disappointment "
    "disappoint confusion confusing unclear clear hard difficult easy easily pleasant unpleasant angry anger tiresome "
    "urgent important serious seriously stress stressful surprise hello hi hey goodbye bye sincerely fully completely "
    "absolutely understandable understandably perhaps maybe probably mistake wish worth nuisance hassle "
    # what one talks about
    "order orders number numbers parcel parcels package packages item items article articles product products "
    "delivery page pages link website site system message messages question questions request requests word words "
    "chat conversation detail details information problem problems issue issues matter thing things something "
    "anything everything way ways moment time times name names list option options choice shop store customer "
    "customers news situation case reason part kind sort sentence right wrong correct different exact exactly "
    "sure possibly able everyone current last next new above below main following full whole all any some every each "
    "more most less much further first second".split()
) - frozenset("first second last next most each per case new name names both absolutely list listed part time".split())

PLAIN_PHRASES = (
    "which one", "that one", "this one", "the one", "the right one", "the other one", "another one", "right one",
    "one more time", "one more thing", "one moment", "the two", "as soon as", "no problem", "no worries", "do not worry",
    "no need to worry", "do not hesitate", "not sure", "why not", "if not", "whether or not", "no need", "not only",
    "does not help you much", "is not what you want", "was not clear", "was not right", "is not right", "is not clear",
    "did not get that", "did not quite get", "do not understand", "did not understand", "not quite", "one by one",
    "next to", "at last", "last time", "next time", "this time", "another time", "more time", "at this time",
    "some time", "went wrong", "go wrong", "gone wrong", "goes wrong", "you will find", "you can find", "please find",
    "comes in", "let go back", "feel free", "can be found", "e mail address you used", "you used for", "good time", "long time", "time to", "no idea", "or not", "good to know",
)  # fmt: skip
"""Said together they state nothing, though a word among them alone might."""

CONCEPTS: dict[str, str] = {
    "shipped": "ship shipped shipment dispatch send sent mail mailed post posted forward|on its way|on the way|"
    "in transit|on the road|left our warehouse|left the warehouse|left us|has left|leave our warehouse|leave us|"
    "is with the carrier|with the carrier|bringing|is bringing",
    "arrived": "deliver delivered delivers delivering arrive arrived arrival reach reached receive received|handed over|"
    "hand over|is with you|be with you|get to you|got to you|out for delivery|be there",
    "cancelled": "cancel cancelled canceled cancellation cancelling stop stopped|called off|call off",
    "refunded": "refund refunded reimburse reimbursed|money back|paid back|pay back|goes back|go back|going back|go back to you|back to you|"
    "get back|gets back|sent back to you|returning|transfer transferred",
    "returned": "return returned returns|send back|sent back|come back|send it back|bring it back|take back|send something back",
    "changed": "change changed changing edit edited modify modified update updated adjust adjusted amend amended alter "
    "altered|correct the|correct your|correct it",
    "exchanged": "exchange exchanged swap swapped replace replaced replacement",
    "found": "find found located locate",
    "reported": "report reported register registered registration record recorded note noted file filed subscribe|sign up",
    "signed in": "login|log in|sign in|logged in",
    "bought": "buy bought buying purchase purchased",
    "reach us": "|write to|contact us|contact {}|reach us|call us|email us|call {}",
    "second hand": "|was used|is used|been used",
    "gained": "win won gain earn|you get|you will get|you receive|you will receive",
    "approved": "approve approved approval grant granted confirm confirmed agree agreed permit permitted authorise "
    "authorised authorize authorized",
    "rejected": "reject rejected refuse refused decline declined deny denied block blocked",
    "in stock": "available availability|in stock|back in stock|on stock",
    "out of stock": "unavailable|out of stock|sold out",
    "delayed": "delay delayed|running late|is late|behind schedule|takes longer",
    "too late": "|too late|too far along",
    "expired": "expire expired expiry|ran out|run out|has passed|have passed|has ended|is over|are over|past the|is past",
    "valid": "valid validity usable|can be used|can use it",
    "paid": "pay paid payment payments paying",
    "charged": "charge charged debit debited book booked",
    "lost": "lose lost missing disappear disappeared disappears vanish vanished stolen",
    "damaged": "damage damaged broken broke defect defective faulty break",
    "processing": "process processed processing prepare prepared preparing pack packed packing|in progress|working on|"
    "being handled",
    "possible": "possible|be able to|are able to|is able to",
    "impossible": "impossible",
    "free": "free waive waived gratis|free of charge|at no cost|on us|on the house|no charge",
    "cost": "cost costs price prices fee fees",
    "soon": "soon shortly quickly promptly urgently immediately instantly asap fast faster|right away|straight away|"
    "at once|as soon as possible|without delay|in no time|in a moment",
    "promise": "promise promised promises guarantee guaranteed guarantees assure assured assurance definitely certainly "
    "swear surely|for sure|make sure|rest assured|count on|take my word|my word",
    "yes": "yes yep yeah|of course|you are right|that is right|that is correct|that is true|it is true|i agree",
    "taken care of": "handle handled handling solve solved resolve resolved fix fixed settle settled|take care|takes care|"
    "taken care|deal with|deals with|see to|look after|sort out|sorted out|sorted|sort this out",
    "in touch": "contact contacted call called phone reply replied answer answered respond|get in touch|in touch|"
    "get back to|hear from|reach us|reach out|come back to you",
    "a human": "colleague colleagues human humans person persons people agent staff employee member team somebody someone "
    "anybody anyone operator",
    "identity": "|i am human|as a human|as a person|i am a human|i am a person|i am a real|i am a man|i am a woman|my name is",
    "opened": "open opened opening opens unlock unlocked",
    "closed": "close closed closing closes shut",
    "deleted": "delete deleted deletion deleting erase erased remove removed",
    "locked": "lock locked suspended disabled frozen",
    "done": "done finished completed complete ready accomplished|all set|all done|has been made|was made|is made",
    "working": "work works worked working function functions functioning succeed succeeded successful",
    "known": "known unknown",
    "kept": "keep keeps kept keeping hold holds save saved store stored",
    "twice": "twice double doubled duplicate",
    "any time": "|at any time|any time|whenever|around the clock|always",
    "expected": "expect expected expects plan planned due scheduled estimated",
    "started": "start started starting begin begun began continue continued",
    "ended": "end ended ending finish finishes",
    "dropped": "drop dropped|leave it",
    "enough": "enough",
    "now": "|right now|at the moment|for the moment|at present",
    "link sent": "reset",
    "password": "password passwords pin passcode",
    "later": "later afterwards",
    "one": "|one|single|a single",
    "usually": "usually normally generally typically often",
}
"""What is stated -> its words, then `|` and its phrases. All forms must be given; one authored covers the others."""

STATES = frozenset(
    "shipped arrived cancelled refunded returned changed exchanged reported approved rejected expired paid charged lost "
    "damaged processing opened closed deleted locked done kept found".split()
)
"""Of these it matters whether they have happened or may happen."""

HAPPENED = frozenset(
    "shipped dispatched sent mailed posted forwarded left delivered arrived reached received handed cancelled canceled "
    "stopped refunded reimbursed transferred returned changed edited modified updated adjusted amended altered exchanged "
    "swapped replaced found located reported registered recorded noted logged filed approved granted confirmed agreed "
    "permitted authorised authorized rejected refused declined denied blocked expired paid charged debited booked lost "
    "disappeared vanished stolen damaged broken broke processed prepared packed opened unlocked closed shut deleted erased "
    "removed locked suspended disabled frozen done finished completed complete ready accomplished kept saved stored "
    "ended passed made".split()
)

NEGATIVE = frozenset("not no never nothing none nobody neither nor without hardly cannot unable".split())
MODALS = frozenset("can could may might shall should will would must to please".split())
AUXILIARIES = frozenset("is are was were been being be has have had got gets".split())
BREAKS = frozenset("but so because and if that as once when until while although though who which".split())
COMMITS = frozenset("need help be like have understand explain".split())
"""What "I will" may go before without an author having promised it."""
LOOKS = frozenset("check look see find search".split())
"""Of these, one that an author promises covers the others."""
SECRETS = frozenset("password passcode pin card code iban birthday passport".split())
ASKS = frozenset("tell give send what read enter need provide share".split())
"""Before a secret, these ask for it."""

CLASSES = {
    "number": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand million dozen "
    "couple half halves quarter third thirds fourth fifth sixth seventh eighth ninth tenth first second last twice "
    "triple single several few many percent zero",
    "date": "monday tuesday wednesday thursday friday saturday sunday mondays sundays january february march april june "
    "july august september october november december today tomorrow yesterday tonight week weeks weekend day days month "
    "months year years hour hours minute minutes fortnight noon midnight morning afternoon evening overnight christmas "
    "easter spring summer autumn winter",
    "money": "euro euros dollar dollars pound pounds buck bucks cent cents discount rebate coupon cashback",
    "promise": "promise promised promises guarantee guaranteed guarantees assure assured assurance definitely certainly "
    "swear surely compensate compensation",
    "insult": "idiot stupid dumb fool moron liar loser damn silly ridiculous",
}
"""Names for what is refused, for whoever reads the log."""
