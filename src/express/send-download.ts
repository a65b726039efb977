import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/**
 * Sends a file of any length as a download, as fast as it is taken. What fails before the first part becomes an error page;
 * after it the connection is cut, so that nobody takes half a file for a whole one.
 */
export async function sendDownload(
  res: Response,
  { type, name }: { readonly type: string; readonly name: string },
  parts: AsyncGenerator<string>,
): Promise<void> {
  const first = await parts.next()
  res.attachment(name).type(type)
  const whole = async function* () {
    if (!first.done) yield first.value
    yield* parts
  }
  try {
    await pipeline(whole, res)
  } catch (error) {
    // Whoever closes the window does not want the rest.
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}
