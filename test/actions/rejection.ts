import { expect } from 'chai'

/** The error that a promise is rejected with; fails where it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: unknown }> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  return expect.fail('it was not rejected')
}
