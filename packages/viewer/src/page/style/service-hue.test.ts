import { expect, test } from 'vitest'
import { SERVICE_HUES, serviceToken, serviceTokens } from './service-hue.ts'

test('services that are shown together have colors of their own', () => {
  // By their names alone these two have the same.
  expect(serviceToken('checkout')).toBe(serviceToken('shop-edge'))

  const tokens = serviceTokens(['shop-edge', 'checkout', 'payments'])
  expect(new Set(tokens.values()).size).toBe(3)
})

test('the order in which they are named does not matter', () => {
  const one = serviceTokens(['shop-edge', 'checkout', 'payments'])
  const other = serviceTokens(['payments', 'checkout', 'shop-edge', 'checkout'])

  expect(Object.fromEntries(one)).toEqual(Object.fromEntries(other))
})

test('who has a color alone keeps it, whoever else is there', () => {
  const tokens = serviceTokens(['shop-edge', 'checkout', 'payments', 'warehouse'])

  expect(tokens.get('checkout')).toBe(serviceToken('checkout'))
  expect(tokens.get('payments')).toBe(serviceToken('payments'))
  expect(tokens.get('warehouse')).toBe(serviceToken('warehouse'))
})

test('as many services as there are colors have one each, and more share them', () => {
  const names = Array.from({ length: 40 }, (_, number) => `service-${number}`)

  expect(new Set(serviceTokens(names.slice(0, SERVICE_HUES)).values()).size).toBe(SERVICE_HUES)
  expect(serviceTokens(names).size).toBe(40)
})
