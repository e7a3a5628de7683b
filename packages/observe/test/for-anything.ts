import type {
  Attributes,
  Context,
  Link,
  SpanOptions,
  SpanStatus,
  TimeInput,
} from '@opentelemetry/api'
import * as fc from 'fast-check'

/** What an application without types may pass: it goes for everything. */
export type Anything = string &
  number &
  Attributes &
  Context &
  Link &
  SpanOptions &
  SpanStatus &
  TimeInput & { readonly [key: string]: never }

/** Does `work` with all that JavaScript lets somebody pass, be it hostile. */
export async function forAnything(
  work: (one: Anything, other: Anything, third: Anything) => unknown,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anything(), anything(), anything(), async (one, other, third) => {
      await work(one(), other(), third())
    }),
    { numRuns: 150 },
  )
}

// Made at the last moment: fast-check looks at what it is given, which some of it does not bear.
function anything(): fc.Arbitrary<() => Anything> {
  const plain = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  const made = fc.oneof(
    plain.map((value) => () => value),
    fc.constantFrom<(() => unknown)[]>(...STRANGE),
  )
  return made as fc.Arbitrary<() => never>
}

const STRANGE = [
  () => null,
  () => 10n,
  () => 1e300,
  () => Symbol('s'),
  () => () => 1,
  () => ({ a: () => 1 }),
  () => ({ context: undefined }),
  () => new Proxy(new Date(), {}),
  circle,
  thrower,
  hostile,
  revoked,
]

function circle(): unknown {
  const given: { a?: object; b?: object } = {}
  given.a = given
  given.b = given
  return given
}

function thrower(): unknown {
  return Object.defineProperty({ a: 1 }, 'name', { enumerable: true, get: fail })
}

function hostile(): unknown {
  return new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail })
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function fail(): never {
  throw new Error('not for you')
}
