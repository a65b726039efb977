import type { TurnOffView } from '../../views/enrolment/settings.js'
import { confirmationPage } from '../confirmation.js'
import type { Spoken } from '../spoken.js'

/** "Turn off two-factor authentication?" */
export function turnOffPage(view: Spoken<TurnOffView>): string {
  const { turnOff } = view.texts.enrolment
  return confirmationPage({
    frame: view,
    title: turnOff.title,
    children: (
      <>
        <p class="lead">{turnOff.lead}</p>
        <ul>
          {turnOff.consequences.map((consequence) => (
            <li key={consequence}>{consequence}</li>
          ))}
        </ul>
      </>
    ),
    confirm: turnOff.confirm,
    action: '/turn-off',
    dangerous: true,
    cancel: turnOff.cancel,
    back: '/',
  })
}
