"""Set phrases around a question, as patterns: they say why, by when and how it is asked, never what."""

from __future__ import annotations

import re

IDIOMS = re.compile(
    r"""\b(?:
      (?:sanity|gut|reality|quick)\s+check(?=\s*[:,–—-])
    | heads\s+up(?=\s*[:,.!–—-])
    | (?:(?:just\s+)?trying\s+to\s+|help\s+me\s+|help\s+us\s+)?settle\s+(?:a|an|this)\s+(?:bet|argument|debate|dispute)
        (?:\s+for\s+(?:me|us))?(?=\s*[:,.!–—-])
    | reporting\s+time(?:\s+again)?(?=\s*[:,.!–—-])
    | if\s+(?:it(?:\s+is|['’]?s)|that(?:\s+is|['’]?s))\s+not\s+too\s+much\s+(?:trouble|work|effort|to\s+ask)
    | (?:sorry\s+)?if\s+(?:this|that|it)\s+(?:has|was|have)\s+(?:been\s+)?(?:already\s+)?asked(?:\s+(?:before|already))?
    | (?:i\s+)?hope\s+(?:this|it)(?:\s+is|['’]?s)\s+the\s+right\s+(?:channel|place|person|bot)(?:\s+to\s+ask)?
    | (?<=[,.;:!?–—-]\s)(?:this|it)(?:\s+is|['’]?s)\s+(?:very\s+|quite\s+|super\s+|rather\s+|kind\s+of\s+)?urgent
    | let(?:['’]?s|\s+us|\s+me)\s+start\s+(?:simple|easy|small|with\s+something\s+(?:simple|easy))
    | (?<=for\s)(?:tomorrow|monday|tuesday|wednesday|thursday|friday)['’]?s\s+
        (?:meeting|standup|stand-up|call|presentation|all-?hands|workshop)(?=\s*[:,–—-])
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
WORKING = re.compile(
    r"\b(?:(?:i|we)(?:\s+am|\s+are|['’]?m|['’]?re)\s+)?(?:currently\s+|just\s+)?"
    r"(?:working\s+on|preparing|writing|finishing|updating|drafting|doing|putting\s+together|filling\s+in)\s+"
    r"(?:my|our|the|a|an|this)\s+(?:(?:next|first|final|new|board|weekly|monthly|quarterly|annual|yearly|internal)\s+)*"
    r"(?:review|report|deck|presentation|slides|newsletter|plan|budget|update|summary|agenda|briefing|memo)"
    r"(?=\s*[:,.–—]|\s+-\s)",
    re.IGNORECASE,
)
SAY = re.compile(
    r",?\s*\b(?:let['’]?s\s+)?say\b,?(?=\s+(?:at\s+least|at\s+most|more\s+than|less\s+than|fewer\s+than|over|above|under|"
    r"below|min(?:imum)?|max(?:imum)?|\d))",
    re.IGNORECASE,
)
"""Before a number that was picked at will: "with, say, 50 pieces"."""
SAME_DAYS = re.compile(
    r"(?<=\w)\s*[,(]?\s*(?:(?:for|over|in)\s+)?(?:the\s+)?same\s+(?:period|days|dates|stretch|time\s?frame)\)?(?=\W*$)",
    re.IGNORECASE,
)
UNDER_WAY = re.compile(
    r"(?=.*\b(?:vs|versus|against|compared|than)\b)(?=.*\b(?:this\s+(?:fiscal\s+)?(?:year|quarter|month|week)|to\s+date|so\s+far|"
    r"[ymqw]td)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""A time that is not over beside another: of that the same days are taken anyway."""
COMES_TO = re.compile(
    r"\b(?:comes?|came|adds?\s+up|added\s+up|r[ua]n|sums?\s+up)\s+to(?=\s*[,?.!]|\s*$|\s+(?:in|on|for|by|per|over|last|this|since|so\s+far|"
    r"month|year|quarter|week|yesterday|today|between|during|[ymqw]td)\b)",
    re.IGNORECASE,
)
ASKS_MUCH = re.compile(r"\W*(?:(?:and|so|ok|then)\s+)?(?:what|how\s+much)\s+(?:do|does|did|has|have)\b", re.IGNORECASE)
"""What a figure "comes to" is the figure."""
UNKNOWN_TOO = re.compile(
    r",?\s*\b(?:including|incl\.?|also|plus)\s+(?:the\s+|any\s+)?(?:unknowns?(?:\s+(?:ones?|values?))?"
    r"|(?:those|ones)\s+(?:where|whose|for\s+(?:which|whom))\s+(?:it\s+is\s+(?:unknown|not\s+known|empty)"
    r"|we\s+(?:do\s?n['’]?t|do\s+not)\s+know(?:\s+(?:it|that|this))?)"
    r"|(?:those|ones)\s+(?:without(?:\s+(?:one|any))?|with\s+(?:none|no\s+value)|that\s+have\s+none))(?=\s*[,.?!]|\s*$)",
    re.IGNORECASE,
)
BROKEN_DOWN = re.compile(r"\b(?:by|per|each|every)\b", re.IGNORECASE)
"""A breakdown shows what has no value anyway."""
