/**
 * Whether the server that one is connected to traces messages by `msg_trace` of the account.
 *
 * - `on`: it does; `hopsAt` is where a hop was seen, absent if none was: another subject, or one that
 *   this user may not read, or sampling left the probe out;
 * - `off`: it does not;
 * - `dropped`: it does, and this user may not publish to its subject, so that the server **drops the
 *   user's messages** that have a sampled `traceparent`;
 * - `unknown`: it could not be found out, for `reason`.
 */
export type MsgTraceProbe =
  | { readonly state: 'on'; readonly server: string; readonly hopsAt?: string }
  | { readonly state: 'off'; readonly server: string }
  | { readonly state: 'dropped'; readonly server: string; readonly dest: string }
  | { readonly state: 'unknown'; readonly server: string; readonly reason: string }
