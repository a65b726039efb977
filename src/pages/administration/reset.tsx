import type { AdminResetView } from '../../views/administration/person.js'
import { confirmationPage } from '../confirmation.js'
import type { Spoken } from '../spoken.js'

/** "Reset two-factor authentication of …?" */
export function adminResetPage(view: Spoken<AdminResetView>): string {
  const { reset } = view.texts.administration.pages
  const path = `/admin/people/${encodeURIComponent(view.who.userId)}`
  return confirmationPage({
    frame: view,
    title: reset.question({ name: view.who.name }),
    children: (
      <ul>
        {reset.consequences.map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
    ),
    confirm: reset.confirm,
    action: `${path}/reset`,
    dangerous: true,
    cancel: reset.cancel,
    back: path,
  })
}
