"""Case 17: two questions of one person in one thread at once are taken one after the other."""

from infra.local.aws.faults import Fault
from infra.local.model.port import Say
from tests.adversarial.obedient import Puppet

AGENT = "bedrock-agent-runtime/InvokeAgent"


def test_the_second_waits_for_the_first(puppet: Puppet) -> None:
    texts = ("serial first", "serial second", "serial third")
    for text in texts:
        puppet.model.scripts[text] = (Say((f"Answer to {text}.",)),)
    puppet.stack.aws.faults.add(AGENT, Fault("slow", delay_s=0.3, times=2))
    first = puppet.office.say(texts[0])
    others = [puppet.office.say(text, thread_ts=first["ts"]) for text in texts[1:]]
    records = [puppet.office.done(message) for message in (first, *others)]
    assert [record.text for record in records] == [f"Answer to {text}." for text in texts]
    shown = [message["ts"] for message in puppet.office.answers(first)]
    assert shown == [ts for record in records for ts in record.reply_ts]
