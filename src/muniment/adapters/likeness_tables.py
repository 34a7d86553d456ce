"""The tables of ``derived/likeness.db``: sketches, verdicts and clusters, all to be had anew from the ledger."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

info = Table("info", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

sketch = Table(
    "sketch",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, comment="of the reading that was sketched"),
    Column("sha256", String(64), nullable=False),
    Column("terms", Integer, nullable=False),
    Column("recognised", Float, nullable=False, comment="share of its terms that were recognised in pictures"),
    Column("words", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False, comment="little-endian, 32 bits each; the prints likewise"),
    Column("short_prints", LargeBinary, nullable=False),
    Column("long_prints", LargeBinary, nullable=False),
)

page_sketch = Table(
    "page_sketch",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("terms", Integer, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

verdict = Table(
    "verdict",
    metadata,
    Column("left", Integer, primary_key=True, comment="reading; the smaller id"),
    Column("right", Integer, primary_key=True),
    Column("kind", String, nullable=False, comment="of left to right"),
    Column("similarity", Float, nullable=False),
    Column("jaccard", Float, nullable=False),
    Column("left_in_right", Float, nullable=False),
    Column("right_in_left", Float, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("bounded", Boolean, nullable=False),
)
Index("verdict_by_right", verdict.c.right)

member = Table(
    "cluster_member",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("representative", Integer, nullable=False, comment="the reading that stands for the cluster"),
)
Index("member_by_representative", member.c.representative)

page_like = Table(
    "page_like",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("representative", Integer, nullable=False, comment="reading"),
    Column("representative_number", Integer, nullable=False),
)
Index("page_like_by_representative", page_like.c.representative)
