/**
 * Node releases that can install this repository: the ones for which npm does not silently leave
 * out an optional package because of its `engines`. What runs afterwards is the Node of the lock.
 */
export const INSTALLING_NODE = '^20.19.0 || >=22.13.0'

/** The oldest releases of {@link INSTALLING_NODE}: what admits these admits all of them. */
export const OLDEST_INSTALLING_NODES = ['20.19.0', '22.13.0']

/**
 * Whether a Node version such as `22.13.0` is in a range such as `^20.19.0 || >=22.13.0`.
 *
 * Knows the comparators that `engines` of our dependencies use: `*`, `^`, `>=` and a bare version.
 *
 * @throws {Error} when a comparator is none of these
 */
export function satisfies(version, range) {
  const alternatives = range.replace(/>=\s+/g, '>=').split('||')
  return alternatives.some((all) =>
    all
      .trim()
      .split(/\s+/)
      .every((comparator) => admits(comparator, numbers(version))),
  )
}

function admits(comparator, version) {
  if (comparator === '*' || comparator === '') return true

  const [, operator, digits] = /^(\^|>=|)v?(\d[\d.]*)$/.exec(comparator) ?? []
  if (digits === undefined) throw new Error(`cannot read the version range ${comparator}`)

  const bound = numbers(digits)
  if (operator === '>=') return compare(version, bound) >= 0
  if (operator === '^') return version[0] === bound[0] && compare(version, bound) >= 0
  return digits.split('.').every((_, place) => version[place] === bound[place])
}

function numbers(version) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return [major, minor, patch]
}

function compare(a, b) {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}
