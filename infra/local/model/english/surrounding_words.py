"""Words by which a clause is known to ask, to limit, or to tell only what surrounds the question."""

from __future__ import annotations

import re

from infra.local.model.english.vocabulary import word_set

LEADS = word_set(
    "hi hey hello so and but well ok okay hm hmm because since as also anyway btw fyi just yeah yes oh ah honestly "
    "frankly basically apparently sorry please pls cause coz cuz bc however although though while plus then actually "
    "otherwise obviously before luckily sadly unfortunately today tomorrow tonight team all everyone folks guys"
)
"""Before the subject of a clause they say nothing of it."""
ADVERBS = word_set(
    "just also really always still now currently already often usually never ever again kind sort probably maybe "
    "simply actually finally recently will have ve had am are was were been being be do did d ll would could might may"
)
"""Between a person and the verb; auxiliaries among them."""
PERSONS = word_set("i im ive ill id we weve he she hes shes somebody someone everybody everyone nobody")
THEY = word_set("they theyre theyve people ppl folks colleagues")
IT = word_set("it this that its thats")
DETERMINERS = word_set("my our the a an his her their some this these those your")
WH = word_set("what whats which who whos whose whom how hows when where wheres why")
AUXILIARIES = word_set("did does do is are was were has have had can could will would should shall may might")
"""At the head of a clause they ask."""
ORDERS = word_set(
    "show give list tell send pull count compare calculate compute plot chart provide break split rank sort get draw "
    "display name find check look add put make take say use let leave drop exclude include remove keep limit filter "
    "group lump sum total need want gimme lemme kindly order only just not no without except same"
)
"""At the head of a clause they ask, or limit."""
WANTS = word_set(
    "need needs needed want wants wanted like likes love wish require requires prefer wonder wonders wondering curious "
    "looking look interested after ask asks asked asking care cares request requested requests"
)
"""What somebody wants to know may follow."""
SEES = word_set(
    "see know get have find check understand compare look view show learn hear figure work list count receive obtain "
    "report tell ask include exclude drop remove add leave focus limit filter split break group sort rank use switch "
    "change replace keep ignore skip restrict narrow go be zoom drill concentrate consider treat take calculate "
    "measure analyse analyze review identify determine track pull give establish inspect examine explore"
)
"""After "want to" they ask, or change what is asked; other verbs tell what it is for."""
FINITE = word_set(
    "is are was were has have had will would can could may might must does did wants needs asks says thinks claims "
    "shows keeps seems looks feels sounds goes went came comes gets got runs starts started stopped decided told "
    "complained complains believes insists swears wonders expects said asked wanted needed meets visits arrives keep "
    "kept want need ask say think claim complain believe insist meet visit starts ends happens begins leaves drags"
)
"""Verbs by which a noun before them is known for a subject."""
TELLING = word_set(
    "say says saying said claim claims claiming claimed tell tells telling told think thinks thinking thought complain "
    "complains complaining complained believe believes insist insists insisting swear swears shows reckon reckons "
    "argue argues arguing suspect suspects"
)
"""What follows somebody's claim limits nothing, whatever it is."""
LIMITS = word_set(
    "only except excluding exclude excludes excluded include includes included including without ignore ignoring "
    "ignored irrelevant matter matters relevant count counts counted counting mean means meant assume assuming treat "
    "consider define defined restrict restricted limit limited filter filtered focus focused focusing skip minus "
    "instead unless if whose leave left out minimum maximum threshold cutoff least most per each every apart "
    "concerns concerned concerning regarding namely specifically especially particularly exclusively solely "
    "plus rather where"
)
"""With one of these a clause may limit the question, so it is never left out."""
SOFT = word_set("each every most least plus if rather")
"""They limit only beside a name of the model."""
STATES = FINITE | word_set("more less than too always never often")
"""By one of these an opinion is a sentence."""
CLAIM_LIMITS = word_set(
    "only except excluding exclude excluded include included including ignore ignoring ignored count counts counted "
    "should must mean means meant"
)
"""The same in what somebody claims."""
TALKS = word_set("is are was were am be talking speaking asking talk speak mean it this that i we")
"""Before "about" they say what is asked about."""
OF_PEOPLE = word_set(
    "wants needs asks says thinks claims keeps wants decided told complained complains believes insists swears wonders "
    "expects said asked wanted needed meets visits kept has had will would"
)
"""What a person does, so that an unknown word before it is one."""
NUMBERS = word_set("numbers number figures figure data stats statistics answer answers info information help report")
"""After "we need the" they are what is asked for anyway."""
FIRST = word_set("first last second third day week month time job year today tomorrow weekend birthday turn")
GROUPS = word_set(
    "team teams department departments dept division divisions unit units branch office region segment channel group "
    "store shop site line"
)
"""With an unknown word before them they are particular ones, which the question may be about."""
OF_BUSINESS = word_set("review reviews trip trips plan plans planning case update meeting lunch school")
TRIES = word_set("trying hoping planning going try hope plan")
OF = word_set("of by per via from in on through")
TITLES = word_set("mr mrs ms miss dr")
DEFINITE = word_set("the my our to with")
COUNTED = word_set("many much often long big high far")
TURNS = word_set("not no neither nor none never than less fewer more other others both too")
BUSINESS = word_set(
    "open opened launch launched introduce introduced start started add added create created acquire acquired buy "
    "bought sell sold offer offered "
    "use used uses work works serve serves handle handles target cover covers began begin run rent rented stock stocked"
)
"""What a company does; the thing that it is done to may be the one that is asked about."""
JUDGED = word_set(
    "not really very quite super pretty so kind of a bit for me us all now probably though just is was "
    "urgent important fair unfair hard easy strange odd weird fun annoying crazy silly interesting helpful nice great "
    "good enough ok okay fine confidential secret private early awkward embarrassing true crucial critical serious"
)
POINTS = word_set("there its their theirs them they those these he she his her hers it one")
"""They may stand for something that was named before."""
CROWD = word_set("them they these those it one")
POSSESSIVE = word_set("its their his her my")
CLAIMS = re.compile(
    r"^\W*(?:(?:and|but|so|hi|hey|hello|well|ok|okay|hm+|because|as|apparently)\W+)*(?:"
    r"(?:i|we)(?:\s+(?:was|were|am|are|have\s+been|just|recently)|['’](?:m|re|ve\s+been|ve))*(?:\s+(?:always|often|just))?"
    r"\s+(?:told|informed|under\s+the\s+impression|afraid|sure|convinced)\b"
    r"|(?:i|we)(?:['’]ve)?(?:\s+(?:just|have|always|often|recently|do|really))*\s+(?:keep\s+|kept\s+)?"
    r"(?:(?:hear|heard|hearing|read|reading|noticed|remember|worry|fear|bet)|"
    r"(?P<opinion>think|thought|believe|believed|feel|felt|guess|suspect|suspected|reckon|assumed))\b"
    r"(?!\s+(?:like\s+seeing|about|of)\b)"
    r"|(?:i|we)(?:['’]ve)?(?:\s+(?:have|got|had))*\s+(?:a|the)\s+(?:feeling|hunch|suspicion|impression)\b"
    r"|(?:apparently|(?:just\s+|i\s+)?heard(?!\s+of\b)|is\s+it\s+just\s+me)\b"
    r"|(?:rumou?r\s+has\s+it|word\s+is|legend\s+has\s+it|there(?:\s+is|['’]?s)\s+(?:a|this)\s+(?:rumou?r|claim|theory))\b"
    r"|(?:it|this)\s+(?:seems|looks|feels|sounds)\b"
    r"|is\s+it\s+(?:really\s+|actually\s+)?(?:true|right|correct|a\s+fact|so)\b"
    r"|(?:does|do)\s+(?:anybody|anyone|somebody|someone|you)\s+(?:else\s+)?(?:also\s+)?(?:think|feel|believe|agree)\b"
    r"|am\s+i\s+(?:right|wrong|correct|mistaken)\b"
    r")",
    re.IGNORECASE,
)
"""How a clause begins that tells, or doubts, what somebody claims."""
DOUBTED = re.compile(
    r"^\W*(?:(?:so|and|but|well|hm+|ok|okay)\W+)*(?:is|are|was|were|do|does|did|has|have)\s+(?:the\s+|our\s+)?"
    r"[\w'’& -]{2,30}?\s+(?:"
    r"(?:real+y|actually|truly|rly|indeed|always|even)\s+(?:so\s+much\s+|so\s+|that\s+|much\s+)?\w+|"
    r"(?:\w{3,}er|more\s+\w+|less\s+\w+|better|worse)\s+than\s+[\w'’& -]{2,30}|"
    r"(?:growing|shrinking|falling|rising|improving|declining|dropping|increasing|decreasing))\W*$",
    re.IGNORECASE,
)
"""A question whose answer is to be seen in what is asked next: "is express really faster?"."""
MANNERS = re.compile(
    r"^\W*(?:(?:hi|hey|hello|so|and|but)\W+)?(?:(?:i['’]?m\s+|i\s+am\s+|so\s+|very\s+)*sorry|apologies|thanks?(?:\s+you)?|thx|cheers|"
    r"congrats|congratulations|well\s+done|good\s+job|great\s+(?:job|work)|nice\s+work)\s+(?:again\s+)?"
    r"(?:for|about|that|if|to|on)\b"
    r"|^\W*(?:i\s+|we\s+)?(?:really\s+|do\s+)?hope\s+(?:you|u|y['’]?all|everyone|everybody|all|this|that|it|things|the|your)\b"
    r"|^\W*(?:please|pls)\s+(?:help|hurry|be\s+quick|respond|answer|bear\s+with)\b",
    re.IGNORECASE,
)
_SHAPES = (
    r"(?:an?\s+|as\s+an?\s+|as\s+|in\s+|just\s+|only\s+|the\s+|by\s+|per\s+|a\s+rough\s+|rough\s+)*"
    r"(?:percentages?|percents?|%|shares?|proportions?|daily|weekly|monthly|quarterly|yearly|annually|days?|weeks?|months?|"
    r"quarters?|years?)"
    r"(?:\s+(?:figures?|numbers?|values?|totals?|level|basis|view))?"
)
SHAPED = re.compile(
    rf"^\W*(?:(?:so|but|and|a|or|even)\s+)*(?P<shape>{_SHAPES})\s+(?P<said>(?:(?:is|are|will|would|should|if|would\s+be)\s+)+"
    r"(?:(?:be|totally|perfectly|absolutely|just|also|more\s+than|good)\s+)*"
    r"(?:fine|ok|okay|enough|do|suffice|sufficient|good|great|perfect|nice|helpful|best|ideal|you\s+can|possible|you\s+could)"
    r"(?:\s+(?:too|for\s+me|for\s+us|enough|please|pls|thanks|thx))*)\W*$",
    re.IGNORECASE,
)
"""How the answer is to be laid out: "percentage is fine", "weekly is ok"."""
SAID_BEHIND = re.compile(
    r"^\W*(?:or\s+so\s+)?(?:says|said|claims|claimed|tells\s+me)\s+(?:the|my|our|\w+)\b", re.IGNORECASE
)
"""Behind a claim: ", says the warehouse"."""
WHETHER = re.compile(
    r"\b(?:asks?|asked|asking|wonders?|wondering|wondered|(?:to|will|would|wants?\s+to)\s+(?:know|see|check|find\s+out|tell))"
    r"(?:\s+(?:me|us))?\s+(?:whether|if)\b",
    re.IGNORECASE,
)
INTRODUCED = re.compile(
    r"^\W*(?:(?i:hi|hey|hello|morning|good\s+\w+)\W+)?(?:"
    r"(?:(?i:my\s+name\s+is|i\s+am|i['’]m|im)\s+)(?P<am>[A-Z]\w+)(?:\s+(?:here|again|(?:from|in|of|at)\s+[^,.;:]+))?"
    r"|(?:(?i:this\s+is|it\s+is|it['’]s|its|here\s+is)\s+)(?P<name>[A-Z]\w+)"
    r"\s+(?:here|speaking|again|(?:from|in|of|at)\s+[^,.;:]+)"
    r"|(?P<here>\w+)(?:\s+(?i:from|in|of)(?:\s+\w+){1,2})?\s+(?i:here|speaking|again))\W*$"
)
"""Who is writing: "Luis here", "it is Tomasz from the Poland office"."""
ON_THE_PHONE = re.compile(
    r"^\W*(?:(?:hi|hey|so|and)\W+)?(?:i\s+have\s+)?(?:(?:a|an|the|my|our|one)\s+)?(?:\w+\s+){1,3}"
    r"(?:(?:is|are)\s+(?:waiting\s+)?(?:on|at)\s+the\s+(?:phone|line)(?:\s+(?:with|for)\s+(?:me|us))?"
    r"|(?:on|at)\s+the\s+(?:phone|line)\s+(?:with|for)\s+(?:me|us)|waiting\s+on\s+the\s+(?:phone|line))"
    r"(?:\s+(?:and|right\s+now|now)\b[^?]*)?\W*$",
    re.IGNORECASE,
)
OCCASION = re.compile(
    r"^\W*(?:[\w'’-]+\s+){0,3}(?P<what>meeting|call|review|presentation|standup|stand-up|workshop|audit|interview|"
    r"town\s?hall|offsite|1:1|catch-?up|appointment)\s+(?:is\s+)?"
    r"(?:coming\s+up|(?:(?:later|early)\s+)?(?:today|tomorrow|tonight|soon|now)|"
    r"next\s+week|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|in\s+(?:an?|\d+|half\s+an)\s+\w+|at\s+\d[\d:]*)"
    r"(?:\s+(?:at\s+\d[\d:.]*\s?(?:am|pm)?|morning|afternoon|evening))*\W*$",
    re.IGNORECASE,
)
"""A meeting that is to come: "Carrier meeting tomorrow at 9"."""
PURPOSE = re.compile(
    r"^\W*(?:(?:it|this|that)(?:\s+is|['’]?s|\s+was)\s+|(?:i\s+|we\s+)?(?:need|want)(?:ed)?\s+(?:it|this|that|them)\s+|"
    r"(?:just\s+)?asking\s+|needed\s+)for\s+(?:the|my|our|a|an|some|his|her|their)\s+|^\W*for\s+my\s+",
    re.IGNORECASE,
)
UNDER_WAY = re.compile(
    r"^\W*(?:(?:the|our|my|a|an|this|that|some|these)\s+(?:[\w-]+\s+){1,3}(?:is|are|was|were)\s+(?:currently\s+|now\s+)?"
    r"being\s+\w+(?:ed|en|ne|lt|ut|old|ade)\b[^?]{0,30}"
    r"|(?:(?:i|we)(?:\s+am|\s+are|['’]?m|['’]?re)\s+)?(?:currently\s+|just\s+|busy\s+)?"
    r"(?:preparing|planning|writing|drafting|finishing|building|designing|updating|presenting|making|filling\s+in|"
    r"reviewing|evaluating|assessing|auditing|rethinking|discussing|putting\s+together|working\s+on|looking\s+(?:at|into))\s+(?:a|an|my|our|the|some|this)\s+(?:[\w-]+\s+){0,3}[\w-]+)\W*$",
    re.IGNORECASE,
)
"""What goes on around the question: "the bill is being queried", "preparing a slide"."""
EACH_OF_THEM = re.compile(
    r"\b(?:(?:of|for|in|by|per)\s+(?P<bare>both|each(?:\s+of\s+(?:them|these|those|the\s+two))?|the\s+two)(?=\s*(?:$|[.,;:?!)]))"
    r"|(?:each|both|either|(?:of|for|in|by|between)\s+(?:the|these|those)\s+two)\s+(?P<what>\w+(?:\s\w+)?))",
    re.IGNORECASE,
)
"""Behind a sentence that names two values: each of these two."""
WHICH_ONES = re.compile(
    r"(?:^|[.!?:;,\n])\s*(?:(?:and|so|then|well)\s+)?(?P<which>(?:which|what)\s+(?:\d{1,2}|one|two|three|four|five|six|seven|eight|"
    r"nine|ten))(?:\s+ones?)?(?=\s)",
    re.IGNORECASE,
)
