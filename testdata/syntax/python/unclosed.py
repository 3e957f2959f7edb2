def before():
    pass

x = [1, 2

def after(a):
    cursor.execute(a)
