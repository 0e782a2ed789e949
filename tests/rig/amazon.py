"""Amazon's services on a loopback port (moto), and clients that are closed with it."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
REGION = "eu-central-1"


class Amazon:
    """`url` is the endpoint of every service."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        self._clients: list[Any] = []
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.url = f"http://{host}:{port}"

    def client(self, service: str) -> Any:
        """A client of a service; closed by `stop`."""
        made = boto3.client(service, REGION, endpoint_url=self.url, **KEYS)
        self._clients.append(made)
        return made

    def queue(self, name: str, **attributes: str) -> tuple[str, Any]:
        """SNS into SQS, as SES is set up: (url of the queue, a function that publishes a text)."""
        sqs, sns = self.client("sqs"), self.client("sns")
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        topic = sns.create_topic(Name=name)["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        return url, lambda text: sns.publish(TopicArn=topic, Message=text)

    def stop(self) -> None:
        """Close the clients, end the server."""
        for client in self._clients:
            client.close()
        self._server.stop()


class Guard:
    """A door before Amazon that refuses single actions (`DeleteMessage`), as a policy without that right does.

    `asked` are the actions, `handles` the messages that were named.
    """

    def __init__(self, url: str, refuses: Collection[str] = ()) -> None:
        self.refuses = set(refuses)
        self.asked: list[str] = []
        self.handles: list[str] = []
        guard = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                action = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
                guard.asked.append(action)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                handle = json.loads(body or b"{}").get("ReceiptHandle")
                if handle:
                    guard.handles.append(handle)
                if action in guard.refuses:
                    words = b'{"__type": "com.amazonaws.sqs#AccessDeniedException", "message": "not authorized"}'
                    return self._say(403, "application/x-amz-json-1.0", words)
                passed = urllib.request.Request(url + self.path, body, dict(self.headers))
                try:
                    with urllib.request.urlopen(passed, timeout=10) as told:
                        return self._say(told.status, told.headers["Content-Type"], told.read())
                except urllib.error.HTTPError as error:
                    with error:
                        return self._say(error.code, error.headers["Content-Type"], error.read())

            def _say(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
