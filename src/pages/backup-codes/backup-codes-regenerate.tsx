import type { RegenerateView } from '../../views/backup-codes/backup-codes.js'
import { confirmationPage } from '../confirmation.js'
import type { Spoken } from '../spoken.js'

/** "Generate new backup codes?" */
export function backupCodesRegeneratePage(view: Spoken<RegenerateView>): string {
  const { regeneration } = view.texts.backupCodes
  return confirmationPage({
    frame: view,
    title: regeneration.title,
    children: <p class="lead">{regeneration.lead}</p>,
    confirm: regeneration.confirm,
    action: '/backup-codes/regenerate',
    dangerous: false,
    cancel: regeneration.cancel,
    back: '/backup-codes',
  })
}
