/** What is deleted by age; all in ms. */
export interface CleanUpLimits {
  readonly pendingCreatedBefore: number
  /** Verified sessions, and bypasses of single sign-on. */
  readonly sessionsEndedBefore: number
  readonly backupCodesSavedBefore: number
  readonly messagesClosedBefore: number
  readonly codesSentBefore: number
  readonly logoutTokensEndedBefore: number
  readonly bypassCodesEndedBefore: number
  readonly decisionsBefore: number
  readonly trustedDevicesEndedBefore: number
  /** Whom a job of a policy told before then is forgotten, and the job where it is done. */
  readonly policyJobsBefore: number
}
