import { requestFields } from './request/request-fields.ts'

/**
 * Whether bytes have the outside of an OTLP request of some signal, as protobuf: resources, one
 * after another, and nothing else.
 *
 * Bodies for which this holds can be joined. It costs next to nothing, and does not look inside the
 * resources.
 */
export function isOtlpRequest(body: Uint8Array): boolean {
  return requestFields(body) !== undefined
}
