import { expect, test } from 'vitest'
import { mirrorsIn, redact } from './private-apt.ts'

test('takes the mirror of the own release first, and of every mirror one', () => {
  const printed = [
    uri('http://backports.example/debian', 'bookworm-backports'),
    uri('http://mirror.example/debian', 'bookworm'),
    uri('http://mirror.example/debian', 'bookworm-updates'),
  ].join('\n')

  expect(mirrorsIn(printed, 'bookworm')).toEqual([
    'http://mirror.example/debian',
    'http://backports.example/debian',
  ])
})

test('leaves out the mirror of security updates, which has no other suite', () => {
  const printed = uri('http://security.example/debian-security', 'bookworm-security')

  expect(mirrorsIn(printed, 'bookworm')).toEqual([])
})

test('passes over lines that are no addresses', () => {
  expect(mirrorsIn('Reading package lists...\n', 'bookworm')).toEqual([])
})

test('leaves the address of a mirror out of what it tells', () => {
  const line = 'E: Failed to fetch https://me:secret@mirror.example/debian/InRelease  404'

  expect(redact(line)).toBe('E: Failed to fetch <mirror>  404')
})

function uri(mirror: string, suite: string): string {
  return `'${mirror}/dists/${suite}/InRelease' mirror_${suite}_InRelease 0 `
}
