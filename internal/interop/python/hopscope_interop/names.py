"""The names of subjects, streams and consumers."""

TOKENS = {"event": "ev", "ordered": "ordered", "rpc": "cmd", "dead-letter": "dlq"}


def internal_name(service: str) -> str:
    """Return what a service is called on the wire."""
    return f"{service}__microservice"


def subject_of(kind: str, service: str, pattern: str) -> str:
    """Return where messages of a kind and a pattern go; with the pattern ">", all of them."""
    if kind == "broadcast":
        return f"broadcast.{pattern}"
    return f"{internal_name(service)}.{TOKENS[kind]}.{pattern}"


def stream_of(kind: str, service: str) -> str:
    """Return the stream that keeps messages of a kind; all services share that of broadcasts."""
    if kind == "broadcast":
        return "broadcast-stream"
    return f"{internal_name(service)}_{TOKENS[kind]}-stream"


def consumer_of(kind: str, service: str) -> str:
    """Return the durable consumer by which a service takes its events, or its requests."""
    return f"{internal_name(service)}_{TOKENS[kind]}-consumer"


def command_queue_of(service: str) -> str:
    """Return the queue group in which instances of a service share requests over core NATS."""
    return f"{internal_name(service)}_cmd_queue"
