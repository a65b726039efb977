import { textsFor } from '../../texts/index.js'
import type { TurnOffView } from '../../views/enrolment/settings.js'
import { confirmationPage } from '../confirmation.js'

/** "Turn off two-factor authentication?" */
export function turnOffPage(view: TurnOffView): string {
  const { turnOff } = textsFor(view.locale).enrolment
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
