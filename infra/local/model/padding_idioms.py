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
