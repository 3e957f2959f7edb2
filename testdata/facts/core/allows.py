#!/usr/bin/env python
# review: allow-file(merge-marker) a text about merging

import os  # review: allow(a-rule, b-rule) needed until=2026-12-31


# review: allow(c-rule): the next one
# A remark in between.

def load():
    text = "# review: allow(no-rule) in a text"
    return text  # noqa: E501  # review: allow(d-rule)


# Write review: allow(no-rule) above the line.
# review: allow-file(e-rule) too far down? no, still within the first lines
