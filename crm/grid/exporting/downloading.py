"""The export of a list through its own address, `?export=xlsx` or `?export=csv`."""

from django.shortcuts import redirect

from crm.grid.exporting.answering import TooSlow, answer, is_small, refuse_unknown
from crm.shell import flash


def download(request, grid, kind: str):
    """The file; where a job is needed, the sheet that offers one."""
    refuse_unknown(kind)
    if grid.key and not is_small(grid):
        return redirect(f"{grid.export_url}&kind={kind}")
    try:
        return answer(grid, kind)
    except TooSlow as slow:
        if not grid.key:
            raise
        flash.refused(request, slow)
        return redirect(f"{grid.export_url}&kind={kind}&background=1")
