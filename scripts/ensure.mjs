// Runs before `npm start` and `npm test`, so that a fresh clone needs no step of its own to install.
// It writes to stderr only, and nothing at all when node_modules is as the lock file wants it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expectedPackages } from './expected-packages.mjs'
import { INSTALLING_NODE, satisfies } from './node-range.mjs'
import { showLife } from './show-life.mjs'

// NODE_ENV=production would make npm leave out the tools that tests need.
const CI = ['ci', '--include=dev', '--include=optional', '--loglevel=error']

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
process.exitCode = await ensure()

async function ensure() {
  const wanted = readPackages('package-lock.json')
  if (wanted === undefined) {
    return fail(
      'package-lock.json is missing or cannot be read',
      'get it back from git: `git checkout package-lock.json`',
    )
  }

  const machine = { platform: process.platform, arch: process.arch, libc: libcFamily() }
  const expected = [...expectedPackages(wanted, machine)]
  const installed = readPackages('node_modules/.package-lock.json') ?? {}
  if (expected.every((path) => isSame(wanted[path], installed[path]) && existsSync(path))) return 0

  const node = nodeOfNpm()
  if (!satisfies(node, INSTALLING_NODE)) {
    return fail(
      `Node ${node} cannot install what this repository needs`,
      'install Node 20.19, 22.13 or anything later, and run the same command again',
    )
  }

  const why = existsSync('node_modules') ? 'node_modules differs from the lock' : 'first run only'
  say(`installing ${expected.length} packages (${why}) …`)
  return install()
}

async function install() {
  const startMs = Date.now()
  const stop = showLife(say)
  const { status, error, output } = await runNpm(CI)
  stop()
  if (status === 0) {
    say(`installed in ${((Date.now() - startMs) / 1000).toFixed(1)} s`)
    return 0
  }

  say(withoutStack(output))
  const why = error?.message ?? (status === null ? 'it was stopped' : `exit code ${status}`)
  return fail(
    `\`npm ci\` did not finish: ${why}`,
    'its own words are above. Most often the package registry cannot be reached (network, proxy, ' +
      '`npm config get registry`) or the disk is full. Nothing was started; ' +
      'run the same command again when that is mended',
  )
}

async function runNpm(args) {
  const npm = spawnNpm(args)
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => (output += text))
  }
  // Ctrl-C goes to npm, too: what it leaves is told when it has ended.
  process.on('SIGINT', () => {})
  return new Promise((resolve) => {
    npm.once('error', (error) => resolve({ status: null, error, output }))
    npm.once('close', (status) => resolve({ status, output }))
  })
}

function spawnNpm(args) {
  const options = { stdio: ['ignore', 'pipe', 'pipe'] }
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  // The Node that npm came with: the one in node_modules is about to be deleted.
  if (script && node) return spawn(node, [script, ...args], options)
  return spawn('npm', args, { ...options, shell: process.platform === 'win32' })
}

// npm prints the stack of a network error, in lines that are indented or close a brace.
function withoutStack(output) {
  return output
    .split('\n')
    .filter((line) => !/^npm error(\s*$|\s{2,}|\s\})/.test(line))
    .join('\n')
    .trim()
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

function isSame(wanted, installed) {
  if (installed === undefined) return false
  if (wanted.link) return installed.link === true && installed.resolved === wanted.resolved
  return installed.version === wanted.version && installed.integrity === wanted.integrity
}

function libcFamily() {
  if (process.platform !== 'linux') return undefined
  // The report would ask the network for the names of this machine's addresses.
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

// Inside a script of npm, `node` may already be the one in node_modules; npm runs on another.
function nodeOfNpm() {
  return (
    /\bnode\/v(\d[\d.]*)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ??
    process.versions.node
  )
}

function say(line) {
  console.error(line)
}

function fail(message, hint) {
  say(`error: ${message}\nhint: ${hint}`)
  return 1
}
