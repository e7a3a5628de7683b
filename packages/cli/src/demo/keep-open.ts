import { setTimeout } from 'node:timers/promises'
import { styleText } from 'node:util'
import type { Viewer } from '@hopscope/viewer'
import type { Io } from '../io.ts'
import { commandOf } from './command-of.ts'
import { makeOrder } from './order.ts'
import type { Shop } from './start-shop.ts'

/** A shop whose orders were shown. */
export interface OpenShop {
  readonly shop: Pick<Shop, 'url' | 'place'>
  /** Absent if no page was asked for. */
  readonly page: Pick<Viewer, 'issueLink'> | undefined
  /** How many orders were placed so far. */
  readonly placed: number
}

/** Says what can be done with the shop, and goes on selling until the person ends it. */
export async function keepOpen(io: Io, { shop, page, placed }: OpenShop): Promise<void> {
  const { stderr, env, signal } = io
  stderr.write(`the shop stays open and sells on, an order every ${KEPT_ORDER_MS / 1000} s\n\n`)
  // One of its own: the first one may have let a browser in already.
  if (page) stderr.write(`  see    ${emphasized(page.issueLink(), io)}\n`)
  stderr.write(`  trace  ${commandOf(env)} trace orders.new -s ${shop.url}\n`)
  stderr.write('  end    Ctrl-C\n')
  for (let number = placed + 1; !signal.aborted; number++) {
    await setTimeout(KEPT_ORDER_MS, undefined, { signal }).catch(() => {})
    if (!signal.aborted) shop.place(makeOrder(number))
  }
  // Terminals print ^C and stay on the line.
  stderr.write('\nclosing the shop\n')
}

// Often enough for whoever watches the page.
const KEPT_ORDER_MS = 2_000

function emphasized(url: string, { stderr }: Io): string {
  return stderr.color ? styleText(['bold', 'underline'], url, { validateStream: false }) : url
}
