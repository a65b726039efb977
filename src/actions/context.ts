import type { RequestOrigin } from '../domain/messages/notice.js'
import type { KeycloakLogin, Subject } from '../domain/sign-in/login.js'

/** Who asks for an action, by which login, and from where. */
export interface Caller {
  readonly subject: Subject
  readonly login: KeycloakLogin
  readonly origin: RequestOrigin
}
