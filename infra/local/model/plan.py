"""One message, with what was asked before -> what to do. A pure function of its arguments; never raises for a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agent_actions.semantic.certified import match
from agent_actions.semantic.certified_near import nearly
from agent_actions.semantic.meanings import said as settles
from agent_actions.semantic.request import MetricRequest
from infra.local.model import (
    about_figures,
    among_rows,
    asked_after,
    back_in_time,
    certified_replies,
    column_turns,
    compose,
    consistent,
    costing,
    counted,
    defining,
    enough,
    everyday,
    followup,
    having_any,
    held_to,
    history,
    idioms,
    intents,
    lacking,
    lead_over,
    leaving_out,
    listing,
    listing_figures,
    listing_ranks,
    listing_replies,
    lost_clauses,
    medians,
    of_the_listed,
    open_ended,
    owned,
    padding,
    padding_words,
    pair,
    placed,
    plan_words,
    plans,
    pointing,
    promised,
    ranked_in_each,
    reading,
    rephrase,
    reply_asks,
    reply_axes,
    reply_counts,
    reply_figures,
    reply_limits,
    reply_turns,
    share_of,
    shown_beside,
    slang,
    summed_fields,
    surroundings,
    the_others,
    things_with,
    under_way,
    unread,
    unsettled,
    verb_asks,
    when_done,
    who_did,
    whole_said,
    wishes,
    words,
)
from infra.local.model.answers import answered
from infra.local.model.answers import file_answered as files_answered
from infra.local.model.courtesy import plain
from infra.local.model.earlier import Earlier
from infra.local.model.file_data import about_data, matched_by
from infra.local.model.files import about_files, offered
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing_head import dates
from infra.local.model.outcomes import (
    Ask,
    AskFile,
    Explain,
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
    Unreachable,
)
from infra.local.model.parts import Parts
from infra.local.model.refusals import refuse
from infra.local.model.resolve import Resolver
from infra.local.model.set_beside import as_much
from infra.local.model.several import Several
from infra.local.model.signature import unsigned
from infra.local.model.spelling import Spelling
from infra.local.model.statement import statement
from infra.local.model.text import Token, tokenize

MAX_TEXT = 2_000
"""Characters of a message that is read as a question."""
COLUMN_WORDS = 4
"""Words of a reply that may name a column."""
MAX_DEPTH = 3
"""Questions back in a row that one reply can settle."""


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
            return _reply_built(Query(told), text, known, depth)
        if any(dates(done, d) for d in known.lexicon.model.datasets):  # of other things, which "they" are not
            return Unplaced((text.strip(" ?!."),))
    if found := enough.split(text):
        rest, most, said = found
        before = history.last_request(known.turns)
        whole = _plan(rest, known, depth) if rest else Query(before) if before else Unplaced((said,))
        cut = enough.cut(whole, most, said)
        return cut if rest else _reply_built(cut, text, known, depth)
    given, text = text, back_in_time.turned(plain(unsigned(text, known.lexicon), known.lexicon))
    if len(text) > MAX_TEXT:
        return refuse("too long", text[:80])
    if told := about_figures.asked(given, known.lexicon) or about_figures.asked(text, known.lexicon):
        return told
    whole = wishes.left_out(text, known.lexicon, follows=bool(known.turns))
    by = who_did.told(text, known)
    before = history.last_request(known.turns) if by != text else None
    if before and isinstance(unclear := _reply_built(Query(before), given, known, depth), Ask):
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
    if depth < MAX_DEPTH and (replied := _reply(whole, known, depth)):
        return replied
    if intents.wants_sql(normal) and not known.lexicon.lookup(tuple(normal.split())):
        call = history.last_call(known.turns)
        return ShowSql(call) if call else Talk(words.NO_SQL_YET, asks=True)
    if followup.goes_back(normal) and (undone := history.before_last(known.turns)):
        return Query(undone)
    if both := pair.answered(normal, known, lambda said, request: _changed(said, request, known, depth)):
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
    if earlier is None and (of_it := _of_the_explained(text, normal, outcome, known, depth)):
        outcome = of_it
    elif (
        earlier is None
        and (not isinstance(outcome, Query) or normal.startswith("by "))
        and (new := _of_the_list(text, said, tokens, known, depth))
    ):
        outcome = _reply_built(new, text, known, depth)
    elif earlier is None and depth < MAX_DEPTH and known.turns:
        outcome = _of_the_thread(outcome, text, known, depth)
    if isinstance(outcome, Query) and (read or left):
        said_so = [words.read_as(read)] if read else []
        said_so += [padding_words.left_out(left)] if left else []
        return replace(outcome, notes=(*outcome.notes, *said_so))
    return _or_offer(outcome, known)


def _changed(text: str, request: MetricRequest, known: Known, depth: int) -> Outcome | None:
    """What a message makes of this request, as if it had been the one before."""
    earlier = followup.earlier(request, known.lexicon)
    try:
        return _change(text, tokenize(text), known, earlier, depth) if earlier else None
    except Stop as stop:
        return stop.outcome


def _of_the_explained(text: str, normal: str, outcome: Outcome, known: Known, depth: int) -> Query | Explain | None:
    """What a message asks of the figure that was explained just before: "so how many did we have in October?".

    "And a new customer?" asks what that is, and for no number.
    """
    last = known.turns[-1] if known.turns and depth < MAX_DEPTH else None
    told = plan(last.question, replace(known, turns=known.turns[:-1]), depth + 1) if last and last.by_asker else None
    if not isinstance(told, Explain) or len(told.metrics) != 1:
        return None
    asked = outcome
    if not isinstance(outcome, Query):
        asked = _changed(text, MetricRequest(metrics=told.metrics), known, depth)
    if not isinstance(asked, Query):
        return None
    other = asked.request.metrics not in ((), told.metrics) and followup.starts_as_followup(normal)
    if other and asked.request == MetricRequest(metrics=asked.request.metrics):
        return Explain(asked.request.metrics, text)
    return None if asked is outcome else asked


def _of_the_list(text: str, said: Sequence[Token], tokens: Sequence[Token], known: Known, depth: int) -> Outcome | None:
    """What a message makes of the list before it."""
    before = history.last_request(known.turns)
    if before is None:
        return None
    try:
        items, parts = reading.read(text, tokens, known, False)
    except Stop:
        items, parts = (), Parts()
    if items and not before.metrics and (figures := listing_figures.asked(tokens, items, parts, before, known)):
        return figures
    if bounded := None if before.metrics else reply_limits.rebounded(said, before, known.lexicon):
        return Query(bounded)
    if items and (again := listing_replies.changed(said, items, before, known)):
        return again
    afresh = lambda said: plan(said, replace(known, turns=()), depth + 1)  # noqa: E731
    change = lambda said, request: _changed(said, request, known, depth)  # noqa: E731
    return listing_ranks.changed(text, before, known.lexicon, afresh, change) if depth < MAX_DEPTH else None


def _of_the_thread(outcome: Outcome, text: str, known: Known, depth: int) -> Outcome:
    """What a message with no figures before it makes of a list, a certified question, or one that was not answered."""
    listed = None if isinstance(outcome, Query) else history.last_request(known.turns)
    afresh = lambda said: plan(said, replace(known, turns=()), depth + 1)  # noqa: E731
    if listed and (of_each := things_with.in_reply(text, listed, known.lexicon, afresh)):
        return _reply_built(of_each, text, known, depth)
    try:
        parts, normal, points = _reply_parts(text, known)
        if not unread.depends(parts, normal, points=points):
            return outcome
        opener = unread.opener(known.turns, lambda said: _reply_parts(said, known))
    except Stop:
        return outcome
    certified = None if opener else certified_replies.last(known)
    if certified and (again := certified.again(text, lambda said: _reply_parts(said, known)[0])):
        return again
    if isinstance(outcome, Unplaced) and parts.unknown:
        return outcome
    if certified:
        return certified.refused(text)
    asked = replace(known, meanings={})
    plan_of = lambda said, turns: plan(said, replace(asked, turns=turns), depth + 1)  # noqa: E731
    return (unread.retried(text, parts, opener, plan_of) if opener else None) or outcome


def _reply_parts(text: str, known: Known) -> tuple[Parts, str, bool]:
    """The parts of a message read as a change, its folded words, and whether it points back; empty if it is unclear."""
    said = rephrase.reworded(
        Spelling(known.lexicon).mend(slang.expanded(tokenize(text), known.lexicon)[0])[0], known.lexicon
    )
    try:
        items, parts = reading.read(text, idioms.read(said, known.lexicon), known, True)
    except Stop:
        return Parts(), intents.normal(said), False  # it asks back for a date in it
    return parts, intents.normal(said), pointing.back(said, items, known.lexicon) is not None


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
        return _reply_built(rows, text, known, depth)
    change = lambda said, request: _changed(said, request, known, depth)  # noqa: E731
    if earlier is not None and (ranked := shown_beside.in_reply(text, earlier, known.lexicon, change)):
        return ranked
    if earlier is not None and (changed := _change(text, said, known, earlier, depth)):
        return changed
    tokens, again = back_in_time.said_again(text, tokens, known.span(earlier), known.lexicon)
    figures_of = lambda: things_with.read(text, known.lexicon, afresh) if depth < MAX_DEPTH else None  # noqa: E731
    try:
        items, parts = reading.read(text, tokens, known, False)
    except Stop:
        if of_each := figures_of():
            return of_each
        raise
    listed = None if parts.hours else listing.read(said, items, known.lexicon)  # a list would lose them
    if listed := listed or figures_of():
        held_to.check(text, listed.request, None, known.lexicon)
        return listed
    back_in_time.settle(parts, again)
    pointing.check(said, items, parts, known.lexicon, known.turns)
    lost_clauses.of_each_thing(parts, items, tokens)
    Several(items, parts, known.lexicon, text).check()
    counted.of_values(parts, known.lexicon)
    verb_asks.check(parts, text, known.lexicon)
    placed.check(items, parts, known.lexicon)
    owned.check(parts, items, said, known.lexicon)
    lead_over.check(items, parts)
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
    query = compose.fresh(parts, meant, known.lexicon.reach, known.today, known.week_start)
    if listing.wanted(text, items, query.request, known.lexicon):
        raise Stop(refuse("list", "list"))
    column_turns.check(query.request, text, known.lexicon)
    held_to.check(text, query.request, None, known.lexicon)
    return _noted(query, parts, known.lexicon, known.today)


def _change(text: str, tokens: Sequence[Token], known: Known, earlier: Earlier, depth: int) -> Outcome | None:
    """What a message makes of the question before; None when it asks a question of its own."""
    moved, given, whole_text = None, text, text
    plainly = reply_asks.judged(among_rows.added(text, earlier, known.lexicon), earlier, known.lexicon)
    span = known.span(earlier)
    plainly = back_in_time.against(plainly, span)
    if shift := back_in_time.shifted(plainly, span, known.today):
        plainly, moved = shift
    plainly = back_in_time.kept(plainly, span)
    plainly = share_of.of_shown(plainly, earlier.request, known.lexicon)
    under = span is not None and span.unit == "month" and span.start <= known.today <= span.end
    given, plainly = plainly, as_much(plainly) if under else plainly
    days = given != plainly
    if plainly != text:
        text = plainly
        tokens = Spelling(known.lexicon).mend(slang.expanded(tokenize(text), known.lexicon)[0])[0]
        tokens = plan_words.read(tokens, known.lexicon)
        tokens = costing.in_thread(tokens, earlier.request, known.lexicon)
    if of_rows := reply_counts.changed(tokens, earlier, known.lexicon):
        return _reply_built(Query(of_rows), text, known, depth)
    if limit := reply_limits.changed(tokens, earlier, known.lexicon):
        return _reply_built(Query(limit), text, known, depth)
    tokens = reply_limits.without_rows(tokens, earlier, known.lexicon)
    tokens = summed_fields.read(tokens, known.lexicon, earlier.metrics)
    tokens = reply_figures.put(followup.figure_meant(tokens, earlier, known.lexicon), earlier, known.lexicon)
    whole = reply_asks.priced(tokens, earlier)
    said = rephrase.reworded(whole, known.lexicon)
    said = whole_said.read(reply_asks.put(said, earlier, known.lexicon), known.lexicon)
    said = the_others.named(said, earlier.request, known.lexicon)
    said = lacking.unnamed(said, known.lexicon, reply_axes.told(earlier.request, known.lexicon))
    tokens = idioms.read(said, known.lexicon)
    items, parts = reading.read(text, tokens, known, True)
    if (pointer := pointing.back(said, items, known.lexicon)) and pointer.noun:
        said = pointing.bare(said, pointer, earlier, known.lexicon, known.today, known.week_start)
        tokens = idioms.read(said, known.lexicon)
        items, parts = reading.read(text, tokens, known, True)
    if pointer:
        pointing.counted(parts, pointer, said, earlier)
    among_rows.check(parts, said, earlier, known.lexicon)
    followup.rows_meant(parts, earlier, known.lexicon)
    followup.rows_alone(parts, known.lexicon)
    followup.number_meant(parts, earlier)
    share_of.settle(parts, items, text, earlier, known.lexicon)
    if moved:
        parts.periods = [moved]
    if not earlier.request.compare:
        back_in_time.beside(text, parts, span)
    reply_limits.bounds_rows(parts, intents.normal(said))
    having_any.asked(parts, items, tokens, earlier, known.lexicon)
    ranked_in_each.check(items, said, parts, earlier.request)
    if not pointer and not followup.builds_on(parts, intents.normal(tokens), earlier):
        return None
    reply_asks.check(said, parts, earlier, known.lexicon)
    if parts.grain and pointing.same_again(said):
        parts.flags.add("same")
    if pointer:
        pointing.keep_listed(parts, said, pointer, earlier, known.lexicon)
    verb_asks.check(parts, text, known.lexicon, earlier.metrics)
    placed.check(items, parts, known.lexicon)
    ahead = any(m.terms for m in earlier.metrics) or bool(earlier.request.order and not earlier.request.compare)
    lead_over.check(items, parts, beside=ahead)
    narrowed = history.narrowed(known.turns)
    followup.rows_said(parts, said)
    changed = followup.merge(parts, earlier, known.lexicon, known.today, known.week_start, narrowed)
    if days and isinstance(changed, Query) and changed.request.compare not in ("previous_period", "previous_year"):
        raise Stop(refuse("comparison"))
    if not isinstance(changed, Query):
        return changed
    changed = of_the_listed.conditions(changed, earlier.request, parts, said, known.lexicon)
    changed = whole_said.settled(changed, parts, said, earlier, known.lexicon)
    drilled = reply_axes.drilled(earlier.request, changed.request)
    changed = replace(changed, request=reply_axes.of_the_things(earlier.request, drilled, known.lexicon))
    changed = replace(changed, request=plans.unscoped(changed.request, earlier.request, known.lexicon))
    changed = plans.scoped(changed, earlier.request, known.lexicon)
    column_turns.check(changed.request, text, known.lexicon, earlier.request.metrics)
    pointer = pointer or (pointing.back(whole, items, known.lexicon) if earlier.request.limit == 1 else None)
    if pointer:
        changed = pointing.same_days(changed, earlier, known.days)
        pointing.check_dated(changed, earlier, pointer.text, known.lexicon)
        changed = pointing.same_rows(changed, earlier, parts, pointer.text)
    reply_axes.check(parts, earlier.request, changed.request, known.lexicon)
    built = _built(changed, whole_text, parts, known, depth)
    if not isinstance(built, Query):
        return built
    changed = built
    held_to.check(given, changed.request, earlier.request, known.lexicon)
    return _noted(changed, parts, known.lexicon, known.today, earlier)


def _built(changed: Query, text: str, parts: Parts, known: Known, depth: int) -> Query | Ask:
    """The reply's answer, or the question what it builds on where the message before it came to nothing."""
    if depth >= MAX_DEPTH:
        return changed
    asked = replace(known, meanings={})
    again = lambda turn, before: plan(turn.question, replace(asked, turns=before), depth + 1)  # noqa: E731
    return unsettled.checked(changed, text, known.turns, parts, again, lambda said: _parts(said, known))


