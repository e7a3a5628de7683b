import { expect, test } from 'vitest'
import { fakeIo } from '../../test/fake-io.ts'
import { tellErrors } from './tell-errors.ts'

test('a failure behind the page is told, and one that comes again and again once', () => {
  const io = fakeIo()
  const tell = tellErrors(io)
  tell(new Error('the disk is full'))
  tell(new Error('the disk is full'))
  tell('gone\u001b[2J')

  expect(io.stderr.text).toMatch(/^warning: the disk is full\nwarning: gone.*\n$/)
  expect(io.stderr.text).not.toContain('\u001b')
})
