import type { ComponentChildren } from 'preact'
import type { AdminPolicyEffectsView } from '../../views/administration/policy.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { policyForm } from './policy-form.js'
import { Trail } from './trail.js'

/** What a change of policy means, before it is made. */
export function adminPolicyEffectsPage(view: Spoken<AdminPolicyEffectsView>): string {
  const texts = view.texts.administration.policy
  const { tenant, differences, counts } = view
  const path = `/admin/tenants/${encodeURIComponent(tenant.id)}/policy`
  const title = texts.effects.title({ tenant: tenant.name })
  const lost = counts.losesSettings
  return htmlDocument({
    frame: view,
    title,
    wide: true,
    children: (
      <>
        <Trail frame={view} steps={[{ path, name: texts.title({ tenant: tenant.name }) }]} />
        <h1>{title}</h1>
        <h2>{texts.effects.differences}</h2>
        {differences.length === 0 ? (
          <p>{texts.effects.nothing}</p>
        ) : (
          <ul class="list">
            {differences.map(({ field, change }) => (
              <li key={field}>
                <span>{texts.fields[field]}</span>
                <span class="hint">{texts.effects[change]}</span>
              </li>
            ))}
          </ul>
        )}
        <h2>{texts.effects.means}</h2>
        <Means view={view} />
        {differences.length > 0 && (
          <PostForm frame={view} action={path}>
            <Entered view={view} />
            {lost > 0 && (
              <div class="field">
                <label for="confirmed">{texts.effects.confirm({ people: lost })}</label>
                <input
                  class="plain short"
                  type="text"
                  inputMode="numeric"
                  id="confirmed"
                  name="confirmed"
                  required
                  autocomplete="off"
                />
              </div>
            )}
            <button type="submit" class={lost > 0 ? 'button primary dangerous' : 'button primary'}>
              {lost > 0 ? texts.effects.saveAndDelete : texts.effects.save}
            </button>
          </PostForm>
        )}
        <a class="button" href={`${view.base}${path}`}>
          {texts.effects.back}
        </a>
      </>
    ),
  })
}

function Means({ view }: { view: Spoken<AdminPolicyEffectsView> }): ComponentChildren {
  const texts = view.texts.administration.policy.effects
  const { counts, policy } = view
  const { asked, mustSetUp, singleSignOn, lacksAddress, lacksMethod, losesSettings } = counts
  if (asked + singleSignOn + losesSettings === 0) return <p>{texts.nobody}</p>
  const from =
    policy.from === undefined ? null : view.texts.format.date({ at: Date.parse(policy.from), timeZone: 'UTC' })
  return (
    <>
      {losesSettings > 0 && (
        <Notice tone="warning">
          <p>{texts.losesSettings({ people: losesSettings, atMost: view.losesAtMost })}</p>
        </Notice>
      )}
      {view.estimatedFrom !== null && (
        <p class="hint">{texts.estimated({ looked: view.estimatedFrom, members: view.members })}</p>
      )}
      <ul>
        {asked > 0 && (
          <li>{from === null ? texts.asked({ people: asked }) : texts.askedFrom({ people: asked, from })}</li>
        )}
        {mustSetUp > 0 && <li>{texts.mustSetUp({ people: mustSetUp })}</li>}
        {lacksAddress > 0 && <li>{texts.lacksAddress({ people: lacksAddress })}</li>}
        {lacksMethod > 0 && <li>{texts.lacksMethod({ people: lacksMethod })}</li>}
        {singleSignOn > 0 && <li>{texts.singleSignOn({ people: singleSignOn })}</li>}
      </ul>
    </>
  )
}

/** The form as it was sent, so that what is saved is what was shown. */
function Entered({ view: { policy, version } }: { view: Spoken<AdminPolicyEffectsView> }): ComponentChildren {
  const fields = Object.entries({ version, ...policyForm(policy) }).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string | number] => [name, each]),
  )
  return fields.map(([name, value]) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />)
}
