from tools import breakpoint


def confirm():
    breakpoint()


def run(options, job):
    try:
        job()
    except Exception:
        if options.pdb:
            import pdb

            pdb.post_mortem()
        raise


def unasked(order):
    if order.open:
        import ipdb; ipdb.set_trace()
