import type { Reply } from '../answer/reply.ts'
import type { Body, BodyRule } from '../body/read-body.ts'
import type { Param } from './params.ts'

/** One thing that the API answers. */
export type Route = GetRoute | PostRoute

/** A path such as `/api/v1/traces/{traceId}`: what is in braces stands for any one segment. */
type Path = `/api/v1/${string}`

interface GetRoute {
  readonly method: 'GET'
  readonly path: Path
  readonly run: (call: Call) => Promise<Reply>
}

interface PostRoute {
  readonly method: 'POST'
  readonly path: Path
  readonly body: BodyRule
  readonly run: (call: Call, body: Body) => Promise<Reply>
}

/** A request, as a route sees it. */
export interface Call {
  /** A segment that the path has in braces. */
  readonly param: (name: string) => Param
  readonly query: URLSearchParams
  /** The `Accept` header; empty if there is none. */
  readonly accept: string
  /** The `Last-Event-ID` header. */
  readonly lastEventId: string | undefined
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
}
