import { type Finding, warning } from './finding.js'

/** Judges who has Keycloak's own OTP, and so would be asked twice. */
export function judgeOwnOtp(seen: {
  readonly lookedAt: number
  readonly withOwnOtp: number
  /** Keycloak makes everybody who is new set its own OTP up. */
  readonly isDemanded: boolean
}): Finding[] {
  const { lookedAt, withOwnOtp, isDemanded } = seen
  const choices =
    'Accept it: let policies name its acr or amr values in "acceptKeycloak". Or take it over: import keycloak-otp, then remove it from Keycloak\'s browser flow. Or leave it: they are asked by Keycloak, and then here.'
  return [
    ...(withOwnOtp > 0
      ? [warning(`${withOwnOtp} of ${lookedAt} people have Keycloak's own OTP, and are asked twice.`, choices)]
      : []),
    ...(isDemanded
      ? [
          warning(
            'Keycloak makes everybody who is new set up its own OTP, and so asks everybody twice.',
            'Take "Set as default action" off the required action "Configure OTP".',
          ),
        ]
      : []),
  ]
}
