import type { ChallengeView } from '../../views/challenge/challenge.js'
import type { Spoken } from '../spoken.js'

interface TrustChoiceProps {
  readonly view: Spoken<ChallengeView>
  readonly trust: NonNullable<ChallengeView['trust']>
}

/** "Don't ask again in this browser for so many days", beside the field of the code. */
export function TrustChoice({ view: { texts: all }, trust }: TrustChoiceProps) {
  const texts = all.challenge.trust
  return (
    <div class="choice">
      <input id="trust" name="trust" type="checkbox" value="1" checked={trust.chosen} aria-describedby="trust-hint" />
      <div>
        <label for="trust">{texts.choose(trust)}</label>
        <p class="hint" id="trust-hint">
          {texts.hint}
        </p>
      </div>
    </div>
  )
}
