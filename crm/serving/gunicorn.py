"""gunicorn's configuration: `gunicorn -c python:crm.serving.gunicorn crm.wsgi`.

| variable | default | meaning |
|---|---|---|
| HOST, PORT | 127.0.0.1, 8000 | where it listens |
| WEB_CONCURRENCY | 2 | processes |
| WEB_THREADS | DATABASE_POOL, else 8 | threads of a process; more would wait for a connection |
"""

import os
from pathlib import Path

from crm.serving import port

bind = f"{os.environ.get('HOST') or port.HOST}:{os.environ.get('PORT') or port.DEFAULT}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or os.environ.get("DATABASE_POOL") or 8) or 8
keepalive = 5
# Five hundred ticked rows stand in the address of a dialog; this is gunicorn's most.
limit_request_line = 8190
timeout = 60
graceful_timeout = 10
loglevel = "warning"
# A heartbeat on a slow disk would look like a worker that hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
