"""Finding words by an index, on either database: FTS5 on SQLite, GIN over a tsvector on PostgreSQL.

A model names the folded column that is searched in ``SEARCHED`` below; its rows are then found by
``filter(search_text__words=query)``.  ``manage.py migrate`` calls ``ensure_indexes`` at its end:
SQLite forgets a table's triggers when a migration makes the table anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col

from vietnamese.search import Term, Words, parse
from vietnamese.text import fold

# Every table that is searched, by its model and column.
SEARCHED = (
    ("accounts.User", "search_text"),
    ("units.Unit", "search_text"),
    ("units.UnitAlias", "folded"),
    ("plans.Plan", "search_text"),
    ("plans.LegalBasis", "search_text"),
    ("tasks.Task", "search_text"),
    ("plans.ReportDuty", "search_text"),
    ("tasks.Evidence", "search_text"),
    ("tasks.Difficulty", "search_text"),
    ("reports.Submission", "search_text"),
    ("reports.ReportRequest", "search_text"),
)
_LETTERS = "regexp_replace({column}, '[^a-z0-9]+', ' ', 'g')"


@models.CharField.register_lookup
@models.TextField.register_lookup
class HasWords(models.Lookup[Any]):
    """``search_text__words="phong chay"``: the rows in which every term of the query is found."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        terms = parse(str(self.rhs))
        if not terms:
            return "1 = 1", []
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            vector = f"to_tsvector('simple', {_LETTERS.format(column=column)})"
            return f"{vector} @@ to_tsquery('simple', %s)", [*params, _tsquery(terms)]
        lhs: Any = self.lhs
        model = lhs.target.model
        pk, _ = compiler.compile(Col(lhs.alias, model._meta.pk))
        table = _fts_table(model, lhs.target.column)
        # The name of a table of ours; what was typed is a parameter.
        inner = f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s'  # nosec B608
        return f"{pk} IN ({inner})", [_fts5(terms)]


@models.CharField.register_lookup
@models.TextField.register_lookup
class Says(models.Lookup[Any]):
    """``title__says="dieu chinh"``: the rows in which each typed word is found, accents and case
    aside.

    It reads every row that is left: for tables without an index of words, narrowed already.
    """

    lookup_name = "says"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        words = fold(str(self.rhs)).split()
        column, given = self.process_lhs(compiler, connection)
        params: list[Any] = list(given)
        if connection.vendor == "postgresql":
            folded = f"translate(lower({column}), %s, %s)"
            params += _PLAIN_LETTERS
        else:
            connection.ensure_connection()
            connection.connection.create_function("fold", 1, _fold, deterministic=True)
            folded = f"fold({column})"
        escaped = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
        sql = " AND ".join(rf"{folded} LIKE %s ESCAPE '\'" for _ in words) or "1 = 1"
        return sql, [one for word in escaped for one in (*params, word)]


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _plain_letters() -> tuple[str, str]:
    """Latin letters with marks and, in the same order, the plain small ones."""
    marked = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
    plain = {letter: fold(letter) for letter in marked}
    kept = [letter for letter in marked if plain[letter] != letter and len(plain[letter]) == 1]
    return "".join(kept), "".join(plain[letter] for letter in kept)


_PLAIN_LETTERS = _plain_letters()


def _fts5(terms: Sequence[Term]) -> str:
    def phrase(way: Words, sign: str) -> str:
        return f'"{" ".join(way)}"{sign}'

    return " AND ".join(f"({' OR '.join(_phrases(term, phrase, ' *'))})" for term in terms)


def _tsquery(terms: Sequence[Term]) -> str:
    def phrase(way: Words, sign: str) -> str:
        return "(" + " <-> ".join((*way[:-1], way[-1] + sign)) + ")"

    return " & ".join(f"({' | '.join(_phrases(term, phrase, ':*'))})" for term in terms)


def _phrases(term: Term, phrase: Callable[[Words, str], str], unfinished: str) -> list[str]:
    """The ways of a term; only the last word of what was typed may go on."""
    typed, *others = term.ways
    return [phrase(typed, unfinished), *(phrase(way, "") for way in others)]


def _fts_table(model: type[models.Model], column: str) -> str:
    return f"{model._meta.db_table}_{column}_fts"


def ensure_indexes(connection: BaseDatabaseWrapper) -> list[str]:
    """Makes the indexes that are missing and fills them; the names of the tables that it did."""
    made = []
    tables = set(connection.introspection.table_names())
    for label, column in SEARCHED:
        model = apps.get_model(label)
        table = model._meta.db_table
        if table not in tables or not _has_column(connection, table, column):
            continue
        ensure = _ensure_gin if connection.vendor == "postgresql" else _ensure_fts
        if ensure(connection, model, column):
            made.append(table)
    return made


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Takes SQLite's triggers away, and the tables that they fill: before a migration goes back,
    which drops a column only where no trigger names it.  ``ensure_indexes`` makes them anew."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for label, column in SEARCHED:
            fts = _fts_table(apps.get_model(label), column)
            for event in _TRIGGERS:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{fts}_{event}"')
            cursor.execute(f'DROP TABLE IF EXISTS "{fts}"')


def _has_column(connection: BaseDatabaseWrapper, table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return any(one.name == column for one in found)


def _ensure_gin(connection: BaseDatabaseWrapper, model: type[models.Model], column: str) -> bool:
    table, name = model._meta.db_table, f"{model._meta.db_table}_{column}_gin"
    letters = _LETTERS.format(column=f'"{column}"')
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0]:
            return False
        cursor.execute(
            f'CREATE INDEX "{name}" ON "{table}" USING gin (to_tsvector(\'simple\', {letters}))'
        )
    return True


def _ensure_fts(connection: BaseDatabaseWrapper, model: type[models.Model], column: str) -> bool:
    table, fts = model._meta.db_table, _fts_table(model, column)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
            " AND name LIKE %s",
            [table, f"{fts}_%"],
        )
        if cursor.fetchone()[0] == len(_TRIGGERS):
            return False
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{fts}"'
            f" USING fts5(\"{column}\", content='{table}', content_rowid='id')"
        )
        for event, body in _TRIGGERS.items():
            words = body.format(fts=fts, column=column)
            cursor.execute(f'DROP TRIGGER IF EXISTS "{fts}_{event}"')
            when = f'UPDATE OF "{column}"' if event == "update" else event.upper()
            cursor.execute(
                f'CREATE TRIGGER "{fts}_{event}" AFTER {when} ON "{table}" BEGIN {words} END'
            )
        cursor.execute(f'INSERT INTO "{fts}" ("{fts}") VALUES (\'rebuild\')')  # nosec B608
    return True


_ADD = 'INSERT INTO "{fts}" (rowid, "{column}") VALUES (new.id, new."{column}");'
_TAKE = (
    'INSERT INTO "{fts}" ("{fts}", rowid, "{column}") VALUES (\'delete\', old.id, old."{column}");'
)
_TRIGGERS = {"insert": _ADD, "delete": _TAKE, "update": _TAKE + " " + _ADD}
