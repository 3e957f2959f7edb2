from .base import ProjectModel
from .fields import BaseEncryptedField, EncryptedCharField


class Note(ProjectModel):
    text = EncryptedCharField(max_length=20)


class Settings:
    text = EncryptedCharField()


class EncryptedNameField(BaseEncryptedField[str]):
    pass
