/** Sends messages to one service, by its contract. Make one, and keep it. */
export interface TransportClient extends AsyncDisposable {
  /**
   * Publishes an event, which one instance of the service handles.
   *
   * `data` may be a `JetstreamRecord`, which adds headers, a message id, a TTL and a time to publish at.
   *
   * @throws {@link TransportError} PUBLISH_FAILED, PAYLOAD_INVALID, HEADER_INVALID, NAME_INVALID or CLOSED
   */
  publish(pattern: string, data: unknown): Promise<Published>
  /** Publishes an event that each instance of the service handles in the order of the stream. */
  publishOrdered(pattern: string, data: unknown): Promise<Published>
  /** Publishes an event that every service handles, not the target alone. */
  broadcast(pattern: string, data: unknown): Promise<Published>
  /**
   * Sends a command, and gives the reply.
   *
   * @throws {@link TransportError} RPC_FAILED with the error of the service in `payload`, RPC_TIMEOUT,
   * RPC_NO_RESPONDERS, RPC_DUPLICATE, PAYLOAD_INVALID if the reply cannot be read, or as `publish` does
   */
  request(pattern: string, data: unknown): Promise<unknown>
  /** Fails the requests that wait with CLOSED, and all that come; the connection stays open. */
  close(): Promise<void>
}

/** What a stream said of a message that it has stored. */
export interface Published {
  readonly stream: string
  readonly sequence: number
  /** Whether the stream had a message with that id already, and has not stored this one. */
  readonly duplicate: boolean
}
