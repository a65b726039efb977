import { readChannels } from './actions/messages/read-channels.js'
import { objectionTo } from './actions/sign-in/read-strength.js'
import { askEntitlements } from './actions/tenant-policy/entitlements.js'
import { policyOfLogin } from './actions/tenant-policy/policy-of-login.js'
import { sha256Identities } from './crypto/identities.js'
import { hmacKeyedHash } from './crypto/keyed-hash.js'
import { systemRandom } from './crypto/random.js'
import { joseSealer } from './crypto/sealer.js'
import { secretKeys } from './crypto/secret-keys.js'
import { joseSigner } from './crypto/signer.js'
import { statementKeys } from './crypto/statement-keys.js'
import { otplibTotp } from './crypto/totp.js'
import { DEFAULT_POLICY, type TenantPolicy } from './domain/tenant-policy/tenant-policy.js'
import { mailMessages } from './mail/mail-messages.js'
import type { Configuration } from './options.js'
import type { Clock } from './ports/clock.js'
import { countRecorded, eventsTo, reportEvent } from './telemetry.js'
import { languages } from './texts/index.js'
import { watchedStore } from './workers/watched-store.js'

/** Every port of the actions, and the policy: what the application and the command line share. Does no I/O. */
export function composeCore(configuration: Configuration, clock: Clock) {
  const keys = secretKeys(configuration.secretKeys)
  const pokes = new Set<() => void>()
  const spoken = languages(configuration.texts)
  const { name, timeZone, policies, operators, tenantAdministrators, phoneNumbers } = configuration
  const { mailer = null, sms = null } = configuration
  const everybody: Omit<TenantPolicy, 'requirement'> = {
    ...DEFAULT_POLICY,
    takesEffect: policies.takesEffect,
    methods: policies.methods,
    smsFallback: policies.smsFallback,
    sso: policies.sso,
    trustedDevices: policies.trustedDevices,
    ...(policies.helpContact !== null && { helpContact: policies.helpContact }),
  }
  const core = {
    pokes,
    clock,
    store: watchedStore(configuration.store, (effects) => {
      countRecorded(effects)
      // Messages are sent as soon as they are committed.
      if (effects.messages.length > 0) for (const poke of pokes) poke()
    }),
    directory: configuration.directory,
    mailer,
    sms,
    readChannels: readChannels({ store: configuration.store, clock, mailer, sms }),
    phoneNumbers: { country: phoneNumbers.country ?? null, prefixes: phoneNumbers.prefixes ?? null },
    languages: spoken,
    messages: mailMessages({
      application: name,
      url: configuration.url.origin + configuration.url.base,
      timeZone,
      languages: spoken,
    }),
    events: eventsTo(configuration.onEvent ?? reportEvent),
    identities: sha256Identities(),
    keys: { first: keys.first, ids: keys.ids },
    sealer: joseSealer(keys),
    signer: configuration.statementKeys ? joseSigner(statementKeys(configuration.statementKeys)) : null,
    issuer: configuration.url.origin + configuration.url.base,
    keyedHash: hmacKeyedHash(keys),
    random: systemRandom(),
    totp: otplibTotp(),
    rules: { tenantAdministrators, operators: { ...operators, organizationGroups: [] } },
    timeZone,
    withoutTenantPolicy: { ...everybody, requirement: policies.withoutTenant },
    newTenantPolicy: { ...everybody, requirement: policies.newTenant },
    exemptClients: new Set(configuration.bearer?.exemptClients ?? []),
    policyOwner: policies.owner,
    entitlements: askEntitlements(configuration.entitlements),
    subjectAdministrators: configuration.subjectAdministrators,
    impersonation: configuration.impersonation,
    unreadablePassword: configuration.trustedDevices.unreadablePassword,
  }
  return { ...core, policyOf: policyOfLogin(core), objection: objectionTo(core) }
}

/** What `composeCore` returns. */
export type Core = ReturnType<typeof composeCore>
