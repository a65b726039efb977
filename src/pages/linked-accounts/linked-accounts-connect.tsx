import type { ConnectAccountView } from '../../views/linked-accounts/linked-accounts.js'
import { htmlDocument } from '../document.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** "Connect Google?", or where an account is connected that nobody has confirmed, "Is this account yours?" */
export function linkedAccountsConnectPage(view: Spoken<ConnectAccountView>): string {
  const { provider, name, userName } = view
  const texts = view.texts.linkedAccounts
  const path = `/linked-accounts/${encodeURIComponent(provider)}`
  const [title, lead, confirm] =
    userName === null
      ? [texts.connecting.title({ name }), texts.connecting.lead({ name }), texts.connecting.go({ name })]
      : [texts.confirming.title, texts.confirming.lead({ name, userName }), texts.confirming.confirm]
  return htmlDocument({
    frame: view,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        <PostForm frame={view} action={`${path}/connect`}>
          {userName !== null && <input type="hidden" name="userName" value={userName} />}
          <button type="submit" class="button primary">
            {confirm}
          </button>
        </PostForm>
        {userName !== null && (
          <a class="button danger" href={`${view.base}${path}/disconnect`}>
            {texts.confirming.disconnect}
          </a>
        )}
        <a class="button" href={`${view.base}/linked-accounts`}>
          {texts.connecting.cancel}
        </a>
      </>
    ),
  })
}
