# mypy: ignore-errors
# pyright: reportMissingImports=false
# pyright: strict
# mypy: disable-error-code="attr-defined,misc"
# mypy: ignore_errors=False
# type: ignore

import legacy
