import { expect } from 'chai'
import { isStrongLogin, weakAcceptance } from '../../src/domain/sign-in/strong-login.js'
import { sampleLogin } from './sample-login.js'

const LEVELS = { silver: 1, gold: 2, '3': 1 }

/** What Keycloak said of a login, what the tenant accepts, and whether the login is strong by itself. */
const TABLE = `
  acr    | amr      | accepted acr | accepted amr | came by | strong

  gold   | pwd      | gold         |              | password | yes
  gold   | pwd      | silver, gold |              | password | yes
  gold   | pwd      |              |              | password | no
  Gold   | pwd      | gold         |              | password | no
  silver | pwd      | gold         |              | password | no
  2      | pwd      | 2            |              | password | yes

  — Whatever a policy was saved with: what a password alone reaches never counts —
  silver | pwd      | silver       |              | password | no
  1      | pwd      | 1            |              | password | no
  0      | pwd      | 0            |              | password | no
  3      | pwd      | 3            |              | password | no
  bronze | pwd      | bronze       |              | password | no
  gold   | pwd      |              | pwd          | password | no

  1      | pwd, otp |              | otp          | password | yes
  1      | pwd, otp |              | hwk          | password | no
  1      |          |              | otp          | password | no

  — Keycloak gives these the default value —
  gold   | otp      | gold         | otp          | google   | no
`

const list = (cell = '') =>
  cell
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)

describe('a login that Keycloak itself asked for more', () => {
  for (const line of TABLE.split('\n').filter((each) => each.includes('|') && !each.includes('came by'))) {
    const [acr = '', amr, acceptedAcr, acceptedAmr, by, strong] = line.split('|').map((cell) => cell.trim())
    it(line.trim().replace(/\s+/g, ' '), () => {
      const login = sampleLogin({ acr, amr: list(amr), ...(by !== 'password' && { identityProvider: 'google' }) })
      const accepted = { acr: list(acceptedAcr), amr: list(acceptedAmr) }
      expect(isStrongLogin(login, accepted, LEVELS)).to.equal(strong === 'yes')
    })
  }

  it('counts by no acr while the realm’s levels cannot be read, and not without our client scope', () => {
    expect(isStrongLogin(sampleLogin({ acr: 'gold' }), { acr: ['gold'], amr: [] }, null)).to.equal(false)
    const { bridge: _, ...login } = sampleLogin({ acr: 'gold', amr: ['otp'] })
    expect(isStrongLogin(login, { acr: ['gold'], amr: ['otp'] }, LEVELS)).to.equal(false)
  })

  it('is refused as a policy where the values prove too little, with the cure', () => {
    const wrong = (acr: string[], amr: string[] = [], levels: Record<string, number> | null = LEVELS) =>
      weakAcceptance({ acr, amr }, levels)?.text ?? null
    expect(wrong([], [], null)).to.equal(null)
    expect(wrong(['gold'], ['otp'])).to.equal(null)
    expect(wrong(['2'])).to.equal(null)
    expect(wrong(['gold', 'silver'])).to.contain('"silver" stands for level 1')
    expect(wrong(['1'])).to.contain('level 1')
    expect(wrong(['0'])).to.contain('level 0')
    for (const unknown of ['bronze', '__proto__', 'constructor', '']) {
      expect(wrong([unknown])).to.contain('is not in the realm')
    }
    expect(wrong(['gold'], [], null)).to.contain('can’t be read')
    expect(wrong([], ['otp', 'pwd'])).to.contain('"pwd" stands for a first factor')
  })
})
