import { plainText } from '@hopscope/path/text'
import { startViewer, type Viewer } from '@hopscope/viewer'
import type { ConnectionFlags } from '../connect/connection-flags.ts'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { warn } from '../output/label.ts'
import { deadLetterPort } from './dead-letter-port.ts'
import { tellErrors } from './tell-errors.ts'
import { toViewerOptions } from './to-viewer-options.ts'
import { untilInterrupted } from './until-interrupted.ts'
import type { ViewerFlags } from './viewer-flags.ts'
import { welcome } from './welcome.ts'

/** What `hopscope view` takes. */
export interface ViewFlags extends ViewerFlags, ConnectionFlags {
  readonly stream: string
  readonly dlq?: readonly string[]
  readonly allowPublish?: boolean
  /** The page's address on stdout as JSON, for programs. */
  readonly json?: boolean
}

/**
 * Shows what a stream of telemetry holds as a web page, until the person ends it.
 *
 * @throws {CliError} ARGUMENT_INVALID, INTERRUPTED before the page is there, and what connecting throws
 * @throws {ViewerError} PORT_UNAVAILABLE, NOT_LOOPBACK, PAGE_MISSING, INDEX_FAILED or LIMIT_EXCEEDED
 */
export async function runView(io: Io, flags: ViewFlags): Promise<void> {
  const options = toViewerOptions(flags)
  await using opened = await openConnection(io, flags, { command: 'view', reconnect: true })
  const { connection } = opened
  await using viewer: Viewer = await orInterrupt(
    startViewer({
      ...options,
      onError: tellErrors(io),
      connection,
      stream: flags.stream,
      canPublish: flags.allowPublish ?? false,
      deadLetters: deadLetterPort(connection, flags.dlq ?? []),
    }),
    io.signal,
  )
  const { state, hint = '' } = viewer.index.source
  if (state !== 'reading') warn(io, plainText(hint))
  welcome(io, viewer, flags)
  await untilInterrupted(io.signal)
}
