#!/usr/bin/env python
import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    # A command is one thread: it needs no pool, and fails at once where a pool would try again.
    os.environ.setdefault("DATABASE_POOL", "0")
    from crm.command_line import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
