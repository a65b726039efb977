import type { ComponentChildren } from 'preact'
import type { AdminPolicyView, PolicyField } from '../../views/administration/policy.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { Choices, Input, Lines, Options } from './policy-fields.js'
import { type PolicyForm, policyForm } from './policy-form.js'
import { PolicyNews } from './policy-news.js'
import { Trail } from './trail.js'

const METHODS = ['totp', 'email', 'sms'] as const

/** The fields that are folded away, unless something is wrong with one of them. */
const MORE: readonly PolicyField[] = [
  'takesEffect',
  'smsFallback',
  'backupCodes.readable',
  'sso.bypass',
  'sso.providers',
  'acceptKeycloak.acr',
  'acceptKeycloak.amr',
  'helpContact',
]

/** A tenant's policy as a form; what the plan does not include can be seen, but not chosen. */
export function adminPolicyPage(view: Spoken<AdminPolicyView>): string {
  const texts = view.texts.administration.policy
  const { tenant, included, version, refusal } = view
  const { fields, hints } = texts
  const path = `/admin/tenants/${encodeURIComponent(tenant.id)}`
  const form = view.sent ?? policyForm(view.policy)
  const fault = faultOf(view)
  const isIncluded = (requirement: string) =>
    requirement !== 'required' || included.requirements.some((each) => each === requirement)
  const isComplete = isIncluded('required') && METHODS.every((method) => included.methods.includes(method))
  return htmlDocument({
    frame: view,
    title: texts.title({ tenant: tenant.name }),
    wide: true,
    children: (
      <>
        <Trail frame={view} steps={[{ path: `${path}/people`, name: tenant.name }]} />
        <h1>{texts.title({ tenant: tenant.name })}</h1>
        <p class="lead">{view.managedInKeycloak ? texts.managedLead : texts.lead}</p>
        <PolicyNews view={view} />
        {!isComplete && <p class="reason">{texts.planNote}</p>}
        <Form view={view} action={`${path}/policy/effects`}>
          <input type="hidden" name="version" value={version} />
          <Choices
            name="requirement"
            legend={fields.requirement}
            fault={fault('requirement')}
            words={texts.requirement}
            chosen={[form.requirement]}
            isOff={(word) => !isIncluded(word)}
            off={texts.notIncluded}
          />
          <Choices
            name="appliesTo"
            legend={fields.appliesTo}
            fault={fault('appliesTo')}
            words={texts.appliesTo}
            chosen={[form.appliesTo]}
          />
          <Input
            name="from"
            kind="date"
            label={fields.from}
            hint={hints.from}
            fault={fault('from')}
            value={form.from}
          />
          <Choices
            name="methods"
            several
            legend={fields.methods}
            fault={fault('methods')}
            words={texts.method}
            chosen={[form.methods].flat()}
            isOff={(word) => !included.methods.some((each) => each === word)}
            off={texts.notIncluded}
          />
          {(['graceDays', 'graceLogins', 'trustedDays'] as const).map((name) => (
            <Input
              key={name}
              name={name}
              kind="days"
              label={fields[NUMBERS[name]]}
              hint={hints[NUMBERS[name]]}
              fault={fault(NUMBERS[name])}
              value={form[name]}
            />
          ))}
          <details open={refusal?.faults.some(({ field }) => MORE.includes(field))}>
            <summary>{texts.more}</summary>
            <div class="form-part">
              <More view={view} form={form} />
            </div>
          </details>
        </Form>
      </>
    ),
  })
}

const NUMBERS = {
  graceDays: 'grace.days',
  graceLogins: 'grace.logins',
  trustedDays: 'trustedDevices.days',
} as const

/** What is wrong with a field, in the reader's language; null: nothing. */
function faultOf({ refusal, texts }: Spoken<AdminPolicyView>): (field: PolicyField) => string | null {
  const { faults, notIncludedNow, weak } = texts.administration.policy
  return (field) => {
    const found = refusal?.faults.find((each) => each.field === field)
    if (found === undefined) return null
    if (found.fault === 'not-included') return notIncludedNow
    return found.fault === 'weak' && (field === 'acceptKeycloak.acr' || field === 'acceptKeycloak.amr')
      ? weak[field]
      : faults[field]
  }
}

interface FormProps {
  readonly view: Spoken<AdminPolicyView>
  readonly action: string
  readonly children: ComponentChildren
}

/** The form; where Keycloak manages the policy it can be read and not be sent. */
function Form({ view, action, children }: FormProps): ComponentChildren {
  const texts = view.texts.administration.policy
  if (view.managedInKeycloak) {
    return (
      <fieldset class="as-is" disabled aria-label={texts.managed}>
        {children}
      </fieldset>
    )
  }
  return (
    <PostForm frame={view} action={action}>
      {children}
      <button type="submit" class="button primary">
        {texts.preview}
      </button>
    </PostForm>
  )
}

function More({ view, form }: { view: Spoken<AdminPolicyView>; form: PolicyForm }): ComponentChildren {
  const { fields, hints, ...words } = view.texts.administration.policy
  const fault = faultOf(view)
  const folded = [
    ['takesEffect', 'takesEffect', words.takesEffect],
    ['smsFallback', 'smsFallback', words.smsFallback],
    ['readable', 'backupCodes.readable', words.readable],
    ['ssoBypass', 'sso.bypass', words.bypass],
  ] as const
  return (
    <>
      {folded.map(([name, field, words]) => (
        <Options key={name} name={name} label={fields[field]} fault={fault(field)} words={words} chosen={form[name]} />
      ))}
      <Lines
        name="ssoProviders"
        label={fields['sso.providers']}
        hint={hints['sso.providers']}
        fault={fault('sso.providers')}
        text={form.ssoProviders}
      />
      {(['acr', 'amr'] as const).map((name) => (
        <Lines
          key={name}
          name={name}
          label={fields[`acceptKeycloak.${name}`]}
          hint={hints.acceptKeycloak}
          fault={fault(`acceptKeycloak.${name}`)}
          text={form[name]}
        />
      ))}
      <Input
        name="helpContact"
        kind="text"
        label={fields.helpContact}
        hint={hints.helpContact}
        fault={fault('helpContact')}
        value={form.helpContact}
      />
    </>
  )
}
