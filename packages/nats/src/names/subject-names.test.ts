import { expect, test } from 'vitest'
import { subjectNames, type NamingOptions } from './subject-names.ts'

test('a subject stands for itself where no template matches', () => {
  expect(name('orders.new')).toEqual({
    isTraced: true,
    isTemporary: false,
    display: 'orders.new',
    label: 'orders.new',
  })
})

test('the first template that matches stands for the subject everywhere', () => {
  const templates = ['orders.*.created', 'orders.>']

  expect(name('orders.17.created', { templates })).toMatchObject({
    display: 'orders.*.created',
    template: 'orders.*.created',
    label: 'orders.*.created',
  })
  expect(name('orders.17.paid', { templates }).template).toBe('orders.>')
})

test('a function can be the template, and says with undefined that there is none', () => {
  const templates = (subject: string) => (subject === 'a.1' ? 'a.{id}' : undefined)

  expect(name('a.1', { templates }).display).toBe('a.{id}')
  expect(name('b.1', { templates })).toMatchObject({ display: 'b.1' })
})

test.each(['_INBOX.abc.1', 'mine.abc.1', '_R_.abc.def'])(
  '%s is temporary and never named',
  (subject) => {
    expect(name(subject, { inboxPrefix: 'mine' })).toMatchObject({
      isTraced: true,
      isTemporary: true,
      display: '(temporary)',
    })
  },
)

test.each(['$JS.ACK.S.c.1.1.1.1.0', '$SYS.PING', '$SRV.INFO', 'telemetry.x', 'telemetry-dlq.x'])(
  '%s is not traced',
  (subject) => {
    expect(name(subject, { filter: () => true }).isTraced).toBe(false)
  },
)

test('what is not included or is excluded is not traced', () => {
  const filter = { include: ['orders.>'], exclude: ['orders.health'] }

  expect(name('orders.new', { filter }).isTraced).toBe(true)
  expect(name('orders.health', { filter }).isTraced).toBe(false)
  expect(name('audit.new', { filter }).isTraced).toBe(false)
  expect(name('audit.new', { filter: { exclude: ['orders.>'] } }).isTraced).toBe(true)
})

test('a function decides what is traced, and is asked once for a subject', () => {
  const asked: string[] = []
  const nameOf = subjectNames({
    ...OPTIONS,
    filter: (subject) => asked.push(subject) > 1,
  })

  expect([nameOf('a'), nameOf('b'), nameOf('a')].map(({ isTraced }) => isTraced)).toEqual([
    false,
    true,
    false,
  ])
  expect(asked).toEqual(['a', 'b'])
})

test('a subject is traced without a template when the functions throw', () => {
  const errors: unknown[] = []
  const fail = () => {
    throw new Error('broken')
  }
  const options = { filter: fail, templates: fail, onError: (error: unknown) => errors.push(error) }

  expect(name('a', options)).toMatchObject({ isTraced: true, display: 'a' })
  expect(errors).toHaveLength(2)
})

test.each([
  'orders.17.created',
  'users.0191e2a4-8c1b-7d3e-9f00-1234567890ab',
  'jobs.4bf92f3577b34da6',
  'runs.V1StGXR8qZ5jdHi6BmyT42',
])('%s has no label, since it is without end', (subject) => {
  expect(name(subject).label).toBeUndefined()
})

test.each(['orders.v2.new', 'region-1.orders', 'orders.created', 'facade.deadbeef'])(
  '%s is its own label',
  (subject) => {
    expect(name(subject).label).toBe(subject)
  },
)

test('there are 200 labels and no more', () => {
  const nameOf = subjectNames(OPTIONS)
  const labels = Array.from({ length: 300 }, (_, i) => nameOf(`orders.n${i}x`).label)

  expect(labels.filter((label) => label !== undefined)).toHaveLength(200)
  expect(nameOf('orders.n0x').label).toBe('orders.n0x')
})

const OPTIONS: NamingOptions = {
  filter: {},
  templates: [],
  inboxPrefix: '_INBOX',
  onError: () => {},
}

function name(subject: string, options: Partial<NamingOptions> = {}) {
  return subjectNames({ ...OPTIONS, ...options })(subject)
}
