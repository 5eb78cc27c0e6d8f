"""Puts every golden question, in threads of work, and gives the verdicts in the file's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from infra.evaluation.asking import Asker
from infra.evaluation.golden import Golden, Question, steps
from infra.evaluation.verdict import Reference, Verdict, judge


def evaluate(
    golden: Golden,
    asker: Asker,
    reference: Reference,
    *,
    at_once: int = 2,
    told: Callable[[int], None] = lambda _: None,
) -> Iterator[Verdict]:
    """``told`` hears how many questions are done. Raises LocalError when one can't be put or checked.

    Questions that settle what a word means to the persona go first, one after the other: no other may learn from them.
    """
    settled = {q.id: _thread(q, asker, reference) for q in golden.questions if _settles(q)}
    with ThreadPoolExecutor(at_once) as pool:
        running = [
            pool.submit(settled.__getitem__, question.id)
            if question.id in settled
            else pool.submit(_thread, question, asker, reference)
            for question in golden.questions
        ]
        try:
            for number, found in enumerate(running, 1):
                yield from found.result()
                told(number)
        finally:
            for left in running:
                left.cancel()


def _settles(question: Question) -> bool:
    """The persona is asked back, and goes on in the thread."""
    return any(step.asking.expect.asked_back for step in list(steps(question))[:-1])


def _thread(question: Question, asker: Asker, reference: Reference) -> list[Verdict]:
    """A question and its follow-ups, one after the other in one thread."""
    verdicts: list[Verdict] = []
    thread: str | None = None
    for step in steps(question):
        answer = asker.ask(step.asking.ask, step.user, question.in_, thread)
        thread = answer.thread
        verdicts.append(judge(step, answer, reference))
    return verdicts
