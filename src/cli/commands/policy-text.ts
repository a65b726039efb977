import { lossesOf, type TenantOutcome } from '../../actions/policy-sync/apply-each.js'
import type { ImportPlan } from '../../actions/policy-sync/import-policies.js'
import type { PlannedChange } from '../../actions/policy-sync/plan-change.js'
import type { PlannedSetting, PlannedTenant, SyncPlan } from '../../actions/policy-sync/plan-sync.js'
import { rows } from '../print.js'

const STATES: Readonly<Record<PlannedSetting['state'], string>> = {
  'in-sync': 'in step',
  'ours-newer': 'ours is newer',
  'keycloak-newer': "Keycloak's is newer",
  conflict: 'changed on both sides',
  invalid: 'invalid in Keycloak',
  missing: 'missing in Keycloak',
}

const STEPS: Readonly<Record<PlannedSetting['step'], string>> = {
  none: 'left',
  write: 'is written to Keycloak',
  take: 'is taken from Keycloak',
  wait: 'waits for you',
}

const shown = (values: readonly string[] | null): string => values?.join(', ') ?? '–'

/** A plan for people: a tenant, its settings, and what that means. */
export function planLines(plan: SyncPlan): string[] {
  const { tenants, differing, missing } = plan
  const all = `${tenants} tenants were compared; ${differing.length} differ.`
  return [
    ...differing.flatMap(tenantLines),
    ...missing.map((id) => `${id}: has a policy, but no organization in Keycloak. It is kept, and nothing is deleted.`),
    ...(differing.length > 0
      ? [all, summary(plan)]
      : missing.length > 0
        ? [`${tenants} tenants were compared: all are in step but the ${missing.length} without an organization.`]
        : [`${tenants} tenants were compared: everything is in step.`]),
  ]
}

function tenantLines({ tenant, settings, change }: PlannedTenant): string[] {
  const isNew = settings.every(({ keycloak, step }) => keycloak === null && step === 'write')
  const all = `  Keycloak has none of its ${settings.length} settings yet: they are written.`
  const table = settings.map(({ name, state, step, ours, keycloak, fault }) => [
    `  ${name}`,
    `ours ${shown(ours)}`,
    `Keycloak ${shown(keycloak)}`,
    `${STATES[state]}: ${fault === null ? '' : `${fault}; `}${STEPS[step]}`,
  ])
  return [
    `${tenant.alias} (${tenant.name})`,
    ...(isNew && settings.length > 1 ? [all] : rows(table)),
    ...(change === null ? [] : changeLines(change)),
    '',
  ]
}

/** What a change of policy means for people. */
function changeLines({ members, counts, losesAtMost, mails, askedNow, weakens, refused }: PlannedChange): string[] {
  if (refused !== null) return [`  Refused: ${refused}`]
  const { asked, mustSetUp, losesSettings } = counts
  const sessions = askedNow > 0 ? `${askedNow} in their open sessions` : 'nobody in an open session'
  return [
    `  Of ${members} members ${asked} are asked from now on, ${sessions}; ${mustSetUp} have to set it up; ${mails} mails.`,
    ...(weakens
      ? [`  ${losesAtMost ? 'Up to ' : ''}${losesSettings} people lose their settings: to be confirmed.`]
      : []),
  ]
}

/** An import for people: each tenant, field by field, and what that means. */
export function importLines({ tenants, differing }: ImportPlan): string[] {
  return [
    ...differing.flatMap(({ tenant, change }) => [
      `${tenant.alias} (${tenant.name})`,
      ...change.changes.map((line) => `  ${line}`),
      ...changeLines(change),
      '',
    ]),
    `${tenants} tenants were read; the policies of ${differing.length} change.`,
  ]
}

/** What a plan does, in a sentence. */
export function summary(plan: SyncPlan): string {
  const { differing, owner } = plan
  const cure = owner === 'shared' ? '--prefer, or an edit' : 'an edit'
  const changes = differing.flatMap(({ change }) => (change === null || change.refused !== null ? [] : [change]))
  const written = differing.filter(({ writes }) => Object.keys(writes).length > 0).length
  const waiting = differing.filter(({ settings }) => settings.some(({ step }) => step === 'wait')).length
  const mails = changes.reduce((sum, each) => sum + each.mails, 0)
  const lost = lossesOf(plan)
  const parts = [
    `${written} organizations are written`,
    `${changes.length} policies are taken from Keycloak, with ${mails} mails`,
    ...(lost === null ? [] : [`${lost} people lose their settings (--confirm ${lost})`]),
    ...(waiting === 0 ? [] : [`${waiting} tenants wait for a decision (${cure})`]),
  ]
  return `${parts.join('; ')}.`
}

const OUTCOMES: Readonly<Record<TenantOutcome['outcome'], string>> = {
  settled: 'in step',
  partly: 'is done as far as that needs no decision; the rest waits',
  waiting: 'waits for a decision',
  unconfirmed: 'waits: confirm how many people lose their settings, with --confirm',
  refused: 'refused',
  moved: 'changed by somebody else meanwhile: run this again',
  left: 'not begun: run this again',
  failed: 'failed',
}

/** What became of each tenant. */
export function outcomeLines(outcomes: readonly TenantOutcome[], done = 'were brought into step'): string[] {
  const open = outcomes.filter(({ outcome }) => outcome !== 'settled')
  return [
    ...rows(
      open.map(({ tenant, outcome, error }) => [
        tenant.alias,
        `${OUTCOMES[outcome]}${error === null ? '' : `: ${error}`}`,
      ]),
    ),
    `${outcomes.length - open.length} tenants ${done}; ${open.length} were not.`,
  ]
}
