/** The attribute by which `uninstall` knows what `install` has made. */
export const OWNER = 'two-factor.owner'

/** Its value. */
export const US = 'keycloak-two-factor'

/** The mark as a client has attributes. */
export const MARK = { [OWNER]: US }

/** The mark as a realm role has attributes: each of several values. */
export const ROLE_MARK = { [OWNER]: [US] }

/** What `install` notes on a client that is not its own, so that `uninstall` takes back that alone. */
export const NOTES = {
  /** The address that it has set for backchannel logout. */
  backchannelLogout: 'two-factor.backchannel-logout',
  /** `true`, where it has switched on that the session's id is told. */
  backchannelSession: 'two-factor.backchannel-logout-session',
  /** The address that it has added to those a logout may return to. */
  postLogout: 'two-factor.post-logout',
  /** `true`, where it has switched frontchannel logout off. */
  frontchannelLogout: 'two-factor.frontchannel-logout',
} as const

/** True for what `install` has made, or taken over. */
export function isOurs({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }): boolean {
  const owner = attributes[OWNER]
  return owner === US || (Array.isArray(owner) && owner.includes(US))
}
