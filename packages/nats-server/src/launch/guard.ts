import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { onProcessExit } from './exit-hook.ts'

// Reads what to guard from its standard input, which ends with the process that opened the guard,
// however that process ends. SIGINT of a terminal reaches the guard too and must not end it.
const SCRIPT = `
trap '' HUP INT TERM
pids=
while read -r op pid; do
  case $op in
    +) pids="$pids $pid" ;;
    -) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
  esac
done
for p in $pids; do kill -9 "$p"; done
rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
`

/**
 * Sees to it that processes, and the folder they work in, do not outlive this process.
 *
 * An exit hook covers an ordinary exit. A shell that waits for this process to be gone covers
 * the rest, SIGKILL included; on Windows there is none.
 */
export class Guard implements Disposable {
  readonly #dir: string
  readonly #pids = new Set<number>()
  readonly #watcher: ChildProcess | undefined
  readonly #forgetExit: () => void

  constructor(dir: string) {
    this.#dir = dir
    this.#watcher = process.platform === 'win32' ? undefined : startWatcher(dir)
    this.#forgetExit = onProcessExit(() => this.#endAll())
  }

  /** Guards a process from now on. */
  add(pid: number): void {
    this.#pids.add(pid)
    this.#watcher?.stdin?.write(`+ ${pid}\n`)
  }

  /** Forgets a process that has ended: its number may soon be another's. */
  remove(pid: number): void {
    this.#pids.delete(pid)
    this.#watcher?.stdin?.write(`- ${pid}\n`)
  }

  /** Guards nothing any more. */
  [Symbol.dispose](): void {
    this.#forgetExit()
    this.#watcher?.kill('SIGKILL')
  }

  #endAll(): void {
    for (const pid of this.#pids) tryKill(pid)
    tryRemove(this.#dir)
  }
}

function startWatcher(dir: string): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', SCRIPT, 'nats-server-guard', dir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  // Without a shell, or with one that was killed, the exit hook is what is left.
  watcher.on('error', () => {})
  watcher.stdin.on('error', () => {})
  watcher.unref()
  if ('unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref()
  return watcher
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function tryRemove(dir: string): void {
  try {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // A process that is still ending wrote to it: the watcher removes the rest.
  }
}
