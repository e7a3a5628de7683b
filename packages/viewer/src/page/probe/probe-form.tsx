import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ProbeRequest } from '../../api/probe-view.ts'
import { readHeaders, subjectProblem } from './read-headers.ts'

/** What to send: a subject, and headers and a payload if they matter for the way. */
export function ProbeForm(props: {
  readonly subject: string
  readonly canPublish: boolean
  readonly isBusy: boolean
  readonly onSend: (request: ProbeRequest) => void
}): VNode {
  const [subject, setSubject] = useState(props.subject)
  const [headerText, setHeaderText] = useState('')
  const [payload, setPayload] = useState('')
  const [isDelivered, setDelivered] = useState(false)
  const [isTried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const { headers, problem: headerProblem } = readHeaders(headerText)
  const problem = subjectProblem(subject.trim())

  useEffect(() => field.current?.focus(), [])

  const submit = (event: Event): void => {
    event.preventDefault()
    setTried(true)
    if (problem !== undefined || headerProblem !== undefined || props.isBusy) return
    props.onSend({
      subject: subject.trim(),
      ...(headers.length === 0 ? {} : { headers }),
      ...(payload === '' ? {} : { payload }),
      ...(isDelivered ? { deliver: true } : {}),
    })
  }

  return (
    <form class="probe-form panel" onSubmit={submit}>
      <label class="probe-subject">
        <span>Subject</span>
        <input
          ref={field}
          class="field mono"
          type="text"
          placeholder="orders.new"
          spellcheck={false}
          autocomplete="off"
          value={subject}
          aria-invalid={isTried && problem !== undefined}
          aria-describedby="probe-problem"
          onInput={({ currentTarget }) => setSubject(currentTarget.value)}
        />
      </label>
      <details>
        <summary>Headers and payload</summary>
        <div class="probe-more">
          <label>
            <span>Headers, one a line</span>
            <textarea
              class="textarea"
              rows={4}
              placeholder="tenant: t-12"
              spellcheck={false}
              value={headerText}
              onInput={({ currentTarget }) => setHeaderText(currentTarget.value)}
            />
          </label>
          <label>
            <span>Payload</span>
            <textarea
              class="textarea"
              rows={4}
              spellcheck={false}
              value={payload}
              onInput={({ currentTarget }) => setPayload(currentTarget.value)}
            />
          </label>
        </div>
      </details>
      <p id="probe-problem" class="bad" role="status">
        {isTried ? (problem ?? headerProblem) : headerProblem}
      </p>
      <div class="probe-actions">
        <button type="submit" class="button button-primary" disabled={props.isBusy}>
          {isDelivered ? 'Deliver …' : 'Dry run'}
        </button>
        <label class="check">
          <input
            type="checkbox"
            checked={isDelivered}
            disabled={!props.canPublish}
            onChange={({ currentTarget }) => setDelivered(currentTarget.checked)}
          />
          <span>
            Deliver it for real
            {!props.canPublish && (
              <span class="muted"> · needs a viewer started with --allow-publish</span>
            )}
          </span>
        </label>
      </div>
    </form>
  )
}
