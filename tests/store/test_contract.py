"""Both histories keep the same promises."""

import pytest

from tests.contracts.history_contract import HistoryContract
from thermo_edge.ports import History
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.memory_history import MemoryHistory


class TestMemoryHistory(HistoryContract):
    @pytest.fixture
    def history(self) -> History:
        return MemoryHistory()


class TestSqlHistory(HistoryContract):
    @pytest.fixture
    def history(self, history: SqlHistory) -> History:  # type: ignore[override]
        return history
