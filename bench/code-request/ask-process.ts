import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of the bench that answers one question at a time. */
export interface AskedProcess {
  ask<Answer>(question: object): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a file of this folder as a process of its own. */
export function startProcess(file: string): AskedProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)))
  const ended = once(child, 'exit')
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error(`${file} ended before it answered`))
        child.once('exit', failed)
        child.once('message', (answer) => {
          child.off('exit', failed)
          resolve(answer as never)
        })
        child.send(question)
      }),
    async stop() {
      if (isRunning(child)) child.disconnect()
      await ended
    },
  }
}

/** What a process has used since it was started. */
export interface Usage {
  readonly cpuMicroseconds: number
  readonly memoryBytes: number
}

/** What this one has. */
export function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMicroseconds: user + system, memoryBytes: process.memoryUsage.rss() }
}

/** Answers the questions of the process that started this one, until it lets go. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<object>): void {
  process.on('message', async (question: Question) => process.send?.(await answer(question)))
  process.once('disconnect', () => process.exit())
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null
