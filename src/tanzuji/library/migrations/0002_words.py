"""The index of words: full-text search that SQLite and PostgreSQL bring with them, over the column `words`.

On SQLite an FTS5 table over the column, kept up by triggers; on PostgreSQL a generated `tsvector` with a GIN index.
Either holds the words as they stand in the column, parted at blanks, and nothing of its own making: the ascii
tokenizer parts at ASCII marks only, and array_to_tsvector takes every word as it is. A migration that has SQLite
copy the table `library_entry` must make its triggers again.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = (
    """CREATE VIRTUAL TABLE library_words USING fts5(
        words, content='library_entry', content_rowid='id', detail=none, tokenize="ascii tokenchars '_'")""",
    """CREATE TRIGGER library_words_added AFTER INSERT ON library_entry BEGIN
        INSERT INTO library_words(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER library_words_removed AFTER DELETE ON library_entry BEGIN
        INSERT INTO library_words(library_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER library_words_changed AFTER UPDATE OF words ON library_entry BEGIN
        INSERT INTO library_words(library_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO library_words(rowid, words) VALUES (new.id, new.words); END""",
)
_POSTGRES = (
    """ALTER TABLE library_entry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX library_entry_vector ON library_entry USING gin (vector)",
    # The planner does not count what unpacking a vector costs and reads them all where a word is frequent, which
    # takes 50 times as long as the index does.
    """CREATE FUNCTION library_found(asked tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 100
        SET enable_seqscan = off AS $$ SELECT id FROM library_entry WHERE vector @@ asked $$""",
)
_SQLITE_BACK = (
    "DROP TRIGGER library_words_added",
    "DROP TRIGGER library_words_removed",
    "DROP TRIGGER library_words_changed",
    "DROP TABLE library_words",
)
_POSTGRES_BACK = (
    "DROP FUNCTION library_found(tsquery)",
    "ALTER TABLE library_entry DROP COLUMN vector",
)


def _forward(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement, None)


def _backward(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRES_BACK if editor.connection.vendor == "postgresql" else _SQLITE_BACK:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(_forward, _backward)]
