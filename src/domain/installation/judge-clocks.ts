import { error, type Finding, warning } from './finding.js'

/** So far clocks may be apart: 5 s. Tokens tell whole seconds, and asking takes a while. */
const UNNOTICED_MS = 5_000

/** From here on codes of authenticator apps and tokens are refused: 30 s. */
const HARMFUL_MS = 30_000

/** Judges how far the clocks of the database and of Keycloak, in ms, are ahead of this machine's. */
export function judgeClocks(ahead: { readonly database: number | null; readonly keycloak: number | null }): Finding[] {
  return (['database', 'keycloak'] as const).flatMap((name) => {
    const by = ahead[name]
    if (by === null || Math.abs(by) <= UNNOTICED_MS) return []
    const seconds = Math.round(Math.abs(by) / 1000)
    const whose = name === 'database' ? "The database's clock" : "Keycloak's clock"
    const level = Math.abs(by) >= HARMFUL_MS ? error : warning
    const what = `${whose} is ${seconds} s ${by > 0 ? 'ahead of' : 'behind'} this machine's.`
    return [level(what, 'Let all machines take their time from the same servers (NTP, chrony).')]
  })
}
