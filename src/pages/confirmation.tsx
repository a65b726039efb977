import type { ComponentChildren } from 'preact'
import type { Frame } from '../views/frame.js'
import { htmlDocument } from './document.js'
import { PostForm } from './post-form.js'
import type { Spoken } from './spoken.js'

interface Confirmation {
  readonly frame: Spoken<Frame>
  readonly title: string
  /** What happens on "yes". */
  readonly children: ComponentChildren
  readonly confirm: string
  /** The path below the mount that "yes" is posted to. */
  readonly action: string
  /** True where something is lost that only a new set-up brings back. */
  readonly dangerous: boolean
  readonly cancel: string
  /** The path below the mount that "no" leads to. */
  readonly back: string
}

/** A page that asks before something that can't be taken back. */
export function confirmationPage({ frame, title, children, confirm, action, dangerous, cancel, back }: Confirmation) {
  return htmlDocument({
    frame,
    title,
    children: (
      <>
        <h1>{title}</h1>
        {children}
        <PostForm frame={frame} action={action}>
          <button type="submit" class={dangerous ? 'button primary dangerous' : 'button primary'}>
            {confirm}
          </button>
        </PostForm>
        <a class="button" href={`${frame.base}${back}`}>
          {cancel}
        </a>
      </>
    ),
  })
}
