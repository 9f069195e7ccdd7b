"""A chat of our own: a real HTTP server that keeps what it is sent and answers as it is told."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

TAKEN = {"errcode": 0, "errmsg": "ok"}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        parts = urlsplit(self.path)
        text = self.rfile.read(int(self.headers["Content-Length"]))
        found = SimpleNamespace(path=parts.path, asked=parse_qs(parts.query), body=json.loads(text))
        self.server.got.append(found)
        answers = self.server.answers
        status, answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *said):
        pass


@contextmanager
def chat(*answers):
    """Yields the server: its `url`, and `got`, what came. It gives one answer after the other,
    (status, JSON or bytes), and the last for ever."""
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers = [], list(answers) or [(200, TAKEN)]
    server.origin = f"http://127.0.0.1:{server.server_port}"
    server.url = f"{server.origin}/robot/send?access_token=abc"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
