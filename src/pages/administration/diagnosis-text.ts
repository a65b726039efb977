import type { Texts } from '../../texts/index.js'
import type { AdminPersonView } from '../../views/administration/person.js'
import type { Spoken } from '../spoken.js'

/** What is wrong, in one sentence: "Locked until 10:42 after five wrong codes." */
export function diagnosisText({ administration }: Texts, view: Spoken<AdminPersonView>): string {
  const { kind, wrong, until } = view.diagnosis
  const texts = administration.pages.diagnosis
  const moment = { at: until ?? view.now, timeZone: view.timeZone }
  switch (kind) {
    case 'codes-locked':
    case 'recovery-locked':
      return texts[kind]({ wrong, until: moment })
    case 'codes-disabled':
    case 'recovery-disabled':
      return texts[kind]({ wrong })
    case 'bypass-code-open':
      return texts[kind](moment)
    default:
      return texts[kind]
  }
}
