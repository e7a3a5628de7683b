import { expect, test } from 'vitest'
import { readHeaders, subjectProblem } from './read-headers.ts'

test('a header is a name, a colon and a value on a line', () => {
  expect(readHeaders('tenant: t-12\r\n\n  Nats-Msg-Id:order:7 ')).toEqual({
    headers: [
      ['tenant', 't-12'],
      ['Nats-Msg-Id', 'order:7'],
    ],
  })
})

test('a header may be empty, and may come twice', () => {
  expect(readHeaders('a:\na: 1').headers).toEqual([
    ['a', ''],
    ['a', '1'],
  ])
})

test('the first line that is no header is told', () => {
  expect(readHeaders('a: 1\nno header here').problem).toBe(
    '"no header here" is no header: write a name, a colon and a value',
  )
})

test.each(['orders.new', '$JS.API.INFO', 'a'])('%s can be probed', (subject) => {
  expect(subjectProblem(subject)).toBeUndefined()
})

test.each([
  ['', 'a subject is needed'],
  ['orders new', 'a subject has no blanks'],
  ['orders..new', 'a subject has no empty tokens'],
  ['.orders', 'a subject has no empty tokens'],
  ['orders.*', 'a message is sent to a subject without wildcards'],
  ['orders.>', 'a message is sent to a subject without wildcards'],
])('"%s" cannot be probed: %s', (subject, problem) => {
  expect(subjectProblem(subject)).toBe(problem)
})
