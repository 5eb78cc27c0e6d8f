"""Connecting phrases of English, by what they do to the things around them."""

from __future__ import annotations

from infra.local.model.english.vocabulary import groups, word_set

MARKS = groups(
    {
        "by": (
            "by | per | for each | for every | each | every | in each | in every | split by | split across | "
            "broken down by | break down by | broken out by | broken down per | breakdown by | breakdown per | "
            "grouped by | group by | across | divided by | segmented by | sliced by | segment by | slice by | for "
            "the different | for the various | of each | of every | from each | by each"
        ),
        "not": (
            "anywhere but | anywhere except | anywhere other than | anywhere apart from | everywhere but | everywhere "
            "except | anyone but | anyone except | anyone other than | anybody but | anybody except | anything except "
            "| anything other than | everybody but | everybody except | "
            "everything but | everything except | everyone but | everyone except | all but | all except | anything but "
            "| neither | neither in | neither from | never | unless | not | excluding | exclude | excludes | except | "
            "except for | without | other than | apart from | aside from | but not | outside | outside of | ignoring | "
            "ignore | leaving out | leave out | not in | not from | not for | not including | not counting | "
            "not include | with no | no | non | and not | but no | is not | are not | that is not | but without | but "
            "not in | not the"
        ),
        "only": (
            "only | just | solely | limited to | limit to | restricted to | filter to | filter on | filtered to | "
            "filtered on | filtered by | filter by | filter for | narrow to | focus on"
        ),
        "versus": (
            "vs | versus | compared to | compared with | against | relative to | in comparison to | in comparison with "
            "| as opposed to | compare to | compare with | compared against | comparing to | comparing with | compares "
            "to | compares with | comparison with | comparison to | comparison against | in relation to"
        ),
        "compare": "compare | comparing | comparison of | comparison between | difference between",
        "apart": (
            "separately | individually | respectively | side by side | side-by-side | next to each other | one by one "
            "| on its own | on their own | each on its own | each on their own | split out | broken out | apart from "
            "each other | one line each | one row each | one number each | one figure each | a line each | a row each "
            "| a figure each | a number each | each on a line of its own | each separately | each individually | for "
            "each separately | each of them | for each of them"
        ),
        "pooled": "taken together | all together | put together | lumped together | added up | in total | as a whole",
        "and": "and | , | ; | / | or | plus | as well as | along with | together with | and also | nor",
        "is": "is | are | equals | equal to | = | was | were | being | : | is in | is equal to",
        "is_null": (
            "is missing | is empty | is null | is unknown | is not set | is blank | are missing | missing | "
            "are unknown | are blank | are empty | is not known | are not known | not known | is not filled | "
            "is not filled in | not filled in | left blank | is left blank | left empty | is left empty | is undefined"
        ),
        "gt": (
            "over | above | more than | greater than | exceeding | exceeds | exceed | exceeded | topped | topping | "
            "higher than | bigger "
            "than | larger than | longer than | older than | heavier than | > | is over | is above | in excess of | "
            "upwards of | beyond"
        ),
        "gte": (
            "at least | no less than | no fewer than | >= | not less than | not fewer than | minimum of | a minimum of "
            "| or more"
        ),
        "eq": "exactly | precisely | exactly at",
        "none_too": (
            "counting those with none | including those with none | including none | including those without any | "
            "those with none too | or none | or none at all"
        ),
        "some_only": (
            "counting only those with some | not counting those with none | without those with none | "
            "excluding those with none | but at least one | but at least 1"
        ),
        "lt": (
            "under | below | less than | fewer than | lower than | smaller than | shorter than | younger than | "
            "lighter than | quicker than | < | is under | is below"
        ),
        "lte": "at most | up to | no more than | <= | not more than | maximum of | a maximum of | or less | or fewer",
        "is_not_null": (
            "is not missing | is not null | is not empty | is not blank | is not unknown | is set | is known | is "
            "filled"
        ),
        "contains": ("containing | contains | contain | that contain | including the text | matching | with the text"),
        "starts_with": "startingwith",
        "ends_with": "endingwith",
        "howmany": (
            "how many | number of | count of | the number of | count | no of | how many different | how many "
            "distinct | how many unique | number of different | number of unique | number of distinct | total "
            "number of | headcount of | amount of | volume of | quantity of"
        ),
        "which": "which | what | who | whose",
        "howlong": "how long | how quickly | how fast | how slow | how slowly",
        "sort": (
            "sorted by | sort by | ordered by | ranked by | rank by | sort it by | sort them by | order it by | "
            "order them by | sort that by | sorted on | in order of | sort this by"
        ),
        "descending": (
            "descending | desc | in descending order | highest first | largest first | biggest first | "
            "top first | highest at the top | biggest on top | from high to low | "
            "high to low | from highest to lowest | highest to lowest"
        ),
        "ascending": (
            "ascending | asc | in ascending order | lowest first | smallest first | "
            "from low to high | low to high "
            "| from lowest to highest | lowest to highest"
        ),
        "best_first": "bestfirst",
        "worst_first": "worstfirst",
        "reverse": (
            "the other way round | other way round | the other way around | other way around | reverse | reversed | "
            "in reverse | in reverse order | reverse order | reverse the order | reverse it | flip it | flip the order "
            "| flip the sort | upside down | in the opposite order | in opposite order | opposite order"
        ),
        "share_of": "as_share_of",
        "share_of_too": "as_share_of_too",
        "share_of_whole": "as_share_of_every",
        "share_unclear": "as_share_of_all",
        "ratio_to": "as_ratio_to",
        "ratio_of": "as_ratio_of",
        "taken_off": "taken_off_by",
        "added": "added_up_with",
        "gap_of_both": "difference_of_both",
        "plan_beside": "plan_beside",
        "plan_both": "plan_both",
        "plan_missed": "plan_missed",
        "plan_met": "plan_met",
        "plan_beaten": "plan_beaten",
        "plan_lowest": "plan_lowest",
        "plan_highest": "plan_highest",
        "about": "what about | how about | what of",
        "table": (
            "as a table | in a table | into a table | to a table | as table | in table form | as a list | "
            "in tabular form | as tables | no chart | "
            "no charts | no graph | no graphs | without a chart | without chart | without charts | without the chart | "
            "without a graph | not as a chart | not a chart | table only | only a table | only the table | just a "
            "table | just the table | a table instead | table instead | drop the chart | remove the chart | hide the "
            "chart | drop the graph | remove the graph | put it in a table | put that in a table | put this in a "
            "table | put them in a table | put all that in a table | put it into a table | put that into a table | "
            "into a table | make it a table | make that a table"
        ),
        "number": (
            "as a big number | as big number | big number | as a number | as a single number | as one number | single "
            "number | just the number | only the number | as a kpi | as a kpi tile | as a figure | one big number"
        ),
        "chart": (
            "chart | graph | plot | as a chart | as a graph | charts | graphs | plots | in a chart | on a chart | draw "
            "| drawn | visualise | visualize | visualised | visualized | diagram"
        ),
        "line": (
            "line chart | line charts | line graph | line graphs | line plot | line diagram | linechart | as a line | "
            "as line | as lines | it a line | lines instead | a line instead"
        ),
        "bar": (
            "bar chart | bar charts | bar graph | bar graphs | bar plot | bar diagram | barchart | as a bar | as bars "
            "| as bar | with bars | it a bar | it bars | bars instead | column chart | column charts | column graph | "
            "as columns | horizontal bar chart | horizontal bars | vertical bar chart"
        ),
        "area": (
            "area chart | area charts | area graph | area plot | areachart | as an area | as area | as areas | it an "
            "area | an area instead"
        ),
        "pie": (
            "pie chart | pie charts | pie graph | pie diagram | pie plot | piechart | as a pie | as pie | as pies | in "
            "a pie | it a pie | a pie instead | pie instead | donut chart | doughnut chart | as a donut | as a doughnut"
        ),
        "pivot": (
            "pivot | pivot it | pivot this | pivot that | pivoted | pivot table | as a pivot | as a pivot table "
            "| cross table | as a cross table | crosstab | as a crosstab | cross tab | as a matrix | in a matrix "
            "| a matrix"
        ),
    }
)
COMPARISONS = ("gt", "gte", "lt", "lte", "eq")
"""Marks before a number that bounds something."""
TEXTS = ("contains", "starts_with", "ends_with")
"""Marks before a text that a name holds."""
EXACTLY = word_set("exactly precisely")
CHARTS = word_set("chart line bar area pie table pivot")
"""Marks that say how a result is to be shown."""
