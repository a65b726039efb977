import { expect } from 'chai'
import { METHODS, type Method } from '../../src/domain/enrolment/enrolment.js'
import {
  canLoseSettings,
  canRequire,
  countEffect,
  dependsOnRoles,
  effectOn,
  type Member,
  NO_EFFECTS,
} from '../../src/domain/tenant-policy/member-effect.js'

const ANN: Member = {
  administrator: false,
  enrolled: false,
  singleSignOn: false,
  formerSingleSignOn: false,
  address: true,
  phone: false,
  elsewhere: false,
  administers: false,
}

type Reach = { requirement: 'off' | 'optional' | 'required'; appliesTo: 'everyone' | 'administrators' }

const OFF: Reach = { requirement: 'off', appliesTo: 'everyone' }
const OPTIONAL: Reach = { requirement: 'optional', appliesTo: 'everyone' }
const REQUIRED: Reach = { requirement: 'required', appliesTo: 'everyone' }
const ADMINISTRATORS: Reach = { requirement: 'required', appliesTo: 'administrators' }
const enrolled = { enrolled: true }
const boss = { administrator: true }

/** What is so, the member, the policy before and after, the effects by name; methods where not all are allowed. */
const CASES: readonly [string, Partial<Member>, Reach, Reach, string, (readonly Method[])?][] = [
  ['whoever has none must set one up', {}, OPTIONAL, REQUIRED, 'asked mustSetUp'],
  ['whoever has one is asked for it', enrolled, OPTIONAL, REQUIRED, 'asked'],
  ['single sign-on is not asked', { singleSignOn: true }, OFF, REQUIRED, 'singleSignOn'],
  ['without an address no mail arrives', { address: false }, OFF, REQUIRED, 'asked mustSetUp lacksAddress'],
  [
    'without an address codes by e-mail are no way',
    { address: false },
    OFF,
    REQUIRED,
    'asked mustSetUp lacksAddress lacksMethod',
    ['email'],
  ],
  ['a telephone is a way', { phone: true }, OFF, REQUIRED, 'asked mustSetUp', ['sms']],
  ['without a telephone codes by SMS are no way', {}, OFF, REQUIRED, 'asked mustSetUp lacksMethod', ['sms']],
  ['required stays required', {}, REQUIRED, REQUIRED, ''],
  ['administrators become covered', boss, OFF, ADMINISTRATORS, 'asked mustSetUp'],
  ['everybody else is not', {}, OFF, ADMINISTRATORS, ''],
  ['from administrators to everybody: the others', {}, ADMINISTRATORS, REQUIRED, 'asked mustSetUp'],
  ['from administrators to everybody: no administrator', boss, ADMINISTRATORS, REQUIRED, ''],
  ['off takes the settings away', enrolled, REQUIRED, OFF, 'losesSettings'],
  ['off from optional too', enrolled, OPTIONAL, OFF, 'losesSettings'],
  ['off takes nothing from whoever has nothing', {}, REQUIRED, OFF, ''],
  ['off keeps what another tenant uses', { enrolled: true, elsewhere: true }, REQUIRED, OFF, ''],
  ['off keeps what an administrator’s pages ask for', { enrolled: true, administers: true }, REQUIRED, OFF, ''],
  [
    'required stays required, but single sign-on no longer counts',
    { formerSingleSignOn: true },
    REQUIRED,
    REQUIRED,
    'asked mustSetUp',
  ],
  ['single sign-on still counts', { formerSingleSignOn: true, singleSignOn: true }, REQUIRED, REQUIRED, ''],
  ['single sign-on no longer counts where nothing is required', { formerSingleSignOn: true }, REQUIRED, OPTIONAL, ''],
  ['narrowing to administrators takes the others’', enrolled, REQUIRED, ADMINISTRATORS, 'losesSettings'],
  ['narrowing keeps the administrators’', { ...enrolled, ...boss }, REQUIRED, ADMINISTRATORS, ''],
  ['narrowing from off covers nobody else', enrolled, OFF, ADMINISTRATORS, ''],
  ['optional takes nothing away', enrolled, REQUIRED, OPTIONAL, ''],
  ['off takes nothing from whom it never covered', enrolled, ADMINISTRATORS, OFF, ''],
]

describe('what a change of policy means for one member', () => {
  for (const [name, member, before, after, expected, methods = METHODS] of CASES) {
    it(name, () => {
      const effect = effectOn({ ...ANN, ...member }, before, { ...after, methods: [...methods] })
      const effects = Object.entries(effect).flatMap(([key, is]) => (is ? [key] : []))
      expect(effects.join(' ')).to.equal(expected)
    })
  }

  it('counts members by effect', () => {
    const effect = effectOn(ANN, OFF, { ...REQUIRED, methods: ['totp'] })
    const counts = countEffect(countEffect(NO_EFFECTS, effect), effect)
    expect(counts).to.deep.equal({ ...NO_EFFECTS, asked: 2, mustSetUp: 2 })
  })
})

/** Before, after; whether roles matter, settings can be lost, somebody can newly be asked. */
const CHANGES: readonly [string, Reach, Reach, boolean, boolean, boolean][] = [
  ['off → required', OFF, REQUIRED, false, false, true],
  ['required → off', REQUIRED, OFF, false, true, false],
  ['required → optional', REQUIRED, OPTIONAL, false, false, false],
  ['required → administrators', REQUIRED, ADMINISTRATORS, true, true, false],
  ['optional → administrators', OPTIONAL, ADMINISTRATORS, true, true, true],
  ['administrators → required', ADMINISTRATORS, REQUIRED, true, false, true],
  ['administrators → off', ADMINISTRATORS, OFF, true, true, false],
  ['administrators → administrators', ADMINISTRATORS, ADMINISTRATORS, true, false, false],
]

describe('what must be known before a change of policy', () => {
  for (const [name, before, after, roles, loses, requires] of CHANGES) {
    it(name, () => {
      expect(dependsOnRoles(before, after), 'roles').to.equal(roles)
      expect(canLoseSettings(before, after), 'loses').to.equal(loses)
      expect(canRequire(before, after), 'requires').to.equal(requires)
    })
  }
})
