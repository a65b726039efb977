import type { Texts } from '../../texts/index.js'
import type { LinkedAccountItem, LinkedAccountsView } from '../../views/linked-accounts/linked-accounts.js'
import { htmlDocument } from '../document.js'
import { Icon } from '../icon.js'
import { Notice } from '../notice.js'
import type { Spoken } from '../spoken.js'

/** The accounts with which the person can sign in. */
export function linkedAccountsPage(view: Spoken<LinkedAccountsView>): string {
  const texts = view.texts.linkedAccounts
  const { accounts, offered, canDisconnect, done } = view
  return htmlDocument({
    frame: view,
    title: texts.title,
    wide: true,
    children: (
      <>
        {done !== null && (
          <Notice tone={done === 'not-connected' ? 'warning' : 'done'}>
            <p>{texts.done[done]}</p>
          </Notice>
        )}
        <h1>{texts.title}</h1>
        <p class="lead">{accounts.length === 0 ? texts.leadNone : texts.lead}</p>
        {accounts.length > 0 && (
          <ul class="devices" aria-label={texts.list}>
            {accounts.map((account) => (
              <Account key={account.provider} view={view} account={account} texts={texts} />
            ))}
          </ul>
        )}
        {accounts.length > 0 && !canDisconnect && <p class="reason">{texts.lastWayIn}</p>}
        {offered.length > 0 ? (
          <section class="offered">
            <h2>{texts.offered}</h2>
            {offered.map(({ provider, name }) => (
              <a key={provider} class="button" href={pathOf(view, provider, 'connect')}>
                {texts.connect({ name })}
              </a>
            ))}
          </section>
        ) : (
          <p class="hint">{texts.nothingOffered}</p>
        )}
        <a class="button" href={`${view.base}/`}>
          {texts.back}
        </a>
      </>
    ),
  })
}

interface AccountProps {
  readonly view: LinkedAccountsView
  readonly account: LinkedAccountItem
  readonly texts: Texts['linkedAccounts']
}

function Account({ view, account, texts }: AccountProps) {
  const { provider, name, userName, state } = account
  return (
    <li>
      <Icon name="link" />
      <div class="device">
        <h2>
          {name} <span class={state === 'stands-in' ? 'badge on' : 'badge'}>{texts.badge[state]}</span>
        </h2>
        <p>{userName}</p>
        <p class="hint">{state === 'stands-in' ? texts.state[state]({ name }) : texts.state[state]}</p>
        <div class="acts">
          {state === 'unconfirmed' && view.canConfirm && (
            <a
              class="button small primary"
              href={pathOf(view, provider, 'connect')}
              aria-label={texts.confirmOf({ name })}
            >
              {texts.confirm}
            </a>
          )}
          {view.canDisconnect && (
            <a
              class="button small danger"
              href={pathOf(view, provider, 'disconnect')}
              aria-label={texts.disconnectOf({ name })}
            >
              {texts.disconnect}
            </a>
          )}
        </div>
      </div>
    </li>
  )
}

function pathOf({ base }: LinkedAccountsView, provider: string, what: 'connect' | 'disconnect'): string {
  return `${base}/linked-accounts/${encodeURIComponent(provider)}/${what}`
}
