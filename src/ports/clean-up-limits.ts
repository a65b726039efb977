/** What is deleted by age; all in ms. */
export interface CleanUpLimits {
  readonly pendingCreatedBefore: number
  readonly sessionsEndedBefore: number
  readonly backupCodesSavedBefore: number
  readonly messagesClosedBefore: number
  readonly codesSentBefore: number
  readonly logoutTokensEndedBefore: number
  readonly bypassCodesEndedBefore: number
  readonly decisionsBefore: number
  readonly trustedDevicesEndedBefore: number
}
