import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { importTraces } from '../client/api.ts'
import { Icon } from '../element/icon.tsx'
import { announce } from '../shell/announcer.tsx'
import { type ImportedFile, ImportedFiles } from './imported-files.tsx'

/** Takes files of traces, by drop or by choosing. */
export function ImportPage(): VNode {
  const [files, setFiles] = useState<readonly ImportedFile[]>([])
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  const take = (chosen: readonly File[]): void => {
    for (const file of chosen) {
      const id = `${file.name} ${performance.now()} ${Math.random()}`
      const entry: ImportedFile = { id, name: file.name, bytes: file.size }
      setFiles((before) => [entry, ...before])
      void importFile(entry, file).then((done) => {
        setFiles((before) => before.map((other) => (other.id === id ? done : other)))
        announce(
          done.error === undefined
            ? `${file.name} was imported`
            : `${file.name} could not be imported`,
        )
      })
    }
  }

  return (
    <div class="sheet import">
      <header class="section">
        <h1>Import</h1>
        <p class="muted">
          Traces of a file are added to the index of this viewer. They are not published anywhere.
        </p>
      </header>
      <div
        class={`drop ${isOver ? 'drop-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(Array.from(event.dataTransfer?.files ?? []))
        }}
      >
        <Icon name="import" />
        <p>Drop files here, or</p>
        <button type="button" class="button button-primary" onClick={() => input.current?.click()}>
          Choose files
        </button>
        <input
          ref={input}
          class="hidden-text"
          type="file"
          multiple
          tabIndex={-1}
          aria-label="files to import"
          accept=".json,.ndjson,.jsonl,.txt,application/json"
          onChange={({ currentTarget }) => {
            take(Array.from(currentTarget.files ?? []))
            currentTarget.value = ''
          }}
        />
        <p class="muted">OTLP JSON · Jaeger JSON · trace events of NATS servers, one a line</p>
      </div>
      <ImportedFiles files={files} />
    </div>
  )
}

async function importFile(entry: ImportedFile, file: File): Promise<ImportedFile> {
  try {
    return { ...entry, result: await importTraces(await file.text()) }
  } catch (error) {
    return { ...entry, error: error instanceof Error ? error : new Error(String(error)) }
  }
}
