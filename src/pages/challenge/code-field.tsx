import type { Texts } from '../../texts/index.js'
import type { Problem } from '../../views/challenge/problem.js'
import { Notice } from '../notice.js'
import { lockedUntil } from './problem-text.js'

interface CodeFieldProps {
  readonly texts: Texts
  /** The server's time in ms. */
  readonly now: number
  readonly label: string
  /** `digits` brings up the number pad of a phone; `letters` is for backup codes. */
  readonly kind: 'digits' | 'letters'
  readonly hint?: string
  readonly problem: Problem | null
  /** What is said about the problem. */
  readonly problemText: string | null
}

/**
 * The one field of a code page, with what was wrong last time.
 *
 * There is no `pattern` and no `maxlength`: spaces, hyphens and full-width digits are taken, the server sorts them out.
 */
export function CodeField({ texts, now, label, kind, hint, problem, problemText }: CodeFieldProps) {
  const until = lockedUntil(problem)
  const described = [hint !== undefined && 'hint', problemText !== null && 'problem'].filter(Boolean).join(' ')
  return (
    <div class="field">
      {problemText !== null && (
        <Notice tone="problem" id="problem">
          <p>{problemText}</p>
        </Notice>
      )}
      <label for="code">{label}</label>
      <input
        id="code"
        name="code"
        type="text"
        class={kind}
        inputmode={kind === 'digits' ? 'numeric' : 'text'}
        autocomplete={kind === 'digits' ? 'one-time-code' : 'off'}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        required
        autofocus
        aria-invalid={problemText !== null}
        aria-describedby={described || undefined}
      />
      {hint !== undefined && (
        <p class="hint" id="hint">
          {hint}
        </p>
      )}
      {until !== null && (
        <p
          class="hint"
          role="timer"
          hidden
          data-wait-ms={Math.max(0, until - now)}
          data-text={texts.challenge.countdown}
        />
      )}
    </div>
  )
}
