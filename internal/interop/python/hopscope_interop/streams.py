"""The streams of the service, and what comes from them."""

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, RetentionPolicy, StreamConfig
from nats.js.errors import BadRequestError

from .names import consumer_of, stream_of, subject_of
from .program import Program


async def pull_messages(
    program: Program, kind: str, max_deliver: int
) -> JetStreamContext.PullSubscription:
    """Return the messages of a kind for this service; stream and consumer are created at need."""
    service = program.options.name
    subject = subject_of(kind, service, ">")
    config = StreamConfig(
        name=stream_of(kind, service), subjects=[subject], retention=RetentionPolicy.WORK_QUEUE
    )
    await ensure_stream(program.js, config)
    return await program.js.pull_subscribe(
        subject,
        durable=consumer_of(kind, service),
        stream=config.name,
        config=ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, max_deliver=max_deliver),
    )


async def next_message(messages: JetStreamContext.PullSubscription) -> Msg:
    """Wait for the next message, as long as the program may run."""
    return (await messages.fetch(1, timeout=None))[0]


async def ensure_stream(js: JetStreamContext, config: StreamConfig) -> None:
    """Create a stream unless there is one of that name, which then stays as it is."""
    try:
        await js.add_stream(config)
    except BadRequestError as error:
        if error.err_code != 10058:  # the name is in use with another configuration
            raise
