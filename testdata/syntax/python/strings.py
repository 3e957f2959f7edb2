'single', "double", """triple
line""", r'\d', b"bytes", rb'''raw
bytes''', u"old"
f"no parts", f"{{escaped}}", F"{x}"
f"a{b}c{d!r}e{f:>{width}.{precision}}g{h=}{i, j}"
f"{'nested'} {f'{deep}' + g}"
rf"\d{x}\w"
f"""
{a}
{b["k"]}"""
t"template {value}"
"one" 'two' f"three {x}"
("a"
 "b"  # comment between
 "c")
"%s and %s" % (a, b), "%(k)s" % {"k": v}, "{} {k}".format(a, k=b), "a" + x + "b"
'ünï', "日本", "\N{DASH}", '\''
