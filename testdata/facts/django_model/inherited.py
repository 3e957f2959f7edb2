from .base import ProjectModel
from .fields import EncryptedCharField


class Note(ProjectModel):
    text = EncryptedCharField(max_length=20)


class Settings:
    text = EncryptedCharField()
