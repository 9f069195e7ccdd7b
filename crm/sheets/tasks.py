"""The end of uploads that were looked at."""

from procrastinate.contrib.django import app

from crm.sheets.resources.kept_uploads import delete_old


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="expire_looked_at_sheets")
def expire_looked_at_sheets(timestamp: int):
    delete_old()
