import type { Texts } from '../../texts/index.js'
import type { Problem, SentTo } from '../../views/challenge/problem.js'

type Channel = SentTo['channel']

interface Asked {
  readonly digits: number
  readonly timeZone: string | null
}

/** What is said about a refused code of an authenticator app. */
export function problemText({ challenge }: Texts, problem: Problem, { digits, timeZone }: Asked): string {
  const texts = challenge.problem
  switch (problem.kind) {
    case 'wrong':
      return problem.lockedUntil === null
        ? texts.wrong(problem)
        : texts.wrongAndLocked({ at: problem.lockedUntil, timeZone })
    case 'replayed':
      return problem.lockedUntil === null
        ? texts.replayed(problem)
        : texts.replayedAndLocked({ at: problem.lockedUntil, timeZone })
    case 'locked':
      return texts.locked({ at: problem.until, timeZone })
    case 'malformed':
      return texts.malformed({ digits })
    case 'disabled':
    case 'expired':
      return texts[problem.kind]
    case 'capped':
      return challenge.emailProblem.capped({ at: problem.until, timeZone })
    case 'undeliverable':
      return challenge.emailProblem.undeliverable
  }
}

/** What is said about a refused backup code; one already used is not told apart from a wrong one. */
export function backupProblemText({ challenge }: Texts, problem: Problem, timeZone: string | null): string {
  const texts = challenge.backupProblem
  switch (problem.kind) {
    case 'wrong':
    case 'replayed':
      return problem.lockedUntil === null
        ? texts.wrong(problem)
        : texts.wrongAndLocked({ at: problem.lockedUntil, timeZone })
    case 'locked':
      return texts.locked({ at: problem.until, timeZone })
    case 'malformed':
    case 'disabled':
    case 'expired':
      return texts[problem.kind]
    case 'capped':
      return challenge.emailProblem.capped({ at: problem.until, timeZone })
    case 'undeliverable':
      return challenge.emailProblem.undeliverable
  }
}

/** Until when no further code is judged; null where one may be entered now. */
export function lockedUntil(problem: Problem | null): number | null {
  if (problem === null) return null
  if (problem.kind === 'locked') return problem.until
  return 'lockedUntil' in problem ? problem.lockedUntil : null
}

/** What is said about a code that was sent; most of it as about the code of an app. */
export function sentProblemText(
  texts: Texts,
  channel: Channel,
  problem: Problem,
  view: { digits: number; timeZone: string | null },
): string {
  const said = channel === 'sms' ? texts.challenge.smsProblem : texts.challenge.emailProblem
  switch (problem.kind) {
    case 'malformed':
      return said.malformed(view)
    case 'expired':
    case 'disabled':
    case 'undeliverable':
      return said[problem.kind]
    default:
      return problemText(texts, problem, view)
  }
}
