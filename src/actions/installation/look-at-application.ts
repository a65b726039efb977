import { judgeApplication, type SeenApplication } from '../../domain/installation/judge-application.js'
import type { Application } from '../../ports/application.js'
import type { Look } from './examine.js'

/** Where the application is to be seen. */
export interface ApplicationPorts extends Pick<SeenApplication, 'url' | 'signIn' | 'takesLogoutTokens'> {
  readonly application: Application
  issuerOf(): string
}

/** Visits the running application as somebody who is not signed in. */
export const lookAtApplication = (ports: ApplicationPorts): Look => ({
  topic: 'application',
  async look() {
    const { application, url, signIn, takesLogoutTokens, issuerOf } = ports
    const mount = url.origin + url.base
    const keys = await application.visit(`${mount}/jwks`, 'GET')
    const logout = takesLogoutTokens ? await application.visit(`${mount}/backchannel-logout`, 'POST') : null
    const login = signIn === null ? null : await application.visit(url.origin + signIn, 'GET')
    return {
      findings: judgeApplication({ url, signIn, issuer: issuerOf(), takesLogoutTokens, keys, logout, login }),
      notLookedAt: signIn === null ? 'The login and its cookie: the configuration has no option "signIn".' : null,
    }
  },
})
