"""One message, with what was asked before -> what to do. A pure function of its arguments; never raises for a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.certified import match
from agent_actions.semantic.certified_near import nearly
from agent_actions.semantic.meanings import said as settles
from infra.local.model import compose, held_to, intents, placed, reading
from infra.local.model.around import idioms, padding, plan_words, slang, surroundings, wishes
from infra.local.model.around.courtesy import plain
from infra.local.model.around.signature import unsigned
from infra.local.model.around.spelling import Spelling
from infra.local.model.bounding import counted, lost_clauses, owned
from infra.local.model.english import padding_words
from infra.local.model.english.text import Token, tokenize
from infra.local.model.everyday import breakdowns, costing, everyday, verb_asks
from infra.local.model.figures import about_figures, column_turns, defining, medians
from infra.local.model.files.file_data import about_data, matched_by
from infra.local.model.files.files import about_files, offered
from infra.local.model.known import Known
from infra.local.model.listing import (
    listing,
    listing_replies,
    of_those_named,
    rows_or_number,
    things_with,
    when_done,
)
from infra.local.model.listing.listing_head import dates
from infra.local.model.noting import noted
from infra.local.model.outcomes import (
    Ask,
    FileQuery,
    OfferCertified,
    Outcome,
    Query,
    Refuse,
    RunCertified,
    RunSql,
    Settle,
    ShowSql,
    Stop,
    Talk,
    Unplaced,
)
from infra.local.model.parts_of import promised
from infra.local.model.ranking import enough, lead_over, noun_before_figure, ranked_in_each, shown_beside
from infra.local.model.resolve import Resolver
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.several import Several
from infra.local.model.statement import statement
from infra.local.model.threads import (
    answers,
    asked_after,
    followup,
    history,
    leaving_out,
    pair,
    pointing,
    reply_counts,
    reply_limits,
    reply_turns,
    who_did,
)
from infra.local.model.threads.changing import MAX_DEPTH, Changing, made_of, reply_built
from infra.local.model.threads.earlier import Earlier
from infra.local.model.threads.thread import Thread
from infra.local.model.times import back_in_time, open_ended

MAX_TEXT = 2_000
"""Characters of a message that is read as a question."""


def plan(text: str, known: Known, depth: int = 0) -> Outcome:
    """What to do with a message."""
    if depth == 0:
        return _planned(text, replace(known, planned={}), depth)
    key = (text, *map(id, known.turns), depth, tuple(known.meanings.items()))
    if key not in known.planned:
        known.planned[key] = _planned(text, known, depth)
    return known.planned[key]


def _planned(text: str, known: Known, depth: int) -> Outcome:
    if sql := statement(text):
        return RunSql(sql)
    if beside := about_data(text, known, plan):
        by, of = matched_by(text)
        return replace(beside, by=by, of=of) if isinstance(beside, FileQuery) else beside
    if found := match(known.lexicon.model, text, known.today):
        return RunCertified(found[0].name, found[1])
    near = nearly(known.lexicon.model, text, known.today) if len(text) <= MAX_TEXT else None
    if near and near.same:
        return RunCertified(near.question.name, near.given)
    outcome = open_ended.settled(_within(text, known, depth), text, known)
    if depth < MAX_DEPTH and isinstance(outcome, Ask) and (sole := answers.sole(text, outcome)):
        meant = plan(sole, known, depth + 1)
        taken = f"{outcome.query} = {outcome.options[0].label.casefold()}"
        outcome = replace(meant, taken=(*meant.taken, taken)) if isinstance(meant, Query) else outcome
    outcome = promised.kept(outcome, text, known.lexicon)
    asked = outcome.words if isinstance(outcome, Unplaced) else ()
    if isinstance(outcome, Unplaced | Ask) and intents.changes_rows(intents.normal(tokenize(text)), asked):
        return refuse("write", text[:80])
    if depth == 0 and isinstance(outcome, Unplaced):
        outcome = leaving_out.offered(text, outcome, known, lambda shorter: plan(shorter, known, MAX_DEPTH))
    if near and isinstance(outcome, Unplaced | Ask | Talk) and not (isinstance(outcome, Talk) and not outcome.asks):
        return OfferCertified(near.text, near.over, outcome)
    return outcome


def _within(text: str, known: Known, depth: int) -> Outcome:
    """The question of a message, without what surrounds it where that surely limits nothing."""
    before = known.earlier.request if known.earlier else None
    asked = lambda question: asked_after.check(_plan(question, known, depth), question, known.lexicon, before)  # noqa: E731
    if len(text) > MAX_TEXT or known.files:
        return asked(text)
    return surroundings.without(text, known.lexicon, known.today, asked)


def _plan(text: str, known: Known, depth: int) -> Outcome:
    if asked := about_files(text, known):
        return asked
    if settles(known.lexicon.model, text):
        return Settle(text.strip())
    if known.turns and (done := when_done.asked(text)) and (before := history.last_request(known.turns)):
        if told := when_done.shown(done, before, known.lexicon):
            return reply_built(Query(told), text, known, depth, plan)
        if any(dates(done, d) for d in known.lexicon.model.datasets):  # of other things, which "they" are not
            return Unplaced((text.strip(" ?!."),))
    if found := enough.split(text):
        rest, most, said = found
        before = history.last_request(known.turns)
        whole = _plan(rest, known, depth) if rest else Query(before) if before else Unplaced((said,))
        cut = enough.cut(whole, most, said)
        return cut if rest else reply_built(cut, text, known, depth, plan)
    given, text = text, back_in_time.turned(plain(unsigned(text, known.lexicon), known.lexicon))
    if len(text) > MAX_TEXT:
        return refuse("too long", text[:80])
    if told := about_figures.asked(given, known.lexicon) or about_figures.asked(text, known.lexicon):
        return told
    whole = wishes.left_out(text, known.lexicon, follows=bool(known.turns))
    by = who_did.told(text, known)
    before = history.last_request(known.turns) if by != text else None
    if before and isinstance(unclear := reply_built(Query(before), given, known, depth, plan), Ask):
        return unclear
    text = reply_limits.enough(reply_counts.plainly(by, known), known.turns)
    text = reply_turns.off_from(text) if known.turns else text
    text = wishes.left_out(text, known.lexicon, follows=bool(known.turns))
    text, left = padding.unpadded(text, known.lexicon, known.today)
    tokens, short = slang.expanded(tokenize(text), known.lexicon)
    tokens, slips = Spelling(known.lexicon).mend(tokens)
    read = (*short, *slips)
    tokens = plan_words.read(tokens, known.lexicon)
    tokens = costing.in_thread(tokens, history.last_request(known.turns), known.lexicon)
    normal = intents.normal(tokens)
    said = everyday.read(tokens, known.lexicon)
    tokens = idioms.read(said, known.lexicon)
    if talk := intents.small_talk(normal):
        return talk
    if intents.writes(normal):
        return refuse("write", text[:80])
    if depth < MAX_DEPTH and (replied := Thread(whole, known, depth, plan).settled()):
        return replied
    if intents.wants_sql(normal) and not known.lexicon.lookup(tuple(normal.split())):
        call = history.last_call(known.turns)
        return ShowSql(call) if call else Talk(words.NO_SQL_YET, asks=True)
    if followup.goes_back(normal) and (undone := history.before_last(known.turns)):
        return Query(undone)
    if both := pair.answered(normal, known, lambda said, request: made_of(said, request, known, depth, plan)):
        return both
    earlier = known.earlier
    if earlier and (moved := pair.difference(known.turns, normal, known.today, known.week_start)):
        earlier = followup.earlier(moved, known.lexicon)
    about = intents.about_catalogue(normal, known.lexicon, [m.name for m in earlier.metrics] if earlier else [])
    if about := about or defining.asked(text, known.lexicon):
        return about
    try:
        medians.check(tokens, known.lexicon)
        outcome = _question(text, tokens, said, normal, known, earlier, depth)
    except Stop as stop:
        outcome = stop.outcome
        if isinstance(outcome, Refuse) and not outcome.query:
            outcome = replace(outcome, query=text[:80])
    thread = Thread(text, known, depth, plan)
    if earlier is None and (of_it := thread.of_the_explained(normal, outcome)):
        outcome = of_it
    elif (
        earlier is None
        and (not isinstance(outcome, Query) or normal.startswith("by "))
        and (new := thread.of_the_list(said, tokens))
    ):
        outcome = reply_built(new, text, known, depth, plan)
    elif earlier is None and depth < MAX_DEPTH and known.turns:
        outcome = thread.figure_of_the_listed(outcome) or thread.without_figures(outcome)
    if isinstance(outcome, Query) and (read or left):
        said_so = [words.read_as(read)] if read else []
        said_so += [padding_words.left_out(left)] if left else []
        return replace(outcome, notes=(*outcome.notes, *said_so))
    return _or_offer(outcome, known)


def _or_offer(outcome: Outcome, known: Known) -> Outcome:
    """Words that came with a file and ask nothing that is known: what can be done with it."""
    unclear = isinstance(outcome, Unplaced) or (isinstance(outcome, Talk) and outcome.asks)
    return (unclear and offered(known)) or outcome


def _question(
    text: str,
    tokens: Sequence[Token],
    said: Sequence[Token],
    normal: str,
    known: Known,
    earlier: Earlier | None,
    depth: int,
) -> Outcome:
    """``said``: the tokens before turns of English were taken out of them."""
    afresh = lambda said: plan(said, replace(known, turns=()), depth + 1)  # noqa: E731
    if earlier is not None and (rows := listing_replies.of_counted(normal, earlier, known.lexicon, afresh)):
        return reply_built(rows, text, known, depth, plan)
    if depth < MAX_DEPTH and (of_each := of_those_named.in_reply(text, known.turns, known.lexicon, afresh)):
        return of_each
    if earlier is not None:
        listing_replies.check_which(normal, earlier.request)
    change = lambda said, request: made_of(said, request, known, depth, plan)  # noqa: E731
    if earlier is not None and (ranked := shown_beside.in_reply(text, earlier, known.lexicon, change)):
        return ranked
    if earlier is not None and (changed := Changing(text, said, known, earlier, depth, plan).outcome()):
        return changed
    tokens, again = back_in_time.said_again(text, tokens, known.span(earlier), known.lexicon)
    figures_of = lambda: things_with.read(text, known.lexicon, afresh) if depth < MAX_DEPTH else None  # noqa: E731
    try:
        items, parts = reading.read(text, tokens, known, False)
    except Stop:
        if of_each := figures_of():
            return of_each
        raise
    back = known.turns and pointing.back(said, items, known.lexicon)  # "list them with brand"
    listed = None if parts.hours or back else listing.read(said, items, known.lexicon)  # a list would lose them
    if listed := listed or figures_of():
        rows_or_number.check(listed.request, said, parts, text, known.lexicon)
        held_to.check(text, listed.request, None, known.lexicon)
        return listed
    back_in_time.settle(parts, again)
    pointing.check(said, items, parts, known.lexicon, known.turns)
    lost_clauses.of_each_thing(parts, items, tokens)
    Several(items, parts, known.lexicon, text).check()
    counted.of_values(parts, said, known.lexicon)
    verb_asks.check(parts, text, known.lexicon)
    placed.check(items, parts, known.lexicon)
    owned.check(parts, items, said, known.lexicon)
    lead_over.check(items, parts)
    noun_before_figure.settle(parts, tokens, known.lexicon)
    ranked_in_each.check(items, tokens, parts, None)
    if parts.empty:
        if followup.starts_as_followup(normal) or parts.flags or parts.figures:
            return Talk(words.NOTHING_BEFORE, asks=True)
        return Talk(words.EMPTY, asks=True)
    for item in (*parts.drops, *parts.gone):
        raise Stop(Unplaced((item.text,), item.start, item.end))
    if parts.reverse:
        raise Stop(Unplaced((parts.reverse,)))
    if parts.dropped_figures:
        raise Stop(Unplaced((parts.dropped_figures[0],)))
    meant = Resolver(known.lexicon, parts).resolve()
    breakdowns.of_the_one(parts, tokens)
    query = compose.fresh(parts, meant, known.lexicon.reach, known.today, known.week_start)
    if listing.wanted(text, items, query.request, known.lexicon):
        raise Stop(refuse("list", "list"))
    rows_or_number.check_counted(query.request, items, text, known.lexicon)
    column_turns.check(query.request, text, known.lexicon)
    held_to.check(text, query.request, None, known.lexicon)
    return noted(query, parts, known.lexicon, known.today)
