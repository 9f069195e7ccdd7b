"""Jobs come back as they wait; those in hand go to another worker, since theirs is no more.

Of jobs that may wait only once, one waits: the others are given up, as when a worker dies.
"""

FREE = """
    UPDATE procrastinate_jobs job SET worker_id = NULL, abort_requested = false,
        status = CASE
            WHEN job.status <> 'doing' THEN job.status
            WHEN job.abort_requested THEN 'aborted'
            WHEN job.queueing_lock IS NOT NULL AND EXISTS (
                SELECT FROM procrastinate_jobs other
                WHERE other.queueing_lock = job.queueing_lock AND (other.status = 'todo'
                    OR (other.status = 'doing' AND other.id < job.id))
            ) THEN 'failed'
            ELSE 'todo' END
    WHERE job.status = 'doing' OR job.worker_id IS NOT NULL
"""


def free(cursor):
    cursor.execute(FREE)
