import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface PartProcess {
  pid: number
  /** Whether the process has not ended yet. */
  running(): boolean
  /** Resolves when the process has ended, whoever ended it. */
  ended: Promise<void>
  /** Asks the whole process group to end, insists after 20 s, and resolves when it is gone. */
  stop(): Promise<void>
  /** Kills the whole process group at once (`SIGKILL`) and resolves when it is gone, as after a crash. */
  kill(): Promise<void>
}

export interface PartCommand {
  /** The part's name, for errors. */
  name: string
  command: string
  args: readonly string[]
  env?: Record<string, string>
  cwd?: string
  /** Receives everything the process prints; its tail is in the error when the part does not come up. */
  logFile: string
  isReady(): Promise<boolean>
  /** How long to wait for `isReady`, in milliseconds. */
  timeoutMs: number
}

const running = new Set<PartProcess & { child: ChildProcess }>()

/** Starts a part in a process group of its own and resolves once it is ready; throws with the log's tail otherwise. */
export async function startPart(part: PartCommand): Promise<PartProcess> {
  mkdirSync(dirname(part.logFile), { recursive: true })
  const log = openSync(part.logFile, 'w')
  const started = spawnGroup(part, ['ignore', log, log])
  closeSync(log)
  const failure = (what: string) => new Error(`${part.name} ${what}. The end of its log:\n${tail(part.logFile)}`)
  const deadline = Date.now() + part.timeoutMs
  while (!(await part.isReady().catch(() => false))) {
    if (!started.running()) {
      await started.stop()
      throw failure('ended before it was ready')
    }
    if (Date.now() > deadline) {
      await started.stop()
      throw failure(`was not ready within ${Math.round(part.timeoutMs / 1000)} s`)
    }
    await delay(200)
  }
  return started
}

/** Spawns a command as the leader of its own process group, remembered by `stopAllParts`. */
export function spawnGroup(
  { name, command, args, env, cwd }: Pick<PartCommand, 'name' | 'command' | 'args' | 'env' | 'cwd'>,
  stdio: StdioOptions,
): PartProcess & { child: ChildProcess } {
  if (running.size === 0) process.once('exit', signalAll)
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, detached: true })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      console.error(`${name} could not be started: ${error.message}`)
      resolve()
    })
  })
  const pid = child.pid ?? 0
  const end = async (signals: readonly (readonly [NodeJS.Signals, waitMs: number])[]) => {
    for (const [signal, waitMs] of signals) {
      if (!signalGroup(pid, signal)) break
      if (await groupGone(pid, Date.now() + waitMs)) break
    }
    if (pid !== 0) await ended
    running.delete(part)
    if (running.size === 0) process.off('exit', signalAll)
  }
  const part = {
    child,
    pid,
    ended,
    running: () => pid !== 0 && child.exitCode === null && child.signalCode === null,
    stop: () =>
      end([
        ['SIGTERM', 20_000],
        ['SIGKILL', 5_000],
      ]),
    kill: () => end([['SIGKILL', 5_000]]),
  }
  running.add(part)
  return part
}

/** Stops every part that this process started and that still runs, the newest first. */
export async function stopAllParts(): Promise<void> {
  for (const part of [...running].reverse()) await part.stop()
}

function signalAll(): void {
  for (const part of running) signalGroup(part.pid, 'SIGTERM')
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (pid === 0) return false
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

async function groupGone(pid: number, deadline: number): Promise<boolean> {
  while (signalGroup(pid, 0)) {
    if (Date.now() > deadline) return false
    await delay(50)
  }
  return true
}

const tail = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25).join('\n')
