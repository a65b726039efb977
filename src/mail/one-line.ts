/** Longer names are cut, so that a name can't carry a message of its own. */
const LONGEST_NAME = 100

/**
 * A name or address from outside as harmless text of one line: without line breaks, other control characters and marks
 * that turn the direction of writing.
 */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  const characters = [...line]
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : line
}
