import type { RequestOrigin } from '../domain/messages/notice.js'
import type { KeycloakLogin, Subject } from '../domain/sign-in/login.js'

/** Who does something to another person's second factor, and from where. */
export interface Actor {
  /** The user id of the administrator; `command-line` for whoever may run that. */
  readonly by: string
  readonly origin: RequestOrigin
}

/** Who asks for an action, by which login, and from where. */
export interface Caller {
  readonly subject: Subject
  readonly login: KeycloakLogin
  readonly origin: RequestOrigin
}
