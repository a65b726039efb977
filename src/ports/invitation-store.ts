import type { Effects } from './store.js'

/** Invitations to set up a second factor. */
export interface InvitationStore {
  /** When the subject dismissed the invitation, in ms; null where they did not. One primary-key read. */
  invitationDismissedAt(subjectKey: string): Promise<number | null>
  /** Notes that the subject dismissed it. True where this was the first time; only then the effects are committed. */
  dismissInvitation(
    subjectKey: string,
    writes: { readonly dismissedAt: number; readonly effects: Effects },
  ): Promise<boolean>
}
