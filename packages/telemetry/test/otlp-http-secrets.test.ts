import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Backend, type BackendOptions, type Outcome } from '../src/otlp-http/index.ts'
import { answering, startOtlpServer, type OtlpServer, type Respond } from './otlp-http-server.ts'

const OPTIONS: BackendOptions = {
  headers: { 'x-api-key': 'hush-header', authorization: 'Bearer hush-bearer' },
}

test('a user and a password in the URL are sent as Authorization', async () => {
  await using server = await startOtlpServer()

  await outcomeFrom(withSecrets(server), {})

  expect(server.requests[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from('hush-user:hush-p@ss').toString('base64')}`,
  )
  expect(server.requests[0]?.path).toBe('/v1/traces?token=hush-token')
})

test('a header that is asked for comes before the user of the URL', async () => {
  await using server = await startOtlpServer()

  await outcomeFrom(withSecrets(server), { headers: { AUTHORIZATION: 'Bearer hush' } })

  expect(server.requests[0]?.headers.authorization).toBe('Bearer hush')
})

test.each([200, 400, 503])(
  'a backend that repeats all it was sent, with status %i, is quoted without the secrets',
  async (status) => {
    await using server = await startOtlpServer(echoing(status))

    const outcome = await outcomeFrom(withSecrets(server), OPTIONS)
    expect(inspect(outcome)).toMatch(/x-api-key.*\*\*\*/)
    expect(inspect(outcome)).not.toMatch(/hush|aHVza/)
  },
)

test('a backend that repeats a password is quoted without it', async () => {
  await using server = await startOtlpServer(echoing(401))

  const outcome = await outcomeFrom(withSecrets(server), {})
  expect(inspect(outcome)).toMatch(/authorization.*\*\*\*/)
  expect(inspect(outcome)).not.toMatch(/hush|aHVza/)
})

test.each([
  ['half a query', 'hush%2Ftoken'],
  ['half a query, decoded', 'hush/token'],
  ['what the user of the header is', 'of user hush-basic'],
])('a backend that repeats %s is quoted without it', async (_, words) => {
  await using server = await startOtlpServer(
    answering(400, { 'content-type': 'text/plain' }, words),
  )
  const authorization = `Basic ${Buffer.from('hush-basic:hush-too').toString('base64')}`

  const outcome = await outcomeFrom(`${server.url}?a=1&token=hush%2Ftoken`, {
    headers: { authorization },
  })
  expect(outcome).toMatchObject({ reason: expect.stringContaining('***') })
  expect(inspect(outcome)).not.toMatch(/hush/)
})

test('a backend that cannot be reached is named without secrets', async () => {
  const server = await startOtlpServer()
  await server[Symbol.asyncDispose]()
  await using backend = new Backend({ endpoint: withSecrets(server), ...OPTIONS })

  const outcome = await backend.send('traces', [Buffer.from('0a00', 'hex')])

  expect(outcome.kind).toBe('unavailable')
  expect(inspect(outcome)).not.toContain('hush')
  expect(backend.url('traces')).toBe(`${server.url}/v1/traces`)
})

test('a token with an @ in it is not taken for a user', async () => {
  await using backend = new Backend({ traces: { endpoint: 'https://host/in?token=a@hush' } })

  expect(backend.url('traces')).toBe('https://host/in')
})

test('a redirect whose query has an @ in it is told without the query', async () => {
  await using server = await startOtlpServer((response) => {
    response.writeHead(307, { location: '/login?token=a@hush' }).end()
  })

  expect(await outcomeFrom(server.url, {})).toMatchObject({
    reason: 'HTTP status 307, a redirect to /login, which is not followed',
  })
})

test.each([
  [{ headers: { 'x-key': 'hush\n' } }, 'header "x-key" cannot be sent by HTTP'],
  [{ headers: { 'x key': 'hush' } }, 'header "x key" cannot be sent by HTTP'],
  [{ endpoint: 'ftp://u:hush@host?hush' }, 'ftp://host is no http or https URL'],
  [{ logs: { endpoint: 'u:hush@host' } }, 'host is no http or https URL'],
  [{ endpoint: 'ftp://host/?token=a@hush' }, 'ftp://host/ is no http or https URL'],
  [{ endpoint: 'u:a?hush@host' }, 'host is no http or https URL'],
])('the option %j is refused, without what is secret in it', (options, message) => {
  expect(() => new Backend(options)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  )
  expect(() => new Backend(options)).toThrow(
    expect.not.objectContaining({ cause: expect.anything() }),
  )
})

// Says of each request that it was wrong, and what it was.
function echoing(status: number): Respond {
  return (response, { path, headers }) => {
    const errorMessage = `${path} ${JSON.stringify(headers)}`
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: errorMessage, partialSuccess: { errorMessage } }))
  }
}

function withSecrets({ url }: OtlpServer): string {
  return `${url.replace('//', '//hush-user:hush-p%40ss@')}?token=hush-token`
}

async function outcomeFrom(endpoint: string, options: BackendOptions): Promise<Outcome> {
  await using backend = new Backend({ endpoint, ...options })
  return await backend.send('traces', [Buffer.from('0a00', 'hex')])
}
