"""A thesaurus of everyday English: turns of phrase, and what the name of a figure that they ask for is about.

It names no figure of any model. The groups of a pattern say what goes: in the place of ``fig`` stands the figure, what
is in ``x`` with a number is left out; whatever else the pattern passes over stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PEOPLE = (
    r"(?!our\s(?:people|folks|members)\s)(?:(?:the|our|all|most)\s)?(?:people|customers?|clients?|folks|users?|visitors?|guests?|buyers?|shoppers?|they|"
    r"everyone|everybody|somebody|someone|anybody|anyone|callers?|members|patients|passengers)"
)
SELVES = r"(?:us|(?:our|the)\s(?:support|help|service|helpdesk|work)(?:\s(?:team|people|staff|desk|agents))?|support)"
"""Those who ask, or their own support: "happy with us", "contacted support"."""
ARTICLE = r"(?:(?:the|a|an|our|their|his|her|any|some)\s)"
DO = r"(?:did|do|does|have|has|had)"
BE = r"(?:is|are|was|were|been|being|be)"
KEPT = r"(?:\S+\s){0,7}?"
"""Words in between that stay in the question."""


@dataclass(frozen=True)
class Turn:
    """``about``: words that a name of the figure holds, the likeliest first; ``lead``: what goes before the name."""

    pattern: str
    about: tuple[str, ...]
    kind: str = ""
    """What the figure must be: time, money, mean, count, hours, level; empty: anything."""
    lead: str = ""
    of_value: bool = False
    """What follows must be a known value: "how happy were club members"."""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(rf"(?<!\S)(?:{self.pattern})(?!\S)"))


SATISFACTION = ("satisfaction", "csat", "happiness", "rating", "mark", "score")
FIRST_RESPONSE = ("first response", "first answer", "first reply", "response time", "answer time", "reply time")
DELIVERY_TIME = ("delivery time", "delivery days", "transit", "days deliver")
RESOLUTION = ("resolution time", "time resolve", "time solve", "time close", "handling time")
STAY = ("time on site", "visit duration", "session duration", "time site", "visit length", "session length", "stay")
PEAK = ("peak temperature", "maximum temperature", "max temperature", "highest temperature")
COLDEST = ("lowest temperature", "minimum temperature", "min temperature")
OVERHEATING = ("overheating", "overheat", "heat alert", "temperature alert")
CONVERSION = ("conversion rate", "conversion")
PROFIT = ("gross profit", "gross margin", "profit")
DISCOUNTS = ("discounts", "discount amount", "rebates")
AN_ORDER = ("average order value", "average order", "order value", "average basket", "basket value", "average bill")
DOWN = ("hours lost", "downtime hours", "hours down", "downtime")
LATE = ("late share", "late rate", "delay rate", "share late", "lateness")
MOVED = r"(?:stuff|things|goods|parcels?|packages?|orders?|deliver(?:y|ies)|purchases?|shipments?)"
ANSWERED = r"(?:answer(?:s|ed)?|repl(?:y|ies|ied)(?:\sto)?|respond(?:s|ed)?(?:\sto)?|g[eo]ts?\sback\sto)"

TURNS = (
    # moods and marks
    Turn(
        rf"(?P<fig>how\s(?:happy|satisfied|content|pleased|unhappy)\s{BE})\s(?P<x1>{PEOPLE})"
        rf"(?:\s(?P<x2>(?:with|about|by)\s{SELVES}))?",
        SATISFACTION, "mean",
    ),
    Turn(rf"(?P<fig>how\s(?:happy|satisfied|content|pleased|unhappy)\s{BE})(?:\s(?P<x1>the|our))?(?=\s)", SATISFACTION,
         "mean", of_value=True),
    Turn(
        rf"(?P<fig>{BE}\s{PEOPLE}\s(?:happy|satisfied|content|pleased))(?:\s(?P<x2>(?:with|about)\s{SELVES}))?",
        SATISFACTION, "mean",
    ),
    Turn(
        r"(?:best|worst|highest|lowest|average|mean|avg|poorest|better|worse)\s(?:average\s|customer\s)?"
        rf"(?P<fig>(?:marks?|ratings?|grades?|scores?))(?:\s(?P<x1>(?:from|by|of)\s{PEOPLE}))?",
        SATISFACTION, "mean",
    ),
    Turn(rf"(?P<fig>(?:what|which)\s(?:marks?|ratings?|grades?)\s{DO}\s{PEOPLE}\sg[ia]ven?)(?:\s(?P<x1>to))?",
         SATISFACTION, "mean"),
    # time that something takes
    Turn(
        rf"(?P<fig>how\slong\s(?:(?:did|does|do)\sit\stake\s)?(?:until|till|before|for)\s(?:(?:to|an?|the)\s)?"
        rf"(?:(?:someone|somebody|anyone|anybody|we|they|support|agents?|us)\s)?(?:first\s|to\s)?{ANSWERED}"
        rf"(?:\s(?:{PEOPLE}|them|it|back|the\sfirst\stime))?)",
        FIRST_RESPONSE, "time",
    ),
    Turn(rf"(?P<fig>how\s(?:quickly|fast|soon|long)\s(?:do|did|does)\s(?:(?:{PEOPLE}|we)\s)?"
         rf"(?:hear\sback|{ANSWERED}))(?:\s(?P<x1>(?:{PEOPLE}|them|from\sus)))?", FIRST_RESPONSE, "time"),
    Turn(rf"(?P<fig>how\s(?:quickly|fast|soon|long)\s(?:do|did|does|until|till)\s(?:{PEOPLE}\s)?(?:get|got|gets)\s"
         r"(?:an|a|the|their)?\s?(?:first\s)?(?:answer|reply|response))", FIRST_RESPONSE, "time"),
    Turn(rf"(?P<fig>(?:minutes|hours|time|wait|waiting\stime)\s(?:to|until|till|for|before)\s{ARTICLE}?(?:very\s)?first\s"
         r"(?:answer|reply|response))", FIRST_RESPONSE, "time"),
    Turn(rf"(?:faster|quicker|slower|fastest|quickest|slowest)\s{KEPT}(?P<fig>(?:with|for|in|on|at|to\sgive)\s{ARTICLE}?"
         r"(?:very\s)?first\s(?:answers?|repl(?:y|ies)|responses?))(?!\stimes?)", FIRST_RESPONSE, "time"),
    Turn(r"(?P<fig>(?:average\s)?wait(?:ing)?\s?times?)", ("wait time", "waiting time", *FIRST_RESPONSE), "time"),
    Turn(
        rf"(?P<fig>how\slong\s{DO}\s{PEOPLE}\swait\sfor\s{ARTICLE}?{MOVED})"
        r"(?:\s(?P<x1>to\s(?:arrive|come|be\sdelivered|get\sthere|turn\sup)))?"
        r"(?:\s(?P<x2>(?:once|after)\s(?:it|they)\s(?:has|have|had|is|are)\s(?:left|gone)(?:\s(?:us|out))?))?",
        DELIVERY_TIME, "time",
    ),
    Turn(rf"(?P<fig>how\slong\s{BE})\s{KEPT}(?P<x1>(?:on\sthe\s(?:road|way)|under\s?way|in\stransit|travelling|en\sroute))",
         DELIVERY_TIME, "time"),
    Turn(r"(?P<fig>(?:(?:average|avg|mean)\s)?(?:days|time|hours)\s(?:from\s)?door\sto\sdoor)", DELIVERY_TIME, "time"),
    Turn(rf"(?P<fig>how\s(?:fast|quickly|quick)\s(?:do|did|does|{BE}))\s{KEPT}"
         r"(?P<x1>(?:deliver|get\sthere|get\sto\scustomers|bring\s(?:them|it|parcels)))", DELIVERY_TIME, "time"),
    Turn(
        rf"(?P<fig>how\s(?:fast|quickly|long|soon)\s(?:{BE}|(?:do|did)\swe|(?:does|did)\sit\stake(?:\sus)?\sto))\s{KEPT}"
        r"(?P<x1>(?:solved?|resolved?|closed?|fix(?:ed)?|handled?|dea(?:l|lt)\swith|sort(?:ed)?\sout|settled?))",
        RESOLUTION, "time",
    ),
    Turn(rf"(?P<fig>how\slong\s(?:do|did|does))\s{KEPT}(?P<x1>(?:take|need)\s(?:us\s)?(?:to\s(?:get\s|be\s)?|until\s\S+\s(?:are|is)\s)"
         r"(?:solved?|resolved?|closed?|fix(?:ed)?|handled?|dealt\swith|sorted\sout|settled?))", RESOLUTION, "time"),
    Turn(rf"(?P<fig>how\slong\s{DO}\s(?:{PEOPLE}\s)?(?:stay|remain|spend|linger))"
         r"(?:\s(?P<x1>(?:on|in|at)\s(?:the|our)\s(?:site|website|web\ssite|page|app|shop)))?", STAY),
    Turn(rf"(?P<fig>how\slong\s(?:do|does|did))\s(?P<x1>(?:an?\s|the\s|our\s)?(?:visits?|sessions?))\s{KEPT}(?P<x2>last|take|go\son)",
         STAY),
    # heat, shaking, standing still
    Turn(rf"(?P<fig>how\s(?:hot|warm)\s{DO})\s{KEPT}(?P<x1>(?:get|gotten|got|become|run|ran|go|been)(?:\sat\s(?:(?:the|their|its)\s)?(?:most|peak|worst|hottest))?)",
         PEAK),
    Turn(rf"(?P<fig>how\scold\s{DO})\s{KEPT}(?P<x1>(?:get|gotten|got|become|run|ran|go|been))", COLDEST),
    Turn(rf"(?P<fig>how\s(?:hot|warm|cold)\s{BE})", ("temperature",), "level"),
    Turn(r"(?P<fig>(?:the\s)?(?:hottest|warmest)(?:\s(?:it|they|that|ever)|(?=\s(?:any|an?|one)\s)))(?:\s(?P<x1>(?:(?:has|have|had)\s)?(?:got|gotten|get|been)))?",
         PEAK),
    Turn(r"(?P<fig>(?:the\s)?coldest(?:\s(?:it|they|that|ever)|(?=\s(?:any|an?|one)\s)))(?:\s(?P<x1>(?:(?:has|have|had)\s)?(?:got|gotten|get|been)))?",
         COLDEST),
    Turn(r"(?P<fig>(?:(?:has|have|had)\s)?(?:got|get|gets|ran|run|been|become)\s(?:the\s)?(?:hottest|warmest))", PEAK,
         lead="highest"),
    Turn(r"(?P<fig>(?:the\s)?(?:hottest|warmest))(?!\stemperature)", ("temperature",), "level", "highest"),
    Turn(r"(?P<fig>(?:the\s)?(?:coldest|coolest))(?!\stemperature)", ("temperature",), "level", "lowest"),
    Turn(rf"(?P<fig>how\s(?:often|many\stimes)\s{DO})\s{KEPT}"
         r"(?P<x1>(?:overheat(?:ed)?|(?:get|run|got|gotten|ran|become)\s(?:far\s|much\s)?too\s(?:hot|warm)|r[au]n\shot))",
         OVERHEATING, "count"),
    Turn(r"(?<!many\s)(?:which|what|any)\s(?:of\s)?(?:the\s|our\s)?(?:\S+\s){0,2}?"
         r"(?P<fig>(?:(?:was|were|is|are)\s)?(?:overheat(?:ed|ing)?|(?:get|run|got|ran|running|getting)\s(?:far\s|much\s)?too\shot|"
         r"r[au]n(?:ning)?\shot))", OVERHEATING, "count", "had"),
    Turn(r"(?P<fig>(?:shakes?|shook|shaking|vibrates?|vibrated|rattles?|rattled)\s(?:the\s)?(?:most|worst|hardest))",
         ("vibration",), lead="highest"),
    # money and rates
    Turn(r"(?P<fig>(?:in\s)?(?:what|which)\s(?:share|percentage|proportion|part|percent)\sof\s(?:the\s|our\s|all\s)?"
         r"(?:visits|sessions|visitors)\s(?:(?:did|do|have|had)\s)?(?:(?:people|customers|visitors|users|they|someone|somebody)\s)?"
         r"(?:put|puts|add|added|place|placed|drop|dropped)\s(?:something|anything|(?:an?\s|any\s)?(?:items?|products?|articles?|goods))\s"
         r"(?:in|into|to)\s(?:(?:the|their|a|our)\s)?(?:shopping\s)?(?:basket|cart|bag|trolley))",
         ("add cart rate", "cart rate", "basket rate", "add basket rate"), "mean"),
    Turn(r"(?P<fig>(?:convert|converts|converted)\s(?:the\s)?(?:best|better|most))", CONVERSION, lead="highest"),
    Turn(r"(?P<fig>(?:convert|converts|converted)\s(?:the\s)?(?:worst|worse|least))", CONVERSION, lead="lowest"),
    Turn(rf"(?P<fig>how\swell\s(?:do|did|does))\s{KEPT}(?P<x1>convert)", CONVERSION),
    Turn(r"(?P<fig>(?:what|how\smuch)\s(?:money\s)?(?:did|do|does|was|is)\s(?:(?:we|they|it)\s)?(?:make|earn|left(?:\sover)?|keep|have\sleft)"
         r"\safter\s(?:the\s)?(?:costs?|paying)(?:\s(?:of|for))?(?:\s(?:the|our))?(?:\sgoods)?)", PROFIT, "money"),
    Turn(r"(?P<fig>(?:what|how\smuch)\s(?:did|do|does|have|has)\s(?:we|they|you)\s(?:give|given)\saway)"
         r"(?!\sin\s(?:discounts|rebates))(?:\s(?P<x1>to\scustomers))?", DISCOUNTS, "money"),
    Turn(rf"(?P<fig>(?:what|how\smuch)\s(?:did|do|does))\s{KEPT}(?P<x1>(?:make|earn|bring|leave)(?:\sus)?\safter\s(?:the\s)?costs?"
         r"(?:\sof\s(?:the\s)?(?:goods|sales)(?:\ssold)?)?)", PROFIT, "money"),
    Turn(r"(?P<fig>(?:gross\s)?(?:profits?|earnings)\safter\s(?:the\s)?costs?(?:\sof\s(?:the\s)?(?:goods|sales)(?:\ssold)?)?)",
         PROFIT, "money"),
    Turn(r"(?P<fig>(?:what|how\smuch)\s(?:is|was|are|were)\s(?:(?:an?|the|our)\s)?(?:(?:average|typical|mean)\s)?"
         r"(?:order|basket|purchase)\sworth)(?:\s(?P<x1>on\saverage))?", AN_ORDER, "money"),
    Turn(r"(?P<fig>(?:average|typical|mean|avg)\s(?:order|basket|purchase)(?:'?s)?\sworth)", AN_ORDER, "money"),
    Turn(r"(?P<fig>hours\slost\s(?:to|through|by|from|because\sof|due\sto)\s(?:breakdowns?|outages?|stoppages?|failures?))",
         DOWN, "hours"),
    Turn(r"(?P<fig>(?:machine\s)?hours)\s(?P<x1>(?:(?:did|do|have)\s(?:we|they)\s(?:lose|lost)|(?:were|are|got|have\sbeen)\slost))",
         DOWN, "hours"),
    Turn(rf"(?P<fig>(?:how\smany\s)?(?:machine\s)?hours\s(?:did|do|does|have|has))\s{KEPT}(?P<x1>(?:lose|lost)"
         r"(?:\s(?:to|through|from|because\sof|due\sto)\s(?:breakdowns?|outages?|stoppages?|failures?|downtime))?)",
         DOWN, "hours"),
    Turn(r"(?P<fig>(?:lost|lose|loses)\s(?:the\s)?most\s(?:machine\s)?(?:hours|time))", DOWN, "hours", "highest"),
    Turn(rf"(?P<fig>how\s(?:late|punctual)\s{BE})", LATE, "mean"),
    Turn(r"(?P<fig>(?:the\s)?most\spunctual)", LATE, "mean", "lowest"),
    Turn(r"(?P<fig>(?:the\s)?(?:least\spunctual|most\sunpunctual))", LATE, "mean", "highest"),
)  # fmt: skip

STATE = re.compile(
    rf"(?<!\S)(?P<fig>(?:{BE}|stood|stayed|sat)\s(?P<state>\S+)\s(?:(?:for\s)?(?:the\s)?longest|"
    r"(?:the\s)?most(?:\s(?:hours|of\sthe\stime|time))?))(?!\S)"
)
"""How long something was in a state, ranked: "was down the longest", "stood idle most"."""
STATE_LONG = re.compile(
    rf"(?<!\S)(?P<fig>how\s(?:long|many\shours|much\stime)\s(?:{BE}|did|has|have|had))\s(?P<kept>{KEPT})"
    r"(?:(?P<x1>been|stood|stand|spent|spend)\s)?(?P<x2>(?P<state>\S+))(?=\s(?:in|on|at|over|for|since|during|last|this|"
    r"yesterday|today|by|per|each|[,?!])|$)"
)
"""How long something was in a state: "how long was Leipzig down last week"."""
STATE_SHARE = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:in|for)\s)?(?:(?:what|which|the)\s)?(?:share|percentage|percent|%|proportion|fraction)\sof\s"
    rf"(?:the\s|all\s|our\s)*(?:hours|time))\s(?:that\s)?(?P<kept>{KEPT})(?P<x1>{BE}(?:\sbeen)?)\s(?P<also>{KEPT})"
    r"(?P<x2>(?P<state>\S+))(?=\s(?:in|on|at|over|for|since|during|last|this|yesterday|today|by|per|each|[,?!])|$)"
)
"""Which part of the time something was in a state."""
