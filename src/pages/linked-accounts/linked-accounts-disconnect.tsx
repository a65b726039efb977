import type { DisconnectAccountView } from '../../views/linked-accounts/linked-accounts.js'
import { confirmationPage } from '../confirmation.js'
import type { Spoken } from '../spoken.js'

/** "Disconnect Google?" */
export function linkedAccountsDisconnectPage(view: Spoken<DisconnectAccountView>): string {
  const { provider, name, userName } = view
  const { disconnecting } = view.texts.linkedAccounts
  return confirmationPage({
    frame: view,
    title: disconnecting.title({ name }),
    children: <p class="lead">{disconnecting.lead({ userName })}</p>,
    confirm: disconnecting.confirm,
    action: `/linked-accounts/${encodeURIComponent(provider)}/disconnect`,
    dangerous: true,
    cancel: disconnecting.cancel,
    back: '/linked-accounts',
  })
}
