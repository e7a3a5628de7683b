import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** When a process started, in whatever words the system has for it; nothing if there is none of that number. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux')
      return linuxStartTime(await readFile(`/proc/${pid}/stat`, 'utf8'))
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}

/** Kills the processes whose command line names `path`, this one never, and waits until they are gone. */
export async function endProcessesNaming(path: string): Promise<void> {
  const pids = await processesNaming(path)
  for (const pid of pids) kill(pid)
  for (let waited = 0; waited < 2_000 && (await processesNaming(path)).length > 0; waited += 20) {
    await setTimeout(20)
  }
}

// The 22nd field of proc(5)'s stat; the second is the command's name in brackets, and may hold spaces.
function linuxStartTime(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

/** The numbers of the processes whose command line names `path` or something in it, without this one. */
export async function processesNaming(path: string): Promise<readonly number[]> {
  const processes = process.platform === 'linux' ? await linuxProcesses() : await psProcesses()
  return processes
    .filter(({ pid, commandLine }) => pid !== process.pid && names(commandLine, path))
    .map(({ pid }) => pid)
}

// `/tmp/run-a` must not be found in `/tmp/run-abc`.
function names(commandLine: string, path: string): boolean {
  return commandLine
    .split(/[\0\s]/)
    .some((argument) => argument === path || argument.startsWith(`${path}/`))
}

interface RunningProcess {
  readonly pid: number
  readonly commandLine: string
}

async function linuxProcesses(): Promise<readonly RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      // A process may end while we look.
      commandLine: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    })),
  )
}

async function psProcesses(): Promise<readonly RunningProcess[]> {
  if (process.platform === 'win32') return []
  const { stdout } = await run('ps', ['-axo', 'pid=,args='], { maxBuffer: 16 * 1024 ** 2 })
  return stdout.split('\n').map((line) => {
    const [, pid = '', commandLine = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    return { pid: Number(pid), commandLine }
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
