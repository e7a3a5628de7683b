import { expect, test } from 'vitest'
import { parseId } from './parse-id.ts'

test.each([
  ['b7ad6b7169203331', 16, 'b7ad6b7169203331'],
  ['B7AD6B7169203331', 16, 'b7ad6b7169203331'],
  ['t61rcWkgMzE=', 16, 'b7ad6b7169203331'],
  ['CvdlGRbNQ92ESOshHIAxnA==', 32, '0af7651916cd43dd8448eb211c80319c'],
])('%s is an id of %i digits', (text, digits, id) => {
  expect(parseId(text, digits)).toBe(id)
})

test.each([
  ['', 16],
  ['0000000000000000', 16],
  ['AAAAAAAAAAA=', 16],
  ['b7ad6b716920333', 16],
  ['b7ad6b716920333g', 16],
  ['t61rcWkgMzE', 16],
  ['t61rcWkgMzExx', 16],
  ['b7ad6b7169203331', 32],
])('"%s" is no id of %i digits', (text, digits) => {
  expect(parseId(text, digits)).toBeUndefined()
})
