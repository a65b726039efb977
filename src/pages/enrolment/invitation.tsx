import { render } from 'preact-render-to-string'
import type { Frame } from '../../views/frame.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

interface InvitationProps {
  readonly frame: Spoken<Frame>
  /** The path to come back to once it is dismissed. */
  readonly to: string
}

/** Invites somebody to set up a second factor; it can be dismissed for good. */
export function Invitation({ frame, to }: InvitationProps) {
  const { invitation } = frame.texts.enrolment
  return (
    <section class="two-factor-invitation" lang={frame.locale} aria-labelledby="two-factor-invitation">
      <h2 id="two-factor-invitation">{invitation.title}</h2>
      <p>{invitation.text(frame)}</p>
      <div class="buttons">
        <a class="button primary" href={`${frame.base}/set-up`}>
          {invitation.accept}
        </a>
        <PostForm frame={frame} action="/invitation/dismiss">
          <input type="hidden" name="to" value={to} />
          <button type="submit" class="button">
            {invitation.dismiss}
          </button>
        </PostForm>
      </div>
    </section>
  )
}

/** The invitation as a piece of HTML for a page of the application, which gives it a look of its own. */
export function invitationHtml(props: InvitationProps): string {
  return render(<Invitation {...props} />)
}
