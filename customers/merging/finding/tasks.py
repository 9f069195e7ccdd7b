"""The search, by the clock (in UTC: the small hours of China) and when somebody asks."""

from procrastinate.contrib.django import app

from customers.merging.finding.finding import search

TASK = "find_duplicates"


@app.periodic(cron="40 18 * * *")
@app.task(name=TASK, queueing_lock=TASK, lock=TASK)
def find_duplicates(timestamp: int = 0):
    search()
