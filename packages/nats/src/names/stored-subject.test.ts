import { expect, test } from 'vitest'
import { isObjectChunk, parseStoredSubject } from './stored-subject.ts'

test('a subject of a key tells its bucket, whatever is in the key', () => {
  expect(parseStoredSubject('$KV.books.a.b=c/d')).toEqual({
    kind: 'kv',
    bucket: 'books',
    template: '$KV.books.>',
  })
})

test('a subject of an object tells its bucket', () => {
  expect(parseStoredSubject('$O.images.M.Y2F0')).toEqual({
    kind: 'object',
    bucket: 'images',
    template: '$O.images.M.>',
  })
})

test.each(['orders.new', '$KV', '$KV.', '$KV.books', '$KV..a', '$O.images', '$JS.hub.API.$KV.b.k'])(
  '%s stores nothing that is known',
  (subject) => {
    expect(parseStoredSubject(subject)).toBeUndefined()
  },
)

test('a chunk of an object is told from what is known of it', () => {
  expect(isObjectChunk('$O.images.C.abc')).toBe(true)
  expect(isObjectChunk('$O.images.M.abc')).toBe(false)
  expect(isObjectChunk('$KV.images.C.abc')).toBe(false)
})