def _reply_built(outcome: Outcome, text: str, known: Known, depth: int) -> Outcome:
    """The same for an answer that was read from the words of the reply alone."""
    if not isinstance(outcome, Query) or not unsettled.since(known.turns).lost:
        return outcome
    return _built(outcome, text, _reply_parts(text, known)[0], known, depth)


def _parts(text: str, known: Known) -> Parts:
    tokens = idioms.read(rephrase.reworded(tokenize(text), known.lexicon), known.lexicon)
    return reading.read(text, tokens, known, True)[1]


def _noted(query: Query, parts: Parts, lexicon: Lexicon, today: date, before: Earlier | None = None) -> Query:
    query = replace(query, request=consistent.check(query.request, parts, lexicon, before.request if before else None))
    query = under_way.left_out(query, lexicon, today)
    notes = consistent.differences(query.request.metrics, lexicon, beside=parts.versus or parts.compare)
    taken = [taken for taken, _ in parts.chosen] + [words.field_chosen(*turn) for turn in parts.meant]
    notes += [how for _, how in parts.chosen if how]
    notes += plans.check(query.request, lexicon, today)
    return replace(query, notes=(*query.notes, *notes), taken=(*taken, *query.taken))


def _reply(text: str, known: Known, depth: int) -> Outcome | None:
    """The pending question with this message as its answer, when the last turn asked back or named a word unknown."""
    last = known.turns[-1] if known.turns else None
    if last is None or not last.by_asker or last.outcome not in ("asked_back", "refused"):
        return None
    before = replace(known, turns=known.turns[:-1], meanings={})
    pending = plan(last.question, before, depth + 1)
    if isinstance(pending, Ask) and pending.slot == "base":
        settled = replace(known, turns=unsettled.since(before.turns).settled)
        return plan(last.question, settled, depth + 1) if unsettled.agreed(text) else None
    if last.outcome == "refused" and not isinstance(pending, Unplaced | Unreachable):
        return None
    if isinstance(pending, FileQuery) and last.outcome == "asked_back":
        # it was asked which column of the file is meant, once its columns were known
        pending = AskFile("", (text.strip(),) if len(text.split()) <= COLUMN_WORDS else (), "column")
    if isinstance(pending, Unplaced) and leaving_out.agreed(text):
        found = leaving_out.rest(last.question, pending, before, lambda shorter: plan(shorter, before, MAX_DEPTH))
        return leaving_out.said_so(found) if found else None
    if isinstance(pending, AskFile):
        whole = files_answered(text, last.question, pending)
        return plan(whole, before, depth + 1) if whole else None
    if isinstance(pending, Ask) and pending.about:
        before = replace(before, turns=())
    question = answered(text, last, pending, known.lexicon)
    if question is None or re.sub(r"\W", "", question) == re.sub(r"\W", "", last.question):
        return None
    return plan(question, before, depth + 1)
