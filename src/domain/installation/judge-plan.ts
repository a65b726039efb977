import { error, type Finding, warning } from './finding.js'
import type { Plan, Step } from './step.js'

/** Without these nobody can sign in, or it is not seen how somebody signed in. */
const NEEDED: readonly Step['kind'][] = [
  'create-client-scope',
  'add-mapper',
  'update-mapper',
  'create-service-account',
  'update-service-account',
  'grant-roles',
  'assign-client-scope',
]

/** Judges what `install` would still do; `words` puts a step into a line. */
export function judgePlan({ steps, obstacles }: Plan, words: (step: Step) => string): Finding[] {
  return [
    ...steps.map((step) => {
      const level = NEEDED.includes(step.kind) ? error : warning
      return level(`install would change: ${words(step)}`, 'Run install with --plan, then install.')
    }),
    ...obstacles.map(({ of, cure }) => warning(`install would stop at ${of}.`, cure)),
  ]
}
