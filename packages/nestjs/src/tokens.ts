/** Token of the module's {@link JetstreamOptions}. */
export const JETSTREAM_OPTIONS: unique symbol = Symbol('JETSTREAM_OPTIONS')

/** Token of the module's `NatsConnection`, which is open and traced when it is injected. */
export const JETSTREAM_CONNECTION: unique symbol = Symbol('JETSTREAM_CONNECTION')

/**
 * The transport of handlers that are only for this one, in an application that has others too.
 *
 * @example
 * ```ts
 * @EventPattern('orders.created', JETSTREAM_TRANSPORT)
 * ```
 */
export const JETSTREAM_TRANSPORT: unique symbol = Symbol('JETSTREAM_TRANSPORT')

/**
 * Token of the client that `JetstreamModule.forFeature({ name })` makes: the name itself, as Nest's
 * own `ClientsModule` has it.
 *
 * @example
 * ```ts
 * constructor(@Inject(getClientToken('orders')) private readonly orders: JetstreamClient) {}
 * ```
 */
export function getClientToken(name: string): string {
  return name
}
