"""The tables of the ledger, and what each column holds.

An *entry* is one thing found in one place. A *reading* is what came of reading certain bytes; entries with the same
bytes (and the same hint in their names) share it, so nothing is read twice. A *member* is what a reading found inside;
it becomes an entry below each entry that has those bytes.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    case,
    literal_column,
)

SCHEMA_VERSION = 1
"""Raised with every migration; a case with a higher number was made by a newer version."""

DUE, INDEXED, NOT_YET = 0, 1, 2
"""Values of ``page.indexed``: to be indexed, in the index, without words as yet. A page that changes while it is due
goes one below: what the index has taken in by then is noted only of the page as it was."""

metadata = MetaData()
BigId = BigInteger().with_variant(Integer, "sqlite")

case_info = Table(
    "case_info",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

acquisition = Table(
    "acquisition",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("root", LargeBinary, nullable=False, comment="absolute path handed over, as bytes"),
    Column("source", Text, nullable=False, comment="who handed it over, as far as said"),
    Column("operator", Text, nullable=False),
    Column("started", String, nullable=False),
    Column("ended", String, nullable=False, default=""),
    Column("state", String, nullable=False, comment="open, complete or sealed"),
    Column("program", String, nullable=False),
    Column("protections", Text, nullable=False, comment="JSON: what guarded the readers"),
    Column("limits", Text, nullable=False, comment="JSON: the limits in force"),
)

original = Table(
    "original",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("sha256", String(64), ForeignKey("original.sha256"), nullable=False),
    Column("suffix", String, nullable=False, comment="the hint from the name"),
    Column("edition", Integer, nullable=False, default=1, comment="raised when a sealed reading is made again"),
    Column("stage", String, nullable=False, comment="read, ocr or done: what is still to do"),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("reader", String, nullable=False, default=""),
    Column("reader_version", String, nullable=False, default=""),
    Column("tried", Text, nullable=False, default="", comment="JSON: every reader that had a go, and how it ended"),
    Column("media_type", String, nullable=False, default=""),
    Column("language", String, nullable=False, default=""),
    Column("pages", Integer, nullable=False, default=0),
    Column("members", Integer, nullable=False, default=0),
    Column("facts", Text, nullable=False, default="{}", comment="JSON: what the document says about itself"),
    Column("password", Text, nullable=False, default="", comment="the password that opened it"),
    Column("digest", String(64), nullable=False, default="", comment="SHA-256 over pages and members, set when done"),
    UniqueConstraint("sha256", "suffix", "edition"),
)
Index("reading_by_stage", reading.c.stage, reading.c.id)

entry = Table(
    "entry",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("acquisition_id", BigId, ForeignKey("acquisition.id"), nullable=False),
    Column("parent_id", BigId, ForeignKey("entry.id")),
    Column("root_id", BigId, nullable=False, comment="the entry handed over in which this one lies; itself if none"),
    Column("depth", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", LargeBinary, nullable=False, comment="the name's bytes as found"),
    Column("path", LargeBinary, nullable=False, comment="the path's bytes from the root's name down"),
    Column("position", Integer, nullable=False, default=0, comment="order inside its container, from 1"),
    Column("size", BigInteger, nullable=False, default=0),
    Column("mtime_ns", BigInteger, nullable=False, default=0),
    Column("inode", BigInteger, nullable=False, default=0),
    Column("modified", String, nullable=False, default="", comment="the time its container gives"),
    Column("target", LargeBinary, nullable=False, default=b"", comment="what a symbolic link points at"),
    Column("sha256", String(64), nullable=False, default=""),
    Column("reading_id", BigId, ForeignKey("reading.id")),
    Column("state", String, nullable=False, default="", comment="its own end; '' where its reading's counts"),
    Column("reason", Text, nullable=False, default=""),
    Column("caveat", Text, nullable=False, default="", comment="what went wrong while its bytes were taken"),
    Column("below", Integer, nullable=False, default=0, comment="on a root: entries below it"),
    Column("below_bytes", BigInteger, nullable=False, default=0, comment="on a root: bytes below it"),
    Column("listing", LargeBinary, nullable=False, default=b"", comment="on a folder: digest of its last listing"),
)
Index("entry_by_path", entry.c.path)
Index("entry_by_parent", entry.c.parent_id)
Index("entry_by_reading", entry.c.reading_id)
Index("entry_by_sha256", entry.c.sha256)
Index("entry_by_acquisition", entry.c.acquisition_id, entry.c.kind)

member = Table(
    "member",
    metadata,
    Column("reading_id", BigId, ForeignKey("reading.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("modified", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("suffix", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("caveat", Text, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("reading_id", BigId, ForeignKey("reading.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("label", Text, nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("language", String, nullable=False, default=""),
    Column("wants_ocr", Text, nullable=False, default="", comment="why its picture is to be recognised"),
    Column("ocr", String, nullable=False, default="", comment="'', waiting, done or given-up"),
    Column("ocr_reason", Text, nullable=False, default=""),
    Column("engine", String, nullable=False, default=""),
    Column("confidence", Float, nullable=False, default=1.0),
    Column("words", LargeBinary, nullable=False, default=b"", comment="places of its words, packed"),
    Column("indexed", Integer, nullable=False, default=0, comment="up to 0 due, 1 in the index, 2 not yet to be"),
    UniqueConstraint("reading_id", "number", "kind"),
)
IS_DUE = page.c.indexed <= literal_column(str(DUE))
IS_WAITING = page.c.ocr == literal_column("'waiting'")
"""Written out, not bound: only so does the database see that an index of these pages alone holds all it looks for."""

DUE_ANEW = case((page.c.indexed > DUE, DUE), else_=page.c.indexed - 1)
"""What ``page.indexed`` becomes when the page changes."""

# Of the few pages with work before them. An index of all would lead a question about the pages of one reading that are
# indexed through every page of the case, and would be written to twice for each page.
Index("page_due", page.c.id, page.c.indexed, sqlite_where=IS_DUE)
Index("page_waiting", page.c.id, sqlite_where=IS_WAITING)

stale_page = Table(
    "stale_page",
    metadata,
    Column("page_id", BigId, primary_key=True, comment="a page that is gone and must leave the index"),
)

custody = Table(
    "custody",
    metadata,
    Column("number", BigId, primary_key=True),
    Column("record", Text, nullable=False, comment="canonical JSON: time, person, act, details, previous hash"),
    Column("hash", String(64), nullable=False),
)

seal = Table(
    "seal",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("acquisition_id", BigId, ForeignKey("acquisition.id"), nullable=False),
    Column("salt", LargeBinary, nullable=False, comment="of what the statement commits to of its acquisition"),
    Column("statement", Text, nullable=False, comment="canonical JSON: what is signed"),
    Column("signature", LargeBinary, nullable=False, comment="Ed25519, over the statement"),
    Column("public_key", LargeBinary, nullable=False),
)

leaf = Table(
    "leaf",
    metadata,
    Column("seal_id", BigId, ForeignKey("seal.id"), primary_key=True),
    Column("position", BigInteger, primary_key=True, comment="from 0, in the order of entries"),
    Column("entry_id", BigId, nullable=False),
    Column("reading_id", BigId),
    Column("salt", LargeBinary, nullable=False),
    Column("words", LargeBinary, comment="the root over the words of its reading; none without a reading"),
    Column("commitments", LargeBinary, nullable=False, comment="the leaf's data: a hash for each part of its entry"),
    UniqueConstraint("seal_id", "entry_id"),
)
Index("leaf_by_reading", leaf.c.reading_id)

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    Column("person", Text, nullable=False, comment="who saved it"),
    Column("saved", String, nullable=False, comment="when"),
)

list_run = Table(
    "list_run",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("list", BigInteger, nullable=False, comment="the id of the first run of the same list"),
    Column("origin", Text, nullable=False, comment="the path of the list, or which saved search"),
    Column("content", String(64), nullable=False, comment="SHA-256 of the list; '' for a saved search"),
    Column("person", Text, nullable=False),
    Column("started", String, nullable=False),
    Column("ended", String, nullable=False, default="", comment="'' while it runs, and where it was killed"),
    Column("total", BigInteger, nullable=False, default=0, comment="hits in all, over all lines"),
    Column("new", BigInteger, nullable=False, default=0, comment="hits that had not been shown before"),
)
Index("list_run_by_content", list_run.c.content)
Index("list_run_by_origin", list_run.c.origin)
Index("list_run_by_list", list_run.c.list)

list_seen = Table(
    "list_seen",
    metadata,
    Column("list", BigInteger, primary_key=True, comment="as in list_run"),
    Column("hit", LargeBinary, primary_key=True, comment="digest of query, original, page and kind"),
    Column("run", BigInteger, nullable=False, comment="the run that showed it first"),
    sqlite_with_rowid=False,
)

mention_ruling = Table(
    "mention_ruling",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("act", String, nullable=False, comment="dismiss, correct, add or restore; the latest about a mention holds"),
    Column("sha256", String(64), nullable=False, comment="the document; '' for every document of the case"),
    Column("number", Integer, nullable=False, comment="the page; 0 for every page"),
    Column("kind", String, nullable=False, comment="kind, extent and words as they were found"),
    Column("start", Integer, nullable=False, comment="code points of the page text"),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("by_hand", Integer, nullable=False, default=0, comment="1: about a mention that was added, not found"),
    Column("new_kind", String, nullable=False, default="", comment="what a correction or addition says instead"),
    Column("new_start", Integer, nullable=False, default=0),
    Column("new_end", Integer, nullable=False, default=0),
    Column("new_words", Text, nullable=False, default=""),
    Column("new_value", Text, nullable=False, default=""),
    Column("person", Text, nullable=False, comment="who ruled"),
    Column("ruled", String, nullable=False, comment="when"),
    Column("why", Text, nullable=False, default=""),
)
Index("mention_ruling_by_place", mention_ruling.c.sha256, mention_ruling.c.number)

mention_name = Table(
    "mention_name",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", Text, nullable=False, comment="a name to look for on every page"),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False, comment="the name under which it is counted"),
)

evidence_change = Table(
    "evidence_change",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person", Text, nullable=False, comment="who made it"),
    Column("at", String, nullable=False, comment="when"),
    Column("says", Text, nullable=False, comment="what it was about, in words"),
    Column("undoes", BigInteger, nullable=False, default=0, comment="the change it takes back; 0 for none"),
)

evidence_version = Table(
    "evidence_version",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("change_id", BigId, ForeignKey("evidence_change.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False, comment="the record's id"),
    Column("number", Integer, nullable=False, comment="of the version, from 1"),
    Column("first", BigInteger, nullable=False, comment="id of the record's first version: its place in the order"),
    Column("current", Integer, nullable=False, comment="1 if no later version is there"),
    Column("body", Text, nullable=False, comment="canonical JSON; '' where the record was taken out"),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the body"),
    UniqueConstraint("kind", "record", "number"),
)
Index("evidence_version_current", evidence_version.c.current, evidence_version.c.first)
Index("evidence_version_by_change", evidence_version.c.change_id)

evidence_look = Table(
    "evidence_look",
    metadata,
    Column("person", Text, primary_key=True, comment="who opened a quote"),
    Column("quote", String, primary_key=True),
    Column("version", Integer, primary_key=True, comment="the version of the quote that they saw"),
    Column("at", String, nullable=False, comment="when last"),
)

preview_look = Table(
    "preview_look",
    metadata,
    Column("person", Text, primary_key=True, comment="who opened a page as the public will see it"),
    Column("original", String(64), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("digest", String(64), primary_key=True, comment="of all that covered the page then"),
)

person = Table(
    "person",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", String, nullable=False),
    Column("public_key", String(64), nullable=False, comment="Ed25519, hexadecimal: checks their signatures"),
    Column("admitted", String, nullable=False, comment="when"),
    Column("admitted_by", Text, nullable=False),
    Column("ended", String, nullable=False, default="", comment="when they left; '' while they take part"),
)

timestamp = Table(
    "timestamp",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("seal_id", BigId, ForeignKey("seal.id"), nullable=False, comment="the seal whose statement was stamped"),
    Column("response", LargeBinary, nullable=False, comment="the authority's answer (RFC 3161), DER"),
    Column("roots", LargeBinary, nullable=False, comment="PEM: the certificates that it was checked against"),
    Column("added", String, nullable=False, comment="when it was brought in"),
)
