import { textsFor } from '../../texts/index.js'
import type { ChallengeView } from '../../views/challenge/challenge.js'

/** "Don't ask again in this browser for so many days", beside the field of the code. */
export function TrustChoice({ locale, trust }: { locale: string; trust: NonNullable<ChallengeView['trust']> }) {
  const texts = textsFor(locale).challenge.trust
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
