import { readFileSync } from 'node:fs'

/** OTLP JSON of one trace of that many spans or a few more: a recorded order over and over, 3 ms apart. */
export function manyOrders(spans: number): string {
  const order = JSON.stringify(JSON.parse(readFileSync(ORDER, 'utf8')).resourceSpans).slice(1, -1)
  const ids = new Set(order.match(/(?<="spanId":")[0-9a-f]{16}/g))
  const copies = Array.from({ length: Math.ceil(spans / ids.size) }, (_copy, number) =>
    order
      .replaceAll(/(?<=")[0-9a-f]{16}(?=")/g, (id) => (ids.has(id) ? numbered(id, number) : id))
      .replaceAll(/(?<=UnixNano":")\d+/g, (time) => String(BigInt(time) + BigInt(number) * APART)),
  )
  return `{"resourceSpans":[${copies.join(',')}]}`
}

const ORDER = new URL('../../../../packages/viewer/test/fixtures/order.json', import.meta.url)
const APART = 3_000_000n

function numbered(id: string, number: number): string {
  return `${id.slice(0, 10)}${number.toString(16).padStart(6, '0')}`
}
