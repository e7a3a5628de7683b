import { expect, test } from 'vitest'
import { fakeOutput } from '../../test/fake-io.ts'
import { Progress } from './progress.ts'

const STEPS = ['1 of 2 servers up', '2 of 2 servers up', 'joining the clusters']

test('each step is a line with the time since the start', () => {
  const stderr = fakeOutput()
  tell(new Progress(stderr))

  expect(stderr.text.replaceAll(/\d\.\d s/g, '0.0 s')).toBe(
    '  0.0 s  1 of 2 servers up\n  0.0 s  2 of 2 servers up\n  0.0 s  joining the clusters\n',
  )
})

test('in a terminal a count takes the place of the one before, and of nothing else', () => {
  const stderr = { ...fakeOutput(80), color: true, text: '', write }
  tell(new Progress(stderr))

  expect(stderr.text.split('\n').map((line) => line.startsWith('\u001b[A'))).toEqual([
    false,
    true,
    false,
    false,
  ])
})

function tell(progress: Progress): void {
  for (const step of STEPS) progress.step(step)
}

function write(this: { text: string }, text: string): void {
  this.text += text
}
