"""What pages count is counted in indexes, or once by each build.

Statements get the day of their article, their topics and phrases say again who speaks; with whom a side is in contact
has a table, and how articles name people is counted anew by each build.
"""

import sqlalchemy as sa
from alembic import op

from tongshi.identity import content

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_PERSON = "who speaks, as in `statements`"
_POLITY = "of the side that speaks; empty: for none"
_DAY = "the article's"


def upgrade() -> None:
    """Make the columns and tables, and fill them from what is there."""
    op.add_column("statements", sa.Column("day", sa.Date(), comment=_DAY))
    op.execute("UPDATE statements SET day = (SELECT a.day FROM articles a WHERE a.post_id = statements.post_id)")
    _indexed("statements", ["folded", "person"], [["folded", "person", "day"], ["person", "day"]])
    for what in ("topic", "phrase"):
        _spoken(what)
    _contents()
    _counterparts()
    _spellings()
    _office_days()


def _spoken(what: str) -> None:
    table = f"statement_{what}s"
    for name, comment in (("polity", _POLITY), ("person", _PERSON)):
        op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default="", comment=comment))
    op.add_column(table, sa.Column("day", sa.Date(), comment=_DAY))
    for column, value in (("polity", "coalesce(s.polity, '')"), ("person", "s.person"), ("day", "s.day")):
        op.execute(
            f"UPDATE {table} SET {column} = (SELECT {value} FROM statements s "
            f"WHERE s.post_id = {table}.post_id AND s.position = {table}.statement)"
        )
    _indexed(table, [what], [[what, "polity", "day"], ["person", what, "day"]])


def _indexed(table: str, former: list[str], columns: list[list[str]]) -> None:
    for name in former:
        op.drop_index(f"ix_{table}_{name}", table)
    for some in columns:
        known = sa.text("person <> ''") if some[0] == "person" else None
        op.create_index(
            f"ix_{table}_{'_'.join(some)}", table, some, unique=False, sqlite_where=known, postgresql_where=known
        )


def _contents() -> None:
    comment = "digits, the same for one content in either script"
    op.add_column(
        "statement_phrases", sa.Column("content", sa.Text(), nullable=False, server_default="", comment=comment)
    )
    connection = op.get_bind()
    texts = connection.execute(
        sa.text(
            "SELECT DISTINCT s.post_id, s.position, s.text FROM statements s "
            "JOIN statement_phrases p ON p.post_id = s.post_id AND p.statement = s.position"
        )
    ).all()
    rows = [{"post": post, "at": position, "is": content(text)} for post, position, text in texts]
    if rows:
        connection.execute(
            sa.text("UPDATE statement_phrases SET content = :is WHERE post_id = :post AND statement = :at"), rows
        )


def _counterparts() -> None:
    table = "statement_counterparts"
    op.create_table(
        table,
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("statement", sa.Integer(), nullable=False, comment="order of the statement in the article, from 0"),
        sa.Column("counterpart", sa.Text(), nullable=False, comment="code of another polity in the contact"),
        sa.Column("polity", sa.Text(), nullable=False, comment=_POLITY),
        sa.Column("person", sa.Text(), nullable=False, comment=_PERSON),
        sa.Column("day", sa.Date(), comment=_DAY),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=f"fk_{table}_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "statement", "counterpart", name=f"pk_{table}"),
        comment="with whom the side that speaks is in contact, where a statement was made in or about a contact of it",
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_polity_counterpart_day", table, ["polity", "counterpart", "day"], unique=False)
    op.execute(
        f"INSERT INTO {table} (post_id, statement, counterpart, polity, person, day) "
        "SELECT DISTINCT s.post_id, s.position, other.polity, s.polity, s.person, s.day FROM statements s "
        "JOIN engagements e ON e.post_id = s.post_id AND e.position = s.engagement "
        "JOIN engagement_polities own ON own.engagement_id = e.id AND own.polity = s.polity "
        "JOIN engagement_polities other ON other.engagement_id = e.id AND other.polity <> s.polity"
    )


#: Whom each mention means, with its article.
_NAMED = """
    SELECT meant.*, a.outlet, coalesce(a.usage, '') AS usage, coalesce(CAST(a.day AS TEXT), '') AS day
    FROM (
        SELECT m.person AS who, m.* FROM mentions m WHERE m.person <> ''
        UNION ALL
        SELECT n.person_id, m.* FROM mentions m JOIN learnt_names n ON n.folded = m.folded WHERE m.person = ''
    ) meant
    JOIN articles a ON a.post_id = meant.post_id
    JOIN posts p ON p.id = meant.post_id AND p.state <> 'superseded'
"""


def _spellings() -> None:
    op.create_table(
        "spellings",
        sa.Column("person", sa.Text(), nullable=False, comment="id in the curated registry or of `learnt_people`"),
        sa.Column("folded", sa.Text(), nullable=False, comment="a spelling, folded to one script"),
        sa.Column("name", sa.Text(), nullable=False, comment="as written"),
        sa.Column("latin", sa.Text(), nullable=False, comment="Latin name given with it; empty: none"),
        sa.Column("outlet", sa.Text(), nullable=False, comment="code"),
        sa.Column("usage", sa.Text(), nullable=False, comment="region of the articles: TW, HK, CN; empty: not known"),
        sa.Column("mentions", sa.Integer(), nullable=False, comment="rows of `mentions`"),
        sa.Column("articles", sa.Integer(), nullable=False, comment="articles that first write the spelling so"),
        sa.Column("places", sa.Integer(), nullable=False, comment="in these articles where it stands so"),
        sa.PrimaryKeyConstraint("person", "folded", "name", "latin", "outlet", "usage", name="pk_spellings"),
        comment="how current articles write people, counted",
        sqlite_with_rowid=False,
    )
    so = "who, folded, name, latin, outlet, usage"
    op.execute(
        "INSERT INTO spellings (person, folded, name, latin, outlet, usage, mentions, articles, places) "
        f"SELECT {so}, count(*), sum(CASE WHEN nth = 1 THEN 1 ELSE 0 END), sum(places) "
        "FROM (SELECT named.*, row_number() OVER (PARTITION BY who, folded, post_id ORDER BY position) AS nth "
        f"FROM ({_NAMED}) named) ordered GROUP BY {so}"
    )


def _office_days() -> None:
    op.create_table(
        "office_days",
        sa.Column("person", sa.Text(), nullable=False, comment="as in `spellings`"),
        sa.Column(
            "polity",
            sa.Text(),
            nullable=False,
            comment="code of the state said with it, or of the person; empty: none",
        ),
        sa.Column("role", sa.Text(), nullable=False, comment="of the office; empty: no office said"),
        sa.Column("mark", sa.Text(), nullable=False, comment="former, designate or acting; empty: held"),
        sa.Column("day", sa.Text(), nullable=False, comment="the articles', ISO 8601; empty: not known"),
        sa.Column("articles", sa.Integer(), nullable=False, comment="articles of the day that name him so"),
        sa.Column("post_id", sa.Text(), nullable=False, comment="the first of them"),
        sa.PrimaryKeyConstraint("person", "polity", "role", "mark", "day", name="pk_office_days"),
        comment="in which office current articles name people, day by day",
        sqlite_with_rowid=False,
    )
    so = "who, polity, role, mark, day"
    op.execute(
        "INSERT INTO office_days (person, polity, role, mark, day, articles, post_id) "
        f"SELECT {so}, count(*), min(post_id) "
        f"FROM (SELECT DISTINCT {so}, post_id FROM ({_NAMED}) named WHERE role <> '') once GROUP BY {so}"
    )
