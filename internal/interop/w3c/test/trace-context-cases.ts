/** A test of the W3C trace-context suite, at specification level 2 and strictness level 2. */
export interface TraceContextCase {
  /** The test's name in the suite: its class, and its method without `test_`. */
  readonly name: string
  readonly requests: readonly CaseRequest[]
}

/** A request that the suite sends, and what the calls have to bring that it asks for. */
export interface CaseRequest {
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** How many calls it asks for. @default 1 */
  readonly calls?: number
  /** Whether the calls are of the trace that was sent, or of another. */
  readonly trace: 'continued' | 'new'
  /** The members that come back, as one list; absent when there are to be none. */
  readonly tracestate?: string
  /** The flags that come back; absent when any will do. */
  readonly flags?: string
}

const TRACE_ID = '12345678901234567890123456789012'
const SPAN_ID = '1234567890123456'
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789_-*/'
const VALUE = ` !"#$%&'()*+-./0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_\`abcdefghijklmnopqrstuvwxyz{|}~`

/** All of the 41 tests of the suite. */
export const TRACE_CONTEXT_CASES: readonly TraceContextCase[] = [
  traceparents('both_traceparent_and_tracestate_missing', 'new', []),
  traceparents('traceparent_included_tracestate_missing', 'continued', [TRACEPARENT]),
  {
    name: 'TraceContextTest.traceparent_duplicated',
    requests: [
      {
        headers: [
          ['traceparent', `00-${TRACE_ID.slice(0, -1)}1-${SPAN_ID}-01`],
          ['traceparent', TRACEPARENT],
        ],
        trace: 'new',
      },
    ],
  },
  names('traceparent_header_name', 'new', ['trace-parent', 'trace.parent']),
  names('traceparent_header_name_valid_casing', 'continued', [
    'TraceParent',
    'TrAcEpArEnT',
    'TRACEPARENT',
  ]),
  traceparents('traceparent_version_0x00', 'new', [
    `${TRACEPARENT}.`,
    `${TRACEPARENT}-what-the-future-will-be-like`,
  ]),
  {
    name: 'TraceContextTest.traceparent_version_0xcc',
    requests: [
      sent(`cc-${TRACE_ID}-${SPAN_ID}-01`, 'continued'),
      sent(`cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-will-be-like`, 'continued'),
      sent(`cc-${TRACE_ID}-${SPAN_ID}-01.what-the-future-will-be-like`, 'new'),
    ],
  },
  traceparents('traceparent_version_0xff', 'new', [`ff-${TRACE_ID}-${SPAN_ID}-01`]),
  traceparents('traceparent_version_illegal_characters', 'new', [
    `.0-${TRACE_ID}-${SPAN_ID}-01`,
    `0.-${TRACE_ID}-${SPAN_ID}-01`,
  ]),
  traceparents('traceparent_version_too_long', 'new', [
    `000-${TRACE_ID}-${SPAN_ID}-01`,
    `0000-${TRACE_ID}-${SPAN_ID}-01`,
  ]),
  traceparents('traceparent_version_too_short', 'new', [`0-${TRACE_ID}-${SPAN_ID}-01`]),
  traceparents('traceparent_trace_id_all_zero', 'new', [`00-${'0'.repeat(32)}-${SPAN_ID}-01`]),
  traceparents('traceparent_trace_id_illegal_characters', 'new', [
    `00-.${TRACE_ID.slice(1)}-${SPAN_ID}-01`,
    `00-${TRACE_ID.slice(0, -1)}.-${SPAN_ID}-01`,
  ]),
  traceparents('traceparent_trace_id_too_long', 'new', [`00-${TRACE_ID}3-${SPAN_ID}-01`]),
  traceparents('traceparent_trace_id_too_short', 'new', [
    `00-${TRACE_ID.slice(0, -1)}-${SPAN_ID}-01`,
  ]),
  traceparents('traceparent_parent_id_all_zero', 'new', [`00-${TRACE_ID}-${'0'.repeat(16)}-01`]),
  traceparents('traceparent_parent_id_illegal_characters', 'new', [
    `00-${TRACE_ID}-.${SPAN_ID.slice(1)}-01`,
    `00-${TRACE_ID}-${SPAN_ID.slice(0, -1)}.-01`,
  ]),
  traceparents('traceparent_parent_id_too_long', 'new', [`00-${TRACE_ID}-${SPAN_ID}7-01`]),
  traceparents('traceparent_parent_id_too_short', 'new', [
    `00-${TRACE_ID}-${SPAN_ID.slice(0, -1)}-01`,
  ]),
  traceparents('traceparent_trace_flags_illegal_characters', 'new', [
    `00-${TRACE_ID}-${SPAN_ID}-.0`,
    `00-${TRACE_ID}-${SPAN_ID}-0.`,
  ]),
  traceparents('traceparent_trace_flags_too_long', 'new', [`00-${TRACE_ID}-${SPAN_ID}-001`]),
  traceparents('traceparent_trace_flags_too_short', 'new', [`00-${TRACE_ID}-${SPAN_ID}-1`]),
  traceparents('traceparent_ows_handling', 'continued', [
    ` ${TRACEPARENT}`,
    `\t${TRACEPARENT}`,
    `${TRACEPARENT} `,
    `${TRACEPARENT}\t`,
    `\t ${TRACEPARENT} \t`,
  ]),
  {
    name: 'TraceContextTest.tracestate_included_traceparent_missing',
    requests: [
      { headers: [['tracestate', 'foo=1']], trace: 'new' },
      { headers: [['tracestate', 'foo=1,bar=2']], trace: 'new' },
    ],
  },
  tracestates('tracestate_included_traceparent_included', [[['foo=1,bar=2'], 'foo=1,bar=2']]),
  {
    name: 'TraceContextTest.tracestate_header_name',
    requests: ['trace-state', 'trace.state'].map((name) => withTracestate(name, ['foo=1'])),
  },
  {
    name: 'TraceContextTest.tracestate_header_name_valid_casing',
    requests: ['TraceState', 'TrAcEsTaTe', 'TRACESTATE'].map((name) =>
      withTracestate(name, ['foo=1'], 'foo=1'),
    ),
  },
  tracestates('tracestate_empty_header', [
    [['']],
    [['foo=1', ''], 'foo=1'],
    [['', 'foo=1'], 'foo=1'],
  ]),
  tracestates('tracestate_multiple_headers_different_keys', [
    [['foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'], 'foo=1,bar=2,rojo=1,congo=2,baz=3'],
  ]),
  tracestates('tracestate_duplicated_keys', [
    [['foo=1,foo=1'], 'foo=1'],
    [['foo=1,foo=2'], 'foo=1'],
    [['foo=1', 'foo=1'], 'foo=1'],
    [['foo=1', 'foo=2'], 'foo=1'],
  ]),
  tracestates('tracestate_all_allowed_characters', [
    [[`${KEY}=${VALUE}`], `${KEY}=${VALUE}`],
    [[`${KEY}@a-z0-9_-*/=${VALUE}`], `${KEY}@a-z0-9_-*/=${VALUE}`],
  ]),
  tracestates('tracestate_ows_handling', [
    [['foo=1 \t , \t bar=2, \t baz=3'], 'foo=1,bar=2,baz=3'],
    [['foo=1\t \t,\t \tbar=2,\t \tbaz=3'], 'foo=1,bar=2,baz=3'],
    [[' foo=1'], 'foo=1'],
    [['\tfoo=1'], 'foo=1'],
    [['foo=1 '], 'foo=1'],
    [['foo=1\t'], 'foo=1'],
    [['\t foo=1 \t'], 'foo=1'],
  ]),
  tracestates('tracestate_key_illegal_characters', [[['foo =1']], [['FOO=1']], [['foo.bar=1']]]),
  // Level 2 has no vendor format any more: what it still forbids is that a key begins with an at sign.
  tracestates('tracestate_key_illegal_vendor_format', [
    [['foo@=1,bar=2'], 'foo@=1,bar=2'],
    [['@foo=1,bar=2']],
    [['foo@@bar=1,bar=2'], 'foo@@bar=1,bar=2'],
    [['foo@bar@baz=1,bar=2'], 'foo@bar@baz=1,bar=2'],
  ]),
  tracestates('tracestate_member_count_limit', [
    [[bars(1, 10), bars(11, 20), bars(21, 30), bars(31, 32)], bars(1, 32)],
    [[bars(1, 10), bars(11, 20), bars(21, 30), bars(31, 33)]],
  ]),
  tracestates('tracestate_key_length_limit', [
    [['foo=1', `${'z'.repeat(256)}=1`], `foo=1,${'z'.repeat(256)}=1`],
    [['foo=1', `${'z'.repeat(257)}=1`]],
  ]),
  tracestates('tracestate_value_illegal_characters', [[['foo=bar=baz']], [['foo=,bar=3']]]),
  {
    name: 'AdvancedTest.multiple_requests_with_valid_traceparent',
    requests: [{ ...sent(TRACEPARENT, 'continued'), calls: 3 }],
  },
  {
    name: 'AdvancedTest.multiple_requests_without_traceparent',
    requests: [{ headers: [], trace: 'new', calls: 3 }],
  },
  {
    name: 'AdvancedTest.multiple_requests_with_illegal_traceparent',
    requests: [{ ...sent(`00-${'0'.repeat(32)}-${SPAN_ID}-01`, 'new'), calls: 3 }],
  },
  {
    name: 'TraceContext2Test: the random flag is propagated',
    requests: ['00', '01', '02', '03'].map((flags) => ({
      ...sent(`00-${TRACE_ID}-${SPAN_ID}-${flags}`, 'continued'),
      flags,
    })),
  },
]

