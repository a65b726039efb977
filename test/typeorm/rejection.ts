/** The error that a promise is rejected with; throws where it is fulfilled. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw new TypeError(`Rejected with something that is no error: ${String(error)}`)
  }
  throw new Error(`Fulfilled with ${JSON.stringify(value)}`)
}
