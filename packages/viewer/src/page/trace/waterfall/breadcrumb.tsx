import type { VNode } from 'preact'
import { Text } from '../../element/text.tsx'
import { isHop, nameOf, pathTo, serviceOf } from '../model/trace-model.ts'
import type { Waterfall } from './use-waterfall.ts'

/** More steps than these leave the middle out. */
const MAX_STEPS = 7

/** Where the selected span is: each step leads to that row. */
export function Breadcrumb({ waterfall }: { readonly waterfall: Waterfall }): VNode {
  const { model, selectedRow, reveal } = waterfall
  const path = pathTo(model, selectedRow)
  const steps =
    path.length > MAX_STEPS ? [...path.slice(0, 2), -1, ...path.slice(2 - MAX_STEPS + 1)] : path
  return (
    <nav class="wf-crumbs" aria-label="path to the selected span">
      {selectedRow < 0 ? (
        <span class="wf-hint">
          <kbd>j</kbd> <kbd>k</kbd> rows <kbd>e</kbd> next error <kbd>d</kbd> next redelivery{' '}
          <kbd>+</kbd> <kbd>-</kbd> zoom <kbd>?</kbd> all keys
        </span>
      ) : (
        <ol>
          {steps.map((row) => (
            <li key={row}>
              {row < 0 ? (
                '…'
              ) : (
                <button
                  type="button"
                  aria-current={row === selectedRow}
                  onClick={() => reveal(row)}
                >
                  <b>
                    <Text value={serviceOf(model, row)} />
                  </b>
                  {!isHop(model, row) && (
                    <>
                      {' '}
                      <Text value={nameOf(model, row)} />
                    </>
                  )}
                </button>
              )}
            </li>
          ))}
        </ol>
      )}
    </nav>
  )
}