/** Requests with one `traceparent` each; one without any if there are none. */
function traceparents(
  name: string,
  trace: CaseRequest['trace'],
  values: readonly string[],
): TraceContextCase {
  const requests = values.map((value) => sent(value, trace))
  return {
    name: `TraceContextTest.${name}`,
    requests: requests.length > 0 ? requests : [{ headers: [], trace }],
  }
}

function sent(traceparent: string, trace: CaseRequest['trace']): CaseRequest {
  return { headers: [['traceparent', traceparent]], trace }
}

/** Requests with a valid `traceparent` under these names. */
function names(
  name: string,
  trace: CaseRequest['trace'],
  headers: readonly string[],
): TraceContextCase {
  return {
    name: `TraceContextTest.${name}`,
    requests: headers.map((header) => ({ headers: [[header, TRACEPARENT]], trace })),
  }
}

/** Requests with a valid `traceparent` and these values of `tracestate`, and what is to come back. */
function tracestates(
  name: string,
  lists: readonly (readonly [values: readonly string[], expected?: string])[],
): TraceContextCase {
  return {
    name: `TraceContextTest.${name}`,
    requests: lists.map(([values, expected]) => withTracestate('tracestate', values, expected)),
  }
}

function withTracestate(name: string, values: readonly string[], tracestate?: string): CaseRequest {
  return {
    headers: [
      ['traceparent', `00-${TRACE_ID}-${SPAN_ID}-00`],
      ...values.map((value) => [name, value] as const),
    ],
    trace: 'continued',
    ...(tracestate !== undefined && { tracestate }),
  }
}

function bars(from: number, to: number): string {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => String(from + at))
  return numbers
    .map((number) => `bar${number.padStart(2, '0')}=${number.padStart(2, '0')}`)
    .join(',')
}
