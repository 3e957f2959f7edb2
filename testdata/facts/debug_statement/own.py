from tools import breakpoint


def confirm():
    breakpoint()
