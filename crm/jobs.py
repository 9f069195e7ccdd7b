"""Jobs whose worker died are sent to another one.

A worker that is killed leaves its job "doing" for ever, and with it the job's lock: an import
would stand still. Every task must bear to be run again from where it broke off.
"""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job, Status

MOST_ATTEMPTS = 5


@app.periodic(cron="*/5 * * * *")
@app.task(name="revive_jobs", queueing_lock="revive_jobs")
async def revive_jobs(timestamp: int):
    for job in await app.job_manager.get_stalled_jobs():
        if is_worth_reviving(job):
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def is_worth_reviving(job: Job) -> bool:
    """A job that outlived so many workers is likely what kills them; one with a queueing lock
    is sent by the clock again, and two of it may not wait at once."""
    return job.attempts < MOST_ATTEMPTS and not job.queueing_lock


def is_under_way(*tasks: str, **arguments) -> bool:
    """Whether a job of one of the tasks, with these arguments, waits or is at work."""
    asked = {f"args__{name}": value for name, value in arguments.items()}
    jobs = ProcrastinateJob.objects.filter(task_name__in=tasks, **asked)
    return jobs.filter(status__in=["todo", "doing"]).exists()
