import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeTraces, parseTracesJson, type TraceData } from '../src/otlp/index.ts'
import { traces } from './arbitrary-traces.ts'

test("OpenTelemetry's own code reads what is encoded", () => {
  fc.assert(
    fc.property(traces(), (data) => {
      const message = ExportTraceServiceRequest.decode(encodeTraces(data))
      const json = JSON.stringify(
        ExportTraceServiceRequest.toObject(message, { longs: String, bytes: String, json: true }),
        asOtlpJson,
      )

      expect(parseTracesJson(json)).toEqual(withoutFlags(data))
    }),
    { numRuns: 500 },
  )
})

// Its definitions are of a time before spans and links had flags.
function withoutFlags({ resourceSpans }: TraceData): unknown {
  return {
    resourceSpans: resourceSpans.map((ofResource) => ({
      ...ofResource,
      scopeSpans: ofResource.scopeSpans.map((ofScope) => ({
        ...ofScope,
        spans: ofScope.spans.map((span) => ({
          ...without('flags', span),
          links: span.links.map((link) => without('flags', link)),
        })),
      })),
    })),
  }
}

function without(name: string, object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}

// Protobuf's JSON has bytes in base64, OTLP's has ids in hex; JSON.stringify forgets the sign of zero.
function asOtlpJson(key: string, value: unknown): unknown {
  if (Object.is(value, -0)) return '-0'
  const isId = key === 'traceId' || key === 'spanId' || key === 'parentSpanId'
  return isId ? Buffer.from(String(value), 'base64').toString('hex') : value
}

/** What protobufjs generates for a message of OTLP's definitions. */
interface Message {
  decode(bytes: Uint8Array): object
  toObject(message: object, options: object): object
}

interface Definitions {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Message } }
      }
    }
  }
}

const { ExportTraceServiceRequest } = (
  createRequire(import.meta.url)('otlp-definitions/build/src/generated/root.js') as Definitions
).opentelemetry.proto.collector.trace.v1
