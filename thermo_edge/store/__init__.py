"""What is kept: SQLite through SQLAlchemy, and a history in memory under the same contract."""
