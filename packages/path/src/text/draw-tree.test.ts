import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth } from './display-width.ts'
import { drawTree } from './draw-tree.ts'
import type { TreeLine } from './tree-line.ts'

test('aligns figures to the right and the details of lines that want it', () => {
  const tree = [
    line('A', { detail: 'client', aligned: true, figures: ['0 ms', '+1 ms'] }, [
      line('BB', { detail: 'route', aligned: true, figures: ['12 ms', '+0.1 ms'], note: 'slow' }),
      line('stream', { detail: 'stored', figures: ['1 ms'] }),
    ]),
  ]

  expect(drawTree(tree, { width: 80, color: false, titles: ['at', 'took'] })).toBe(
    [
      '                      at     took',
      'A      client       0 ms    +1 ms',
      '├─ BB  route       12 ms  +0.1 ms  slow',
      '└─ stream  stored   1 ms',
    ].join('\n'),
  )
})

test('an arrow takes the place of a branch, and what is below begins under its head', () => {
  const tree = [
    line('A', {}, [
      line('B', { arrow: '==>', figures: ['+1 ms'] }, [
        line('C', { arrow: '~~>' }),
        line('client'),
      ]),
      line('stream', { figures: ['+2 ms'] }),
      line('D', { arrow: '-->' }, [line('client')]),
    ]),
    line('E', { arrow: '-->' }, [line('client')]),
  ]

  expect(drawTree(tree, { width: 80, color: false })).toBe(
    [
      'A',
      '├==> B        +1 ms',
      '│  ├~~> C',
      '│  └─ client',
      '├─ stream     +2 ms',
      '└--> D',
      '   └─ client',
      '--> E',
      '└─ client',
    ].join('\n'),
  )
})

test('an arrow is drawn with its name, not with the branches', () => {
  const tree = [line('A', {}, [line('B', { arrow: '==>' })])]

  expect(drawTree(tree, { width: 80, color: true })).toContain('\u001b[1m==> B\u001b[22m')
})

test('cuts long names and notes, never the branches or the figures', () => {
  const long = 'x'.repeat(60)
  const tree = [line('top', {}, [line(long, { figures: ['12 ms'], note: long })])]

  expect(drawTree(tree, { width: 40, color: false })).toBe(
    `top\n└─ ${'x'.repeat(20)}…  12 ms  ${'x'.repeat(6)}…`,
  )
})

test('cuts the branches of a very deep line at their left', () => {
  const deep = Array.from({ length: 50 }).reduce<TreeLine>(
    (child) => line('n', {}, [child]),
    line('end'),
  )
  const last = drawTree([deep], { width: 40, color: false }).split('\n').at(-1)

  expect(last).toBe('…        └─ end')
})

test('keeps every line within the width, whatever is in the tree', () => {
  fc.assert(
    fc.property(fc.array(anyLine()), fc.integer({ min: 40, max: 120 }), (lines, width) => {
      const widths = drawTree(lines, { width, color: false }).split('\n').map(displayWidth)

      expect(Math.max(...widths)).toBeLessThanOrEqual(width)
    }),
  )
})

type Fields = Partial<Omit<TreeLine, 'name' | 'children'>>

function line(name: string, fields: Fields = {}, children: readonly TreeLine[] = []): TreeLine {
  return { figures: [], ...fields, name, children }
}

function anyLine(depth = 3): fc.Arbitrary<TreeLine> {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 80 })
  return fc.record({
    name: text,
    detail: text,
    note: text,
    aligned: fc.boolean(),
    arrow: fc.constantFrom(undefined, '-->', '==>', '~~>'),
    figures: fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), { maxLength: 2 }),
    children: depth === 0 ? fc.constant([]) : fc.array(anyLine(depth - 1), { maxLength: 3 }),
  })
}
