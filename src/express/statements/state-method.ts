import type { Request } from 'express'
import type { Caller } from '../../actions/context.js'
import { NOBODY } from '../../actions/record.js'
import type { Evidence } from '../../actions/sign-in/assess-login.js'
import type { StatementPurpose } from '../../actions/statements/issue-statement.js'
import type { KeycloakLogin } from '../../domain/sign-in/login.js'
import type { Statement } from '../../domain/statements/statement.js'
import { TwoFactorError } from '../../errors.js'
import { bearerLogin, tokenOf } from '../sign-in/bearer.js'
import { sessionEvidence } from '../sign-in/decide.js'
import { callerOf, isLogin, loginOf } from '../sign-in/login-of.js'
import type { Surroundings } from '../surroundings.js'
import { statementText } from './statement-text.js'

/**
 * Whose login a statement is about: a request's, or one that the application kept from then. In a request give the
 * request: a kept login tells what was done in its Keycloak session, not that this browser did it.
 */
export type StatementSource = Request | { readonly login: KeycloakLogin }

/** A statement, ready to be kept with a document. */
export interface IssuedStatement {
  /** The authentication method in the person's language. */
  readonly text: string
  /** The statement signed, as compact JWS; for `verifyStatement`. */
  readonly jws: string
  /** What the JWS says. */
  readonly statement: Statement
}

/** What stating needs of the actions. */
export type IssueStatement = (
  caller: Caller,
  evidence: Evidence,
  purpose: StatementPurpose,
) => Promise<Omit<IssuedStatement, 'text'>>

/**
 * States how the login of a request, or a kept one, was authenticated. A request's second step counts by the mark in its
 * session; a kept login's by the verified session in the store, as long as that lasts.
 *
 * Throws `ERR_2FA_SIGN_IN_REQUIRED` for an anonymous request, and as `issueStatement`.
 */
export async function stateMethod(
  surroundings: Surroundings,
  issue: IssueStatement,
  source: StatementSource,
  { locale, ...purpose }: StatementPurpose & { readonly locale?: string | undefined },
): Promise<IssuedStatement> {
  const { caller, evidence, acceptLanguage } = isRequest(source)
    ? await ofRequest(surroundings, source)
    : ofKeptLogin(surroundings, source)
  const issued = await issue(caller, evidence, purpose)
  const { languages } = surroundings
  const spoken = languages.pick([locale, caller.login.locale], acceptLanguage)
  return { text: statementText(languages.textsFor(spoken), issued.statement), ...issued }
}

function isRequest(source: StatementSource): source is Request {
  // Passport gives every request a function "login", so that name tells nothing.
  return 'headers' in source
}

async function ofRequest(surroundings: Surroundings, req: Request) {
  const token = tokenOf(surroundings, req)
  const login = token === undefined ? loginOf(surroundings, req) : await bearerLogin(surroundings, req, token)
  if (login === undefined || login === null)
    throw new TwoFactorError('ERR_2FA_SIGN_IN_REQUIRED', 'Nobody is signed in.')
  const evidence: Evidence = token === undefined ? sessionEvidence(req) : { from: 'store' }
  return { caller: callerOf(surroundings, login, req), evidence, acceptLanguage: req.get('accept-language') }
}

function ofKeptLogin({ identities }: Surroundings, { login }: { readonly login: KeycloakLogin }) {
  if (!isLogin(login)) {
    const cure = 'a request, or { login } with what keycloakLogin() returned, as plain JSON and unchanged.'
    throw new TwoFactorError('ERR_2FA_CONFIGURATION', `statement() needs ${cure}`)
  }
  const caller: Caller = { login, subject: identities.subject(login), origin: NOBODY }
  const evidence: Evidence = { from: 'store' }
  return { caller, evidence, acceptLanguage: undefined }
}
