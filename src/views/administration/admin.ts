import { z } from 'zod'
import { METHODS } from '../../domain/enrolment/enrolment.js'
import { frame } from '../frame.js'
import { moment, type Shown } from '../shown.js'
import { channelItem } from './messages.js'

/** A tenant, as administrators see it named. */
export const tenant = z.object({ id: z.string(), name: z.string() })

/** A person, as administrators see them named. */
export const who = z.object({
  userId: z.string(),
  name: z.string(),
  username: z.string(),
  email: z.string().nullable(),
})

/** Where a list goes on; null: it does not. */
const pageNumber = z.int().nullable()

/** The administrators' start: their tenants, and for an operator everybody. */
export const adminView = frame.extend({
  page: z.literal('admin'),
  operator: z.boolean(),
  channels: z.array(channelItem).describe('Whether mails and SMS go out'),
  search: z.string(),
  tenants: z.array(tenant),
  previous: pageNumber,
  next: pageNumber,
})

/** The administrators' start. */
export type AdminView = Shown<typeof adminView>

/** People found by name or address, of a tenant or of the realm. */
export const adminPeopleView = frame.extend({
  page: z.literal('admin-people'),
  tenant: tenant.nullable().describe('Null: everybody of the realm'),
  search: z.string(),
  people: z.array(
    who.extend({
      enabled: z.boolean().describe('False where Keycloak lets nobody sign in with the account'),
      state: z.enum(['off', 'active', 'locked', 'disabled']),
      method: z.enum(METHODS).nullable(),
      lastUsedAt: moment('When a code was accepted last').nullable(),
    }),
  ),
  previous: pageNumber,
  next: pageNumber,
})

/** People found. */
export type AdminPeopleView = Shown<typeof adminPeopleView>

/** What may stand behind the `?` of a list that is searched. */
export const listQuery = z.object({
  q: z.string().max(100).default('').catch('').describe('A part of a name or address'),
  page: z.coerce.number().int().min(0).max(1_000_000).default(0).catch(0).describe('Counted from 0'),
})
