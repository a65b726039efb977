/** Something the people who run the application should know. Holds no secret, code or address. */
export type TwoFactorEvent =
  | { readonly kind: 'mail-failed'; readonly messageId: string; readonly tries: number; readonly error: unknown }
  | { readonly kind: 'mail-given-up'; readonly messageId: string; readonly tries: number }
  | { readonly kind: 'worker-failed'; readonly worker: string; readonly error: unknown }
  | { readonly kind: 'request-failed'; readonly error: unknown }

/** Where events go. Must not throw. */
export interface Events {
  emit(event: TwoFactorEvent): void
}
