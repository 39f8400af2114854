"""Reading statements: who says what in a story, and whether he speaks for somebody."""

from marsad.reading.statements.reader import StatementReader

__all__ = ["StatementReader"]
