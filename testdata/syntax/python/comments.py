#!/usr/bin/env python
# -*- coding: utf-8 -*-
x = 1  # type: int
def f(
    a,  # type: str
):
    # type: (...) -> None
    # review: allow(rule) reason
    pass
    # last in block
# dedented
y = [
    1,  # one
    # alone
]
s = "# no comment"
