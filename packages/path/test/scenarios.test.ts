import { expect, test } from 'vitest'
import { assemble, render } from '../src/index.ts'
import { eventsOf, scenarios } from './server-events.ts'

test.each(scenarios().map(({ name }) => name))('tells the way and the end of %s', (name) => {
  expect(render(assemble(eventsOf(name)))).toMatchSnapshot()
})
