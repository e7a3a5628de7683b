import type { VNode } from 'preact'
import type { ImportResult } from '../../api/import-result.ts'
import { ClientError } from '../client/client-error.ts'
import { Icon } from '../element/icon.tsx'
import { Text } from '../element/text.tsx'
import { formatBytes } from '../format/bytes.ts'
import { importedText, restText, unreadText } from './imported-text.ts'

/** A file that was given, and what became of it; neither `result` nor `error` while it is being read. */
export interface ImportedFile {
  readonly id: string
  readonly name: string
  readonly bytes: number
  readonly result?: ImportResult
  readonly error?: Error
}

const MOST_LINKS = 20

/** What was imported since the page was opened, the last first. */
export function ImportedFiles({
  files,
}: {
  readonly files: readonly ImportedFile[]
}): VNode | null {
  if (files.length === 0) return null

  return (
    <section class="section">
      <h2>Imported</h2>
      <ul class="imported">
        {files.map((file) => (
          <li key={file.id} class="panel">
            <header>
              <b>
                <Text value={file.name} />
              </b>
              <span class="muted">{formatBytes(file.bytes)}</span>
              <Outcome file={file} />
            </header>
            {file.result !== undefined && <Unread result={file.result} />}
            {file.result !== undefined && <TraceLinks traceIds={file.result.traceIds} />}
            {file.error !== undefined && (
              <p class="bad">
                <Text value={file.error.message} />
                {file.error instanceof ClientError && file.error.hint !== undefined && (
                  <span class="muted"> · {file.error.hint}</span>
                )}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Outcome({ file: { result, error } }: { readonly file: ImportedFile }): VNode {
  if (error !== undefined) {
    return (
      <span class="badge badge-err">
        <Icon name="error" />
        not imported
      </span>
    )
  }
  if (result === undefined) {
    return (
      <span class="badge">
        <Icon name="clock" />
        reading
      </span>
    )
  }
  return (
    <span class="badge badge-ok">
      <Icon name="check" />
      {importedText(result)}
    </span>
  )
}

function Unread({ result }: { readonly result: ImportResult }): VNode | null {
  const text = unreadText(result)
  if (text === undefined) return null
  return (
    <p class="bad">
      <Text value={text} />
    </p>
  )
}

function TraceLinks({ traceIds }: { readonly traceIds: readonly string[] }): VNode {
  const rest = restText(traceIds, MOST_LINKS)
  return (
    <p class="trace-links">
      {traceIds.slice(0, MOST_LINKS).map((traceId) => (
        <a key={traceId} class="mono" href={`/t/${traceId}`}>
          {traceId.slice(0, 16)}…
        </a>
      ))}
      {rest !== undefined && <span class="muted">{rest}</span>}
    </p>
  )
}
