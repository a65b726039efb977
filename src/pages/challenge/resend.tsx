import type { Frame } from '../../views/frame.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/** "Send another code", which a script holds back until it can be asked for; without scripts the server does. */
export function Resend({ view, action, resendAt }: { view: Spoken<Frame>; action: string; resendAt: number | null }) {
  const { email } = view.texts.challenge
  return (
    <PostForm frame={view} action={action}>
      <input type="hidden" name="resend" value="1" />
      <button type="submit" class="button">
        {email.resend}
      </button>
      {resendAt !== null && (
        <p
          class="hint"
          role="timer"
          hidden
          data-wait-ms={Math.max(0, resendAt - view.now)}
          data-text={email.resendIn}
        />
      )}
    </PostForm>
  )
}
