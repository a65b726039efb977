import type { AdminPersonView } from '../../views/administration/person.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** The accounts with which the person can sign in; a button where one is not known to be the person's own. */
export function Accounts({ view }: { view: Spoken<AdminPersonView> }) {
  const { accounts, reach, who } = view
  const texts = view.texts.linkedAccounts
  if (accounts.length === 0) return null
  const canApprove = reach === 'act' && accounts.some(({ state }) => state === 'unconfirmed')
  return (
    <section class="part" aria-label={texts.approve.title}>
      <h2>{texts.approve.title}</h2>
      {canApprove && <p class="hint">{texts.approve.hint}</p>}
      <ul class="list rows">
        {accounts.map(({ provider, name, userName, state }) => (
          <li key={provider}>
            <span>
              {texts.settings.account({ name, userName })}{' '}
              <span class={state === 'stands-in' ? 'badge on' : 'badge'}>{texts.badge[state]}</span>
            </span>
            {canApprove && state === 'unconfirmed' && (
              <PostForm frame={view} action={pathOf(who.userId, provider)}>
                <input type="hidden" name="userName" value={userName} />
                <button type="submit" class="button small" aria-label={texts.approve.buttonOf({ userName })}>
                  {texts.approve.button}
                </button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const pathOf = (userId: string, provider: string): string =>
  `/admin/people/${encodeURIComponent(userId)}/accounts/${encodeURIComponent(provider)}/approve`
