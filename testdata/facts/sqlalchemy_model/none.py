from rich.table import Column, Table
from pydantic import BaseModel

table = Table("Name", Column("x"))


class Row(BaseModel):
    """Mapped[ is only mentioned here."""

    width: int = 3

    def process(self):
        return self.width
