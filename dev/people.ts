import { createHash } from 'node:crypto'

export interface Person {
  /** The user name, which is the password too. */
  name: string
  firstName: string
  lastName: string
  /** Organizations by alias; the first gives the mail address its domain. */
  tenants: readonly string[]
  role?: 'tenant-administrator' | 'operator'
  locale?: string
  /** As Keycloak knows it; set-up by SMS begins with it. */
  phoneNumber?: string
  /** What this person is good for trying, for the start page. */
  about: string
}

/** The example's tenants: alias, display name, and the plan that they pay for. */
export const tenants = [
  { alias: 'acme', name: 'Acme', plan: 'business' },
  { alias: 'birch', name: 'Birch', plan: 'business' },
  { alias: 'cedar', name: 'Cedar', plan: 'business' },
  { alias: 'dune', name: 'Dune', plan: 'business' },
  { alias: 'elm', name: 'Elm', plan: 'free' },
] as const

/** The example's people. */
export const people: readonly Person[] = [
  { name: 'fred', firstName: 'Fred', lastName: 'Farmer', tenants: [], about: 'belongs to no tenant' },
  { name: 'ann', firstName: 'Ann', lastName: 'Archer', tenants: ['acme', 'birch'], about: 'Acme and Birch' },
  { name: 'bea', firstName: 'Bea', lastName: 'Baker', tenants: ['acme'], about: 'Acme' },
  {
    name: 'sam',
    firstName: 'Sam',
    lastName: 'Smith',
    tenants: ['acme'],
    about: 'Acme; signs in by Office 365, there sam@acme.example with the password sam',
  },
  {
    name: 'tess',
    firstName: 'Tess',
    lastName: 'Taylor',
    tenants: ['acme'],
    role: 'tenant-administrator',
    about: 'administrator of Acme',
  },
  {
    name: 'carl',
    firstName: 'Carl',
    lastName: 'Carter',
    tenants: ['cedar'],
    role: 'tenant-administrator',
    about: 'administrator of Cedar',
  },
  { name: 'cora', firstName: 'Cora', lastName: 'Cook', tenants: ['cedar'], about: 'Cedar' },
  { name: 'dora', firstName: 'Dora', lastName: 'Dyer', tenants: ['dune'], about: 'Dune' },
  {
    name: 'sue',
    firstName: 'Sue',
    lastName: 'Shepherd',
    tenants: ['dune'],
    phoneNumber: '+819012345678',
    about: 'Dune; has a mobile number',
  },
  { name: 'ed', firstName: 'Ed', lastName: 'Ellis', tenants: ['elm'], about: 'Elm' },
  { name: 'opal', firstName: 'Opal', lastName: 'Osborne', tenants: [], role: 'operator', about: 'operator' },
  { name: 'hanako', firstName: '花子', lastName: '山田', tenants: [], locale: 'ja', about: 'reads Japanese' },
]

/** A person's mail address, on the domain of the first tenant. */
export const mailAddress = ({ name, tenants: [tenant = 'example'] }: Pick<Person, 'name' | 'tenants'>): string =>
  `${name}@${tenant}.example`

/** An id that is the same in every realm made from this file, so that a new realm keeps the subjects of the old one. */
export function fixedId(kind: 'person' | 'tenant' | 'account', name: string): string {
  const hex = createHash('sha256').update(`${kind}:${name}`).digest('hex')
  // RFC 9562 section 5.8: version 8 is for ids made by one's own rule.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
