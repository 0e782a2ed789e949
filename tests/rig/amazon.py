"""Amazon's services on a loopback port (moto), and clients that are closed with it."""

from __future__ import annotations

from typing import Any

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
