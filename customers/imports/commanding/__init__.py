"""An import from the command line: the same engine, without pages and jobs.

asking        who imports, and into which pool
written_down  a mapping as people write it down, by headings
working       staged, matched, checked and written, one after another
reporting     what came of it, as JSON
"""
