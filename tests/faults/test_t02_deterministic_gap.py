"""T2: the smallest gap: A takes id 1, B takes id 2 and commits, then A commits."""

import psycopg

from tests.harness.publication import Publication

INSERT = "INSERT INTO orders (product, price, security_check) VALUES ('Cup', 3.20, true)"


def test_the_later_id_waits_for_the_earlier_transaction(publication: Publication) -> None:
    dsn = publication.sources["source1"]
    with psycopg.connect(dsn) as a, psycopg.connect(dsn) as b:
        a.execute(INSERT)
        b.execute(INSERT)
        b.commit()
        publication.publish()
        while_a_is_open = publication.sent
        a.commit()
    publication.publish()

    assert while_a_is_open == []
    assert publication.sent == [("source1", 1), ("source1", 2)]


def test_an_id_taken_first_by_the_later_transaction_is_sent_after_it(publication: Publication) -> None:
    dsn = publication.sources["source1"]
    with psycopg.connect(dsn) as a, psycopg.connect(dsn) as b:
        # The first id after a checkpoint of the server is written to the WAL, which assigns a transaction id.
        b.execute(INSERT)
        b.commit()
        id_of_a = a.execute("SELECT nextval('orders_id_seq')").fetchone()
        b.execute(INSERT)
        b.commit()
        publication.publish()
        before_a_writes = publication.sent
        a.execute("INSERT INTO orders (id, product, price, security_check) VALUES (%s, 'Cup', 1, true)", id_of_a)
        a.commit()
    publication.publish()

    assert before_a_writes == [("source1", 1), ("source1", 3)]
    assert publication.sent == [("source1", 1), ("source1", 3), ("source1", 2)]
