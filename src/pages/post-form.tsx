import type { ComponentChildren } from 'preact'
import type { Frame } from '../views/frame.js'

interface PostFormProps {
  readonly frame: Frame
  /** The path below the mount. */
  readonly action: string
  readonly id?: string
  readonly children: ComponentChildren
}

/** A form that changes something: always a POST, always with the CSRF token. */
export function PostForm({ frame, action, id, children }: PostFormProps) {
  return (
    <form method="post" action={`${frame.base}${action}`} id={id}>
      <input type="hidden" name="_csrf" value={frame.csrfToken} />
      {children}
    </form>
  )
}
