import sys

from bench import ground
from bench.grid import __doc__ as text
from bench.grid.filling import fill
from bench.grid.measuring import tell, timings
from bench.report import arguments

if __name__ == "__main__":
    asked = arguments(text)
    with ground.kept("grid", asked.customers, fill):
        met = tell(timings(), asked.json)
    sys.exit(0 if met else 1)
