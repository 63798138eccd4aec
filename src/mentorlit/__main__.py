"""``mentorlit`` and ``python -m mentorlit``: the command line, started quickly."""

import gc


def main() -> None:
    """Run the command line.

    The garbage collector rests while modules are imported, and never looks at them again: what
    importing makes stays until the end, and looking through it costs a start-up a person notices.
    """
    gc.disable()
    from mentorlit.cli import main as run  # noqa: PLC0415 - after the collector has been stopped

    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()
    run()


if __name__ == "__main__":
    main()
