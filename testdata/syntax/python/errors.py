import os


def before():
    return os.environ["A"]


def broken(:
    execute("select 1")


x = = 3

class C:
    def m(self):
        value = f(1 2)
        return value

    @decorated
    y z


after = call(a)
