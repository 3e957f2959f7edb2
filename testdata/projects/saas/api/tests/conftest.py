import pytest


@pytest.fixture
def account():
    return {"email": "jo@example.com", "password": "Tr0ub4dor&3-Tr0ub4dor"}
