import type { FirstStep, SecondStep } from '../../domain/statements/authentication.js'
import type { Statement } from '../../domain/statements/statement.js'
import type { Texts } from '../../texts/index.js'

/** Names the authentication method of a statement, for a line of a document. */
export function statementText({ statements: texts }: Texts, statement: Statement): string {
  const { method, amr, provider } = statement
  const first: FirstStep = provider !== undefined ? 'single-sign-on' : amr.includes('pwd') ? 'password' : 'unknown'
  if (isFirst(method)) return texts.alone[method]({ provider: provider ?? '' })
  const second = texts.second[method]
  if (amr.includes('mfa')) return texts.twoFactor({ second })
  return texts.both({ first: texts.first[first]({ provider: provider ?? '' }), second })
}

function isFirst(method: FirstStep | SecondStep): method is FirstStep {
  return method === 'password' || method === 'single-sign-on' || method === 'unknown'
}
