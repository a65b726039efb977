import { readdirSync, readFileSync } from 'node:fs'
import { visitor } from '../../test/attacks/visitor.js'
import { secretOf } from '../people.js'
import { bareCode, stepAt } from '../totp-code.js'

/** The realm of people who have set up an authenticator app in Keycloak itself. */
export const OTP_REALM = 'bench'

const REDIRECT = 'http://localhost/done'

/** That realm, as Keycloak imports it. Passwords are hashed once, so that they do not cover what is measured. */
export function otpRealm(people: number) {
  return {
    realm: OTP_REALM,
    enabled: true,
    sslRequired: 'none',
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    clients: [{ clientId: 'bench', publicClient: true, redirectUris: [REDIRECT] }],
    users: Array.from({ length: people }, (_, person) => ({
      username: `person-${person}`,
      email: `person-${person}@bench.example`,
      emailVerified: true,
      firstName: 'Bench',
      lastName: 'Person',
      enabled: true,
      credentials: [
        { type: 'password', value: 'password', temporary: false },
        {
          type: 'otp',
          secretData: JSON.stringify({ value: secretTextOf(person) }),
          credentialData: JSON.stringify({
            subType: 'totp',
            digits: 6,
            counter: 0,
            period: 30,
            algorithm: 'HmacSHA1',
          }),
        },
      ],
    })),
  }
}

/** Keycloak's own secrets are texts. */
const secretTextOf = (person: number): string => secretOf(person).toString('hex').slice(0, 20)

/** Somebody in front of Keycloak's form for the code; `answer` posts it and returns how long that took, in ms. */
export async function atOtpForm(url: string, person: number): Promise<{ answer(): Promise<number> }> {
  const browser = visitor(url)
  const query = new URLSearchParams({
    client_id: 'bench',
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid',
  })
  const login = await browser.get(`/realms/${OTP_REALM}/protocol/openid-connect/auth?${query}`)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const post = (action: string, fields: Record<string, string>, follow: boolean) =>
    browser.send(action, new URLSearchParams(fields).toString(), { headers, follow })
  const fields = { username: `person-${person}`, password: 'password' }
  const action = actionOf((await post(actionOf(login.body, 'kc-form-login'), fields, true)).body, 'kc-otp-login-form')
  return {
    async answer() {
      const otp = bareCode(Buffer.from(secretTextOf(person)), stepAt(Date.now()))
      const start = performance.now()
      const { status, headers: answered } = await post(action, { otp }, false)
      const ms = performance.now() - start
      if (status !== 302 || !answered.get('location')?.startsWith(REDIRECT)) {
        throw new Error(`The code of person ${person} got status ${status} and ${answered.get('location')}`)
      }
      return ms
    },
  }
}

function actionOf(html: string, form: string): string {
  const tag = new RegExp(`<form[^>]*id="${form}"[^>]*>`).exec(html)?.[0] ?? ''
  const action = /action="([^"]+)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&')
  if (action === undefined) throw new Error(`No form ${form}: ${html.slice(0, 500)}`)
  return action
}

/** CPU time that a process group has used, in ms. Linux counts it in hundredths of a second. */
export function cpuOfGroup(group: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const ticks = processes.map((id) => {
    const fields = statOf(id).split(' ')
    // After the name in brackets: state, parent, group … and, at 11 and 12, user and system time.
    return Number(fields[2]) === group ? Number(fields[11]) + Number(fields[12]) : 0
  })
  return ticks.reduce((sum, each) => sum + each, 0) * 10
}

function statOf(id: string): string {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2)
  } catch {
    return '' // It has ended meanwhile.
  }
}
