import { createInterface } from 'node:readline'

/** Asks on a terminal. Ctrl-C stops, as it does anywhere else; Ctrl-D answers nothing. */
export function asking(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  interruption: AbortController,
): (question: string) => Promise<string> {
  return (question) =>
    new Promise((answer, stop) => {
      const reading = createInterface({ input, output })
      reading.once('SIGINT', () => {
        output.write('\n')
        interruption.abort()
        stop(interruption.signal.reason)
        reading.close()
      })
      reading.once('close', () => answer(''))
      reading.question(question, (typed) => {
        answer(typed)
        reading.close()
      })
    })
}
