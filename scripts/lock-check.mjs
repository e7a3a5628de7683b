// Checks what npm does not: that the lock file can be installed from, on every platform, anywhere.
import { readFileSync } from 'node:fs'
import { OLDEST_INSTALLING_NODES, satisfies } from './node-range.mjs'

const file = process.argv[2] ?? 'package-lock.json'
const { packages } = JSON.parse(readFileSync(file, 'utf8'))
const entries = Object.entries(packages)
const problems = [...holes(), ...skipped(), ...addresses()]

if (problems.length > 0) {
  console.error(problems.join('\n'))
  console.error('hint: pin a version that is whole, then `npm install` and check again')
  process.exit(1)
}
console.log(`${file}: ${entries.length} entries, whole, without addresses`)

// When a registry lacks one platform's package, `npm install` leaves it out of the lock without a
// word; `npm ci` then refuses the lock, or that platform gets no binary.
function holes() {
  const names = new Set(entries.map(([path]) => path.split('node_modules/').at(-1)))
  return entries.flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path || 'the root'} wants ${name}, which the lock does not have`),
  )
}

// npm leaves out an optional package whose engines exclude the Node that npm runs on, without a
// word. One that stands for no platform of its own (WebAssembly fallbacks) is not missed.
function skipped() {
  return entries
    .filter(([, entry]) => entry.optional && entry.os && entry.engines?.node)
    .flatMap(([path, { engines }]) =>
      OLDEST_INSTALLING_NODES.filter((node) => !satisfies(node, engines.node)).map(
        (node) => `${path} is optional and npm on Node ${node} would skip it (${engines.node})`,
      ),
    )
}

// An address in the lock ties everyone to the registry of whoever wrote it.
function addresses() {
  return entries
    .filter(([, entry]) => /^(https?|git)/.test(entry.resolved ?? ''))
    .map(([path]) => `${path} records where it came from (see omit-lockfile-registry-resolved)`)
}
