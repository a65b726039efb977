import type { ComponentChildren } from 'preact'
import type { AdminPolicyView } from '../../views/administration/policy.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { Choices, Lines, Num, Options } from './policy-fields.js'
import { Trail } from './trail.js'

const METHODS = ['totp', 'email', 'sms'] as const

/** A tenant's policy as a form; what the plan does not include can be seen, but not chosen. */
export function adminPolicyPage(view: Spoken<AdminPolicyView>): string {
  const texts = view.texts.administration.policy
  const { tenant, policy, included, version } = view
  const { fields, hints } = texts
  const path = `/admin/tenants/${encodeURIComponent(tenant.id)}`
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
        <News view={view} />
        {!isComplete && <p class="reason">{texts.planNote}</p>}
        <Form view={view} action={`${path}/policy/effects`}>
          <input type="hidden" name="version" value={version} />
          <Choices
            name="requirement"
            legend={fields.requirement}
            words={texts.requirement}
            chosen={[policy.requirement]}
            isOff={(word) => !isIncluded(word)}
            off={texts.notIncluded}
          />
          <Choices name="appliesTo" legend={fields.appliesTo} words={texts.appliesTo} chosen={[policy.appliesTo]} />
          <div class="field">
            <label for="from">{fields.from}</label>
            <input
              class="plain"
              type="date"
              id="from"
              name="from"
              value={policy.from ?? ''}
              aria-describedby="from-hint"
            />
            <p class="hint" id="from-hint">
              {hints.from}
            </p>
          </div>
          <Choices
            name="methods"
            several
            legend={fields.methods}
            words={texts.method}
            chosen={policy.methods}
            isOff={(word) => !included.methods.some((each) => each === word)}
            off={texts.notIncluded}
          />
          <Num name="graceDays" label={fields['grace.days']} hint={hints['grace.days']} value={policy.grace.days} />
          <Num
            name="graceLogins"
            label={fields['grace.logins']}
            hint={hints['grace.logins']}
            value={policy.grace.logins}
          />
          <Num
            name="trustedDays"
            label={fields['trustedDevices.days']}
            hint={hints['trustedDevices.days']}
            value={policy.trustedDevices.days}
          />
          <details>
            <summary>{texts.more}</summary>
            <div class="form-part">
              <More view={view} />
            </div>
          </details>
        </Form>
      </>
    ),
  })
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

function More({ view: { policy, texts } }: { view: Spoken<AdminPolicyView> }): ComponentChildren {
  const { fields, hints, ...words } = texts.administration.policy
  const { sso, acceptKeycloak } = policy
  return (
    <>
      <Options name="takesEffect" label={fields.takesEffect} words={words.takesEffect} chosen={policy.takesEffect} />
      <Options name="smsFallback" label={fields.smsFallback} words={words.smsFallback} chosen={policy.smsFallback} />
      <Options
        name="readable"
        label={fields['backupCodes.readable']}
        words={words.readable}
        chosen={policy.backupCodes.readable}
      />
      <Options name="ssoBypass" label={fields['sso.bypass']} words={words.bypass} chosen={sso.bypass} />
      <Lines
        name="ssoProviders"
        label={fields['sso.providers']}
        hint={hints['sso.providers']}
        lines={Object.entries(sso.providers).map(([alias, setting]) => `${alias} = ${setting}`)}
      />
      <Lines name="acr" label={fields['acceptKeycloak.acr']} hint={hints.acceptKeycloak} lines={acceptKeycloak.acr} />
      <Lines name="amr" label={fields['acceptKeycloak.amr']} hint={hints.acceptKeycloak} lines={acceptKeycloak.amr} />
      <div class="field">
        <label for="helpContact">{fields.helpContact}</label>
        <input
          class="plain"
          type="text"
          id="helpContact"
          name="helpContact"
          value={policy.helpContact ?? ''}
          maxLength={200}
          autocomplete="off"
          aria-describedby="helpContact-hint"
        />
        <p class="hint" id="helpContact-hint">
          {hints.helpContact}
        </p>
      </div>
    </>
  )
}

/** What has just happened, and what is under way. */
function News({ view }: { view: Spoken<AdminPolicyView> }): ComponentChildren {
  const texts = view.texts.administration.policy
  const { refusal, changedMeanwhile, done, underWay } = view
  return (
    <>
      {view.managedInKeycloak && (
        <Notice tone="info">
          <p>{texts.managed}</p>
        </Notice>
      )}
      {done && (
        <Notice tone="done">
          <p>{texts.saved}</p>
        </Notice>
      )}
      {refusal !== null && (
        <Notice tone="problem">
          <p>{refusal}</p>
          {changedMeanwhile.length > 0 && (
            <>
              <p>{texts.changed}</p>
              <ul>
                {changedMeanwhile.map(({ field }) => (
                  <li key={field}>{texts.fields[field]}</li>
                ))}
              </ul>
              <p>{texts.again}</p>
            </>
          )}
        </Notice>
      )}
      {underWay.map(({ kind, at, done: people }) => (
        <Notice key={`${kind} ${at}`} tone="info">
          <p>
            {kind === 'remind'
              ? texts.underWay.remind({ at, timeZone: view.timeZone })
              : texts.underWay[kind]({ done: people })}
          </p>
        </Notice>
      ))}
    </>
  )
}
